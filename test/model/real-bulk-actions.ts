import sql from 'sql-template-tag'
import { previewBulkRestore, startBulkRestore } from '../../src/enforcement/restore/bulk-restore.ts'
import {
  approveBulkAction,
  continueBulkAction,
  declineBulkAction,
  stopBulkAction,
} from '../../src/bulk/approve/answer-bulk-action.ts'
import { readBulkAction } from '../../src/bulk/actions/move-bulk-action.ts'
import { proposeBulkAction } from '../../src/bulk/propose/propose-bulk-action.ts'
import { drawSample, judgeDrawn, listDrawn } from '../../src/bulk/approve/sample.ts'
import type { Desk } from '../../src/policy/desk.ts'
import type { StaffCaller } from '../../src/foundation/domain.ts'
import { signedBy } from '../support/sign.ts'
import { attempt, attemptByHand } from './attempt.ts'
import type { BulkActionActs } from './bulk-action-rules.ts'
import type { ModelPlatform } from './model-platform.ts'

const DAY_MS = 24 * 3_600_000

/** Bulk actions by the desk's own functions. */
export function realBulkActions(
  desk: Desk,
  platform: ModelPlatform,
  who: (place: number) => StaffCaller,
): BulkActionActs {
  const done = (how: string, enforcementId?: string) => ({ enforcementId, how })
  return {
    propose: (by, action, subjects) =>
      attempt(async () => {
        const { id } = await proposeBulkAction(desk, {
          by: who(by),
          policyId: 'spam',
          enforcement: { action, durationMs: DAY_MS },
          foundBy: 'their names are a word and a number',
          rationale: 'they sell the same sun cream',
          list: subjects.map((name) => platform.key(name)).join('\n'),
        })
        return done(id)
      }),
    judge: (by, bulkActionId, wrong) =>
      attempt(async () => {
        await drawSample(desk, bulkActionId, who(by))
        for (const { place } of await listDrawn(desk.db, bulkActionId, who(by).id)) {
          const conclusion = place <= wrong ? 'no_violation' : 'violation'
          await judgeDrawn(desk, { bulkActionId, place, conclusion, by: who(by) })
        }
        return done('judged')
      }),
    approve: (by, bulkActionId) =>
      attempt(async () => {
        const signature = await signedBy(desk, who(by), 'bulk_action_agree', bulkActionId)
        return done((await approveBulkAction(desk, { bulkActionId, by: who(by), signature })).state)
      }),
    decline: (by, bulkActionId) =>
      attempt(async () => done((await declineBulkAction(desk, { bulkActionId, by: who(by), reason: 'so' })).state)),
    goOn: (by, bulkActionId) =>
      attempt(async () => {
        const { stage } = await readBulkAction(desk.db, bulkActionId)
        return done((await continueBulkAction(desk, { bulkActionId, by: who(by), stage })).state)
      }),
    stop: (by, bulkActionId) =>
      attempt(async () => done((await stopBulkAction(desk, { bulkActionId, by: who(by), reason: 'so' })).state)),
    undo: (by, other, bulkActionId) =>
      attempt(async () => {
        const { proposedAt: since } = await readBulkAction(desk.db, bulkActionId)
        const scope = { byKind: 'bulk_action', byId: bulkActionId, since, until: undefined } as const
        const { id: bulkId } = await previewBulkRestore(desk, scope, who(by))
        const first = await startBulkRestore(desk, { bulkId, by: who(by), reason: 'so' })
        if (first.startedAt !== null) return done('begun')
        const signature = await signedBy(desk, who(other), 'restore_second', bulkId)
        const second = await startBulkRestore(desk, { bulkId, by: who(other), reason: 'so', signature })
        return done(second.startedAt === null ? 'asked' : 'begun')
      }),
    smuggle: (bulkActionId, subject) =>
      attemptByHand(async () => {
        await desk.db.query(sql`
          insert into bulk_action_item (bulk_action_id, ordinal, subject, expected) values (${bulkActionId}, 1000, ${platform.key(subject)}, 'ordinary')`)
        return 'added'
      }),
  }
}
