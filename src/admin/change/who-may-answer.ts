import { type Message, message } from '../../foundation/messages/message.ts'
import { renderMessage } from '../../foundation/messages/render-message.ts'
import sql from 'sql-template-tag'
import type { Queryable } from '../../foundation/database/db.ts'

/** The refusals of an answer to a change, as PostgreSQL names them, each as a sentence for the person. */
export const CHANGE_SENTENCES = {
  unknown: message('change.whyNot.unknown'),
  ended: message('change.whyNot.ended'),
  role: message('change.whyNot.role'),
  restricted: message('change.whyNot.restricted'),
  for_admin: message('change.whyNot.for_admin'),
  not_open: message('change.whyNot.not_open'),
  not_agreed: message('change.whyNot.not_agreed'),
  too_late: message('change.whyNot.too_late'),
  own: message('change.whyNot.own'),
  too_soon: message('change.whyNot.too_soon'),
  about_you: message('change.whyNot.about_you'),
  answered_already: message('change.whyNot.answered_already'),
  off_shift: message('change.whyNot.off_shift'),
  on_break: message('change.whyNot.on_break'),
  standing: message('change.whyNot.standing'),
  pair: message('change.whyNot.pair', { instead: message('change.noOther') }),
  too_new: message('change.whyNot.too_new'),
  sample_not_judged: message('change.whyNot.sample_not_judged'),
  sample_wrong: message('change.whyNot.sample_wrong'),
} as const
export type WhyNotAnswer = keyof typeof CHANGE_SENTENCES

/** Finds the refusal that keeps this person from giving this answer at this moment; null: none. */
export async function whyNotAnswer(
  db: Queryable,
  changeId: string,
  staffId: string,
  answer: 'agree' | 'decline' | 'stop',
): Promise<{ why: WhyNotAnswer; sentence: Message } | null> {
  const { rows } = await db.query<{ why: WhyNotAnswer | null }>(sql`
    select change_answer_refusal(${changeId}, ${staffId}, ${answer}) as why`)
  const why = rows[0]?.why ?? null
  if (why === null) return null
  const others = why === 'pair' ? await listOthers(db, changeId) : []
  return { why, sentence: explainWhyNot(why, others) }
}

/** Lists the others who could agree to a change, on duty or not. */
async function listOthers(db: Queryable, changeId: string): Promise<string[]> {
  return (await db.findValue<string[]>(sql`select others_who_agree(${changeId}) as others`)) ?? []
}

/** Returns a refusal as a sentence; where two people agreed to each other too often, it names others who could. */
export function explainWhyNot(why: WhyNotAnswer, others: readonly string[] = []): Message {
  if (why !== 'pair' || others.length === 0) return CHANGE_SENTENCES[why]
  return message('change.whyNot.pair', { instead: message('change.others', { others }) })
}

/** Formats a refusal for a reply; null: none. */
export const sayWhyNot = (why: WhyNotAnswer | null, others: readonly string[] = []): string | null =>
  why === null ? null : renderMessage(explainWhyNot(why, others))
