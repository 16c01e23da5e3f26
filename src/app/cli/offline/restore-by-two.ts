import type { Approval } from '@countersign/platform-kit'
import { type Connector, ConnectorError } from '../../../foundation/connector/connector.ts'
import { parseSubjectKey } from '../../../foundation/domain.ts'
import type { OfflineRestore } from '../../../enforcement/journal/restore-offline.ts'
import type { OfflineAsk } from './offline-signing.ts'

/**
 * Restores a subject with the signatures of two people, by the platform's next epoch, at any generation. It needs no
 * recovery journal and no signing key: the platform checks the signatures by the key list that it has pinned.
 * Enforcements that the law required stay.
 */
export async function restoreByTwo(
  platform: Connector,
  { subject, reason }: { subject: string; reason: string },
  gather: (ask: OfflineAsk) => Promise<Approval[]>,
): Promise<OfflineRestore> {
  const key = parseSubjectKey(subject)
  try {
    const read = await platform.readBack(key)
    if (read === undefined) return { kind: 'absent' }
    const epoch = (read.epoch ?? 0) + 1
    const signed = await gather({ subject, enforcements: [], reason, epoch })
    const signatures = signed.map(({ enforcement: _, ...assertion }) => assertion)
    const answer = await platform.restore?.(key, epoch, signatures)
    if (answer === undefined) return { kind: 'not_seen_up', why: 'this platform takes no such restore' }
    return answer.state.visible
      ? { kind: 'brought_back', generation: answer.generation, desired: answer.state }
      : { kind: 'not_seen_up', why: 'what the law asked for stays: its enforcements come back by two people each' }
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error
    return { kind: 'not_seen_up', why: error.message }
  }
}
