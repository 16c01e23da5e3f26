import sql from 'sql-template-tag'
import type { Queryable } from '../../foundation/database/db.ts'
import { DeskError } from '../../foundation/errors.ts'

/** The acts of people other than the proposer. */
export type Part = 'sample' | 'agree' | 'decline'

/** The refusals in words, by PostgreSQL's name for each. `ended` says nothing about the reasons for leaving. */
export const SENTENCES = {
  unknown: 'there is no such bulk action',
  ended: 'you are no longer here',
  role: 'this takes a senior or lead',
  restricted: 'you were restricted: you can stop and restore, and others do the rest',
  off_shift: 'you are not on shift, and not on call',
  on_break: 'you are on a break',
  party: 'you asked for it, so somebody else must judge it',
  place: 'it is bound to another place of work than yours',
  not_waiting: 'it does not wait for this any more',
  too_late: 'its time is over',
  standing: 'your standing does not allow it now',
  too_new: 'a new approver counts from a day after they were added',
  pair: 'you and its proposer approved or confirmed each other three times within seven days: another approver must review it',
  no_independent_review: 'first you must judge all that was drawn for you',
  wrong: 'by your own judgement too much of what was drawn breaks nothing',
} as const
type Why = keyof typeof SENTENCES

/** Returns the refusal of each part for this person now; null: allowed. */
export async function mayNow(
  db: Queryable,
  bulkActionId: string,
  staffId: string,
): Promise<Record<Part, string | null>> {
  const { sample, agree, decline } = await db.only<Record<Part, Why | null>>(sql`
    select why_not_bulk_action(${bulkActionId}, ${staffId}, 'sample') as sample,
      why_not_bulk_action(${bulkActionId}, ${staffId}, 'agree') as agree,
      why_not_bulk_action(${bulkActionId}, ${staffId}, 'decline') as decline`)
  const say = (why: Why | null) => (why === null ? null : SENTENCES[why])
  return { sample: say(sample), agree: say(agree), decline: say(decline) }
}

/** Refuses an act that this person may not do now. */
export async function refuseUnless(db: Queryable, bulkActionId: string, staffId: string, part: Part): Promise<void> {
  const { why } = await db.only<{ why: Why | null }>(sql`
    select why_not_bulk_action(${bulkActionId}, ${staffId}, ${part}) as why`)
  if (why === null) return
  throw new DeskError(PASSING.includes(why) ? 'conflict' : 'not_allowed', `Not done: ${SENTENCES[why]}.`, { why })
}

/** Refusals that come from the bulk action and not from the person. */
const PASSING: readonly Why[] = ['not_waiting', 'too_late', 'no_independent_review', 'wrong']
