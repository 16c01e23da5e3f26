import { setTimeout as pause } from 'node:timers/promises'
import { isStricter, raiseBaseline } from '../desired-state/desired-state.ts'
import { type Connector, ConnectorError, generationStepMax, isFinal } from '../../foundation/connector/connector.ts'
import { type EffectGrounds, NO_GROUNDS } from '../../foundation/connector/effect-signer.ts'
import { NO_GENERATION } from '../../foundation/connector/guarantees.ts'
import { parseSubjectKey, type PlatformState } from '../../foundation/domain.ts'

/**
 * The step above every known generation, larger than the number of changes of a subject. A desk that does not know of
 * this restore then sends only older generations.
 */
const AHEAD = 1_000_000
const TRIES_MAX = 5
const PAUSE_MS = 500

export type OfflineRestore =
  | { kind: 'brought_back'; generation: number; desired: PlatformState }
  | { kind: 'was_up'; generation: number }
  | { kind: 'absent' }
  | { kind: 'not_seen_up'; why: string }

/**
 * Restores a subject to its baseline by calling the platform, without desk and database. It never removes from the
 * subject what the platform shows, even if the baseline lacks it. Returns the state that was read back. `grounds`: the
 * signatures for undoing restrictions under legal duty.
 */
export async function restoreOffline(
  platform: Pick<Connector, 'apply' | 'readBack'>,
  wayBack: { subject: string; generation: number; baseline: PlatformState },
  grounds: EffectGrounds = NO_GROUNDS,
): Promise<OfflineRestore> {
  const subject = parseSubjectKey(wayBack.subject)
  let why = 'the platform did not show it'
  let sent: { generation: number; epoch?: number; desired: PlatformState } | undefined
  for (let attempt = 1; ; attempt++) {
    try {
      const read = await platform.readBack(subject)
      if (read === undefined) return { kind: 'absent' }
      if (!isStricter(read.state, wayBack.baseline)) {
        const { generation } = read
        // A platform without generations can't tell whose instruction it shows, so one that was sent counts as ours.
        const isOurs = generation === sent?.generation || generation === NO_GENERATION
        return sent && isOurs ? { kind: 'brought_back', ...sent } : { kind: 'was_up', generation }
      }
      // The instruction was sent before and its effect is still not shown: the same is sent again, unless the platform
      // has seen more since.
      if (sent === undefined || read.generation > sent.generation || read.epoch !== sent.epoch) {
        const wanted = Math.max(read.generation, wayBack.generation) + AHEAD
        const generation = Math.min(wanted, read.generation + generationStepMax(read.generation))
        const epoch = read.epoch !== undefined && { epoch: read.epoch }
        sent = { generation, ...epoch, desired: raiseBaseline(wayBack.baseline, read.state) }
      }
      if (attempt > TRIES_MAX) return { kind: 'not_seen_up', why }
      await platform.apply({ subject, ...sent, baseline: sent.desired, reverts: [], events: [] }, grounds)
    } catch (error) {
      if (!(error instanceof ConnectorError)) throw error
      why = error.message
      if (isFinal(error.failure) || attempt > TRIES_MAX) return { kind: 'not_seen_up', why }
      await pause(PAUSE_MS)
    }
  }
}
