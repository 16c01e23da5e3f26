import sql from 'sql-template-tag'
import type { Queryable } from '../../foundation/database/db.ts'
import { DeskError } from '../../foundation/errors.ts'
import { type Message, message } from '../../foundation/messages/message.ts'

/** The acts on a bulk action by people other than its proposer. */
type Part = 'sample' | 'agree' | 'decline'

/** The refusals in words, by the name that PostgreSQL returns. `ended` says nothing about the reason for leaving. */
export const SENTENCES = {
  unknown: message('bulkAction.refusal.unknown'),
  ended: message('bulkAction.refusal.ended'),
  role: message('bulkAction.refusal.role'),
  platform: message('bulkAction.refusal.platform'),
  restricted: message('bulkAction.refusal.restricted'),
  denied_action: message('bulkAction.refusal.denied_action'),
  off_shift: message('bulkAction.refusal.off_shift'),
  on_break: message('bulkAction.refusal.on_break'),
  party: message('bulkAction.refusal.party'),
  place: message('bulkAction.refusal.place'),
  not_waiting: message('bulkAction.refusal.not_waiting'),
  too_late: message('bulkAction.refusal.too_late'),
  standing: message('bulkAction.refusal.standing'),
  too_new: message('bulkAction.refusal.too_new'),
  pair: message('bulkAction.refusal.pair'),
  no_independent_review: message('bulkAction.refusal.no_independent_review'),
  wrong: message('bulkAction.refusal.wrong'),
} as const
type Why = keyof typeof SENTENCES

/** Returns for each act the reason for which this person may not do it now. Null: they may. */
export async function listPartRefusals(
  db: Queryable,
  bulkActionId: string,
  staffId: string,
): Promise<Record<Part, Message | null>> {
  const { sample, agree, decline } = await db.only<Record<Part, Why | null>>(sql`
    select bulk_action_refusal(${bulkActionId}, ${staffId}, 'sample') as sample,
      bulk_action_refusal(${bulkActionId}, ${staffId}, 'agree') as agree,
      bulk_action_refusal(${bulkActionId}, ${staffId}, 'decline') as decline`)
  const toRefusal = (why: Why | null) => (why === null ? null : SENTENCES[why])
  return { sample: toRefusal(sample), agree: toRefusal(agree), decline: toRefusal(decline) }
}

/** Refuses an act that this person may not do now. */
export async function refuseUnless(db: Queryable, bulkActionId: string, staffId: string, part: Part): Promise<void> {
  const { why } = await db.only<{ why: Why | null }>(sql`
    select bulk_action_refusal(${bulkActionId}, ${staffId}, ${part}) as why`)
  if (why === null) return
  throw new DeskError(
    OF_THE_BULK_ACTION.includes(why) ? 'conflict' : 'not_allowed',
    message('bulkAction.refused', { why: SENTENCES[why] }),
    { why },
  )
}

/** The refusals that come from the state of the bulk action and not from the person. */
const OF_THE_BULK_ACTION: readonly Why[] = ['not_waiting', 'too_late', 'no_independent_review', 'wrong']
