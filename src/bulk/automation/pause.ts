import sql from 'sql-template-tag'
import { wakeWaiting } from '../../enforcement/gate-queries.ts'
import { queueAlert } from '../../alerts/alert.ts'
import type { Desk } from '../../policy/desk.ts'
import { type StaffCaller, sourceKey } from '../../foundation/domain.ts'
import { message } from '../../foundation/messages/message.ts'
import { queueEntry } from '../../ledger/queue-entry.ts'
import { contentHash } from '../../ledger/entries/content-hash.ts'
import { inAnsweredTransaction } from '../../foundation/database/db.ts'
import { DeskError } from '../../foundation/errors.ts'
import { findPause, insertPause, type Pause } from './pause-queries.ts'

/**
 * Pauses a signal source or one automation rule: once this returns it does nothing more, and its waiting enforcements
 * end. One person pauses, and two resume.
 */
export async function pauseAutomation(
  desk: Pick<Desk, 'restoreDb' | 'policies'>,
  by: StaffCaller,
  { source, rule, reason }: { source: string; rule?: string; reason: string },
): Promise<Pause> {
  const { automation } = desk.policies
  if (!automation.sources.has(source)) throw new DeskError('not_found', message('automation.noSource', { source }))
  if (rule !== undefined && !automation.rules.some((one) => one.id === rule && one.source === source)) {
    throw new DeskError('not_found', message('automation.noRule', { rule, source }))
  }
  return inAnsweredTransaction(desk.restoreDb, async (tx) => {
    const pauseId = await insertPause(tx, { source, ruleId: rule ?? null, reason, by: by.id })
    if (pauseId === undefined) throw new DeskError('conflict', message('automation.stopped', { name: rule ?? source }))
    const actor = { kind: 'staff', id: by.id } as const
    const ofRule = rule === undefined ? {} : { ruleId: rule }
    queueEntry(tx, {
      kind: 'automation_paused',
      pauseId,
      source,
      ...ofRule,
      reasonHash: contentHash({ reason }),
      by: actor,
    })
    const told = { who: by.pseudonym, source, reason }
    const why =
      rule === undefined
        ? message('alert.automation.pausedSource', told)
        : message('alert.automation.pausedRule', { ...told, rule })
    queueAlert(tx, { kind: 'automation', to: { role: 'lead' }, why })
    await wakeWaiting(tx, sql`proposed_by = ${sourceKey(source)}`)
    const pause = await findPause(tx, pauseId)
    if (pause === undefined) throw new Error(`pause ${pauseId} is gone`)
    return pause
  })
}
