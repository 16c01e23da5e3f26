import sql from 'sql-template-tag'
import { message } from '../../foundation/messages/message.ts'
import { queueAlert } from '../../alerts/alert.ts'
import type { Desk } from '../../policy/desk.ts'
import { DESK, type Role } from '../../foundation/domain.ts'
import { queueEntry } from '../../ledger/queue-entry.ts'
import { inTransaction, type Queryable, type Tx } from '../../foundation/database/db.ts'

/** Reading counts as unusual from this number of accounts opened within an hour outside one's own cases. */
export const ACCOUNTS_OPENED_MAX = 30
/** Reading counts as unusual from this number of accounts shown by searches, previews, lists of decisions and exports within an hour. */
const ACCOUNTS_LISTED_MAX = 500
const WINDOW_MINUTES = 60
/** The time after which the same person causes another alert. */
const AGAIN_AFTER_HOURS = 24
const READERS_AT_ONCE_MAX = 20

interface UnusualReader {
  staffId: string
  pseudonym: string
  opened: number
  listed: number
}

/**
 * Alerts leads and auditors about a person who read many accounts without a case about them, and never only that
 * person.
 */
export async function findUnusualReading(desk: Pick<Desk, 'db'>): Promise<void> {
  if ((await listUnusual(desk.db)).length === 0) return
  await inTransaction(desk.db, async (tx) => {
    await tx.query(sql`select pg_advisory_xact_lock(hashtextextended('countersign unusual reading', 0))`)
    for (const reader of await listUnusual(tx)) await alertUnusualReading(tx, reader)
  })
}

async function listUnusual(db: Queryable): Promise<UnusualReader[]> {
  return db.list<UnusualReader>(sql`
    select read.staff_id as "staffId", reader.pseudonym, read.opened::integer as opened, read.listed::integer as listed
    from (
      select staff_id, count(distinct coalesce('account:' || account_id, subject))
          filter (where kind in ('case', 'account', 'enforcement', 'reporter')) as opened,
        coalesce(sum(shown) filter (where words is not null or kind = 'list' and case_id is not null), 0) as listed
      from staff_view where at > desk_now() - ${WINDOW_MINUTES} * interval '1 minute' and not in_case
      group by staff_id) read
    join staff reader on reader.id = read.staff_id
    where (read.opened >= ${ACCOUNTS_OPENED_MAX} or read.listed >= ${ACCOUNTS_LISTED_MAX})
      and not exists (select from reading_alert alert where alert.staff_id = read.staff_id
        and alert.at > desk_now() - ${AGAIN_AFTER_HOURS} * interval '1 hour')
    order by read.staff_id limit ${READERS_AT_ONCE_MAX}`)
}

async function alertUnusualReading(tx: Tx, { staffId, pseudonym, opened, listed }: UnusualReader): Promise<void> {
  await tx.query(sql`insert into reading_alert (staff_id, opened, listed) values (${staffId}, ${opened}, ${listed})`)
  queueEntry(tx, { kind: 'reading_unusual', staffId, opened, listed, by: DESK })
  const why = message('alert.reading', { who: pseudonym, opened, listed })
  for (const to of await listOthers(tx, staffId)) queueAlert(tx, { kind: 'reading', to: { staff: to }, why })
}

/**
 * Returns the recipients of the alert: each gets their own, which the reader can't mark as seen. Without another lead
 * or auditor they are the policy people and administrators.
 */
async function listOthers(tx: Tx, staffId: string): Promise<string[]> {
  for (const roles of [
    ['lead', 'auditor'],
    ['policy', 'admin'],
  ] satisfies Role[][]) {
    const { rows } = await tx.query<{ id: string }>(sql`
      select other.id from staff other cross join lateral staff_standing(other.id) standing
      where other.roles && ${roles}::text[] and other.id <> ${staffId} and standing.active order by other.id`)
    if (rows.length > 0) return rows.map(({ id }) => id)
  }
  return []
}
