import sql from 'sql-template-tag'
import type { Queryable } from '../../foundation/database/db.ts'
import { withholdWords } from '../statements/withhold-words.ts'
import type { AppealEnd } from './end-appeals.ts'

/** SQL: the words that are taken out of the reason of an appeal, of which `decided` is the decision that led to it. */
export const WITHHELD = sql`list_withheld_words(appeal.enforcement_id, appeal.judged_by, coalesce(appeal.reason, ''))
    || list_withheld_words(null, decided.staff_id, coalesce(appeal.reason, '')) as withheld,
  list_named_reporters(decided.case_id, coalesce(appeal.reason, '')) as "withheldIds"`

export interface Withheld {
  withheld: readonly string[]
  withheldIds: readonly string[]
}

/** Returns an appeal whose reason names no person of the desk and no reporter. */
export function withholdReason<Appeal extends { reason: string | null }>({
  withheld,
  withheldIds,
  ...appeal
}: Appeal & Withheld): Omit<Appeal, keyof Withheld> {
  return { ...appeal, reason: appeal.reason && withholdWords(appeal.reason, withheld, withheldIds) }
}

/** An appeal as the platform may pass it on to the person affected. */
interface ToldAppeal {
  id: string
  state: 'open' | AppealEnd
  receivedAt: Date
  dueAt: Date | null
  endedAt: Date | null
  reason: string | null
}

/** Lists the appeals against an enforcement, the oldest first, with the reasons that their appellants received. */
export async function listToldAppeals(db: Queryable, enforcementId: string): Promise<ToldAppeal[]> {
  const found = await db.list<ToldAppeal & Withheld>(sql`
    select appeal.id, appeal.state, appeal.received_at as "receivedAt", appeal.ended_at as "endedAt", appeal.reason,
      case when appeal.state = 'open' then review_case.due_at end as "dueAt", ${WITHHELD}
    from appeal join review_case on review_case.appeal_id = appeal.id
      join enforcement contested on contested.id = appeal.enforcement_id
      left join decision decided on decided.id = contested.decision_id
    where appeal.enforcement_id = ${enforcementId} order by appeal.received_at, length(appeal.id), appeal.id`)
  return found.map(withholdReason)
}
