import sql from 'sql-template-tag'
import type { Queryable } from '../../foundation/database/db.ts'
import { type Message, message } from '../../foundation/messages/message.ts'

/** The refusals of an answer to a change, by the name that PostgreSQL returns, each as a sentence for the person. */
export const CHANGE_SENTENCES = {
  unknown: message('change.refusal.unknown'),
  ended: message('change.refusal.ended'),
  role: message('change.refusal.role'),
  restricted: message('change.refusal.restricted'),
  for_admin: message('change.refusal.for_admin'),
  not_open: message('change.refusal.not_open'),
  not_agreed: message('change.refusal.not_agreed'),
  too_late: message('change.refusal.too_late'),
  own: message('change.refusal.own'),
  too_soon: message('change.refusal.too_soon'),
  about_you: message('change.refusal.about_you'),
  answered_already: message('change.refusal.answered_already'),
  off_shift: message('change.refusal.off_shift'),
  on_break: message('change.refusal.on_break'),
  standing: message('change.refusal.standing'),
  pair: message('change.refusal.pair', { instead: message('change.noOther') }),
  had_part: message('change.refusal.had_part'),
  settlement_party: message('change.refusal.settlement_party'),
  owes_conclusion: message('change.refusal.owes_conclusion'),
  too_new: message('change.refusal.too_new'),
  sample_not_judged: message('change.refusal.sample_not_judged'),
  sample_wrong: message('change.refusal.sample_wrong'),
} as const
export type ChangeRefusal = keyof typeof CHANGE_SENTENCES

/** Finds the reason why this person may not give this answer now. Null: they may. */
export async function findChangeRefusal(
  db: Queryable,
  changeId: string,
  staffId: string,
  answer: 'agree' | 'decline' | 'stop',
): Promise<{ why: ChangeRefusal; sentence: Message } | null> {
  const why = await db.onlyValue<ChangeRefusal | null>(sql`
    select change_answer_refusal(${changeId}, ${staffId}, ${answer}) as why`)
  if (why === null) return null
  const others = why === 'pair' ? await listOthers(db, changeId) : []
  return { why, sentence: explainRefusal(why, others) }
}

/** Lists the other people who could agree to a change, on duty or not. */
async function listOthers(db: Queryable, changeId: string): Promise<string[]> {
  return (await db.findValue<string[]>(sql`select list_other_change_approvers(${changeId}) as others`)) ?? []
}

/**
 * Returns a refusal as a sentence. Where two people agreed to each other's changes too often, it names others who could
 * agree.
 */
function explainRefusal(why: ChangeRefusal, others: readonly string[] = []): Message {
  if (why !== 'pair' || others.length === 0) return CHANGE_SENTENCES[why]
  return message('change.refusal.pair', { instead: message('change.others', { others }) })
}

/** Returns the sentence of a refusal. Null: there is none. */
export const refusalMessage = (why: ChangeRefusal | null, others: readonly string[] = []): Message | null =>
  why === null ? null : explainRefusal(why, others)
