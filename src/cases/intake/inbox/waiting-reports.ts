import sql from 'sql-template-tag'
import { inTransaction, type Queryable } from '../../../foundation/database/db.ts'
import type { Desk } from '../../../policy/desk.ts'
import { alertInbox } from './inbox-queries.ts'

/** No more are named. */
const NAMED_MAX = 100

/** Alerts the leads, once an hour, while reports wait for minutes: no refusal tells of a case that is held. */
export const alertWaiting = ({ db }: Pick<Desk, 'db'>): Promise<void> =>
  inTransaction(db, (tx) => alertInbox(tx, 'reports_wait'))

/** A report that has waited for more than a day. */
export interface LongWaiting {
  id: string
  receivedAt: Date
  /** Null: the database did not refuse it. */
  sqlState: string | null
}

/** Lists the first reports that have waited for their case for more than a day. */
export const listLongWaiting = (db: Queryable): Promise<LongWaiting[]> =>
  db.list<LongWaiting>(sql`
    select report_id as id, received_at as "receivedAt", sql_state as "sqlState" from report_inbox
    where received_at < desk_now() - interval '1 day' and report ? 'reporterId' order by id limit ${NAMED_MAX}`)

/** Makes refused reports due now, and returns their number. A worker tries them again within seconds. */
export const retrySetAside = (db: Queryable): Promise<number> =>
  db.onlyValue<number>(sql`
    with due as (update report_inbox set due_at = desk_now()
      where sql_state is not null and due_at > desk_now() and report ? 'reporterId' returning true)
    select count(*)::integer from due`)
