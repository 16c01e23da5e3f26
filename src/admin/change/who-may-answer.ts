import sql from 'sql-template-tag'
import type { Queryable } from '../../foundation/database/db.ts'

/** The refusals of an answer to a change, as PostgreSQL names them, each as a sentence for the person. */
export const CHANGE_SENTENCES = {
  unknown: 'there is no such change',
  ended: 'you are no longer here',
  role: 'this takes the role policy, lead or admin',
  restricted: 'you were restricted: you can stop and restore, and others do the rest',
  for_admin: 'this one is for administrators',
  not_open: 'it was decided already',
  not_agreed: 'it does not wait to take effect',
  too_late: 'its time is over',
  own: 'you proposed it, so somebody else must judge it',
  too_soon: 'nobody else is here to ask: your own yes counts a day after you proposed it',
  about_you: 'it is about you, so somebody else must judge it',
  answered_already: 'you have answered already',
  off_shift: 'you are not on shift',
  on_break: 'you are on a break',
  standing: 'your standing does not allow it now',
  pair: 'you and its proposer agreed to each other’s changes and enforcements three times within seven days',
  too_new: 'a new approver counts from a day after they were added',
  sample_not_judged: 'you have not judged the sample of this list yet',
  sample_wrong: 'you found more than one account of the sample wrong, so the list is not good enough: decline it',
} as const
export type WhyNotAnswer = keyof typeof CHANGE_SENTENCES

/** Finds the refusal that keeps this person from giving this answer at this moment; null: none. */
export async function whyNotAnswer(
  db: Queryable,
  changeId: string,
  staffId: string,
  answer: 'agree' | 'decline' | 'stop',
): Promise<{ why: WhyNotAnswer; sentence: string } | null> {
  const { rows } = await db.query<{ why: WhyNotAnswer | null }>(sql`
    select why_not_answer_change(${changeId}, ${staffId}, ${answer}) as why`)
  const why = rows[0]?.why ?? null
  if (why === null) return null
  const others = why === 'pair' ? await listOthers(db, changeId) : []
  return { why, sentence: sayWhyNot(why, others) ?? '' }
}

/** Lists the others who could agree to a change, on duty or not. */
async function listOthers(db: Queryable, changeId: string): Promise<string[]> {
  return (await db.findValue<string[]>(sql`select others_who_agree(${changeId}) as others`)) ?? []
}

/** Formats a refusal as a sentence; where two people agreed to each other too often, it names others who could. */
export function sayWhyNot(why: WhyNotAnswer | null, others: readonly string[] = []): string | null {
  if (why === null) return null
  if (why !== 'pair') return CHANGE_SENTENCES[why]
  const instead =
    others.length > 0
      ? `these could agree instead: ${others.join(', ')}`
      : 'no other person could: bring in a third person of policy, lead or admin, which counts towards no limit, or wait'
  return `${CHANGE_SENTENCES.pair}; ${instead}`
}
