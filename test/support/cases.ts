import { randomUUID } from 'node:crypto'
import sql from 'sql-template-tag'
import type { Queryable } from '../../src/foundation/database/db.ts'
import { readAccounts } from './known-accounts.ts'

export interface GivenCase {
  subject?: string
  /** The account; undefined: a new, unprotected one that the desk knows. */
  accountId?: string | null
  queue?: string
  category?: string
  language?: string | null
  clearances?: readonly string[]
  employer?: string
  site?: string
  rank?: number
  /** The same case with its reporters and the sum of their weights. */
  severity?: number
  reporters?: number
  reporterWeight?: number
  returned?: boolean
  openedAt?: Date
  dueAt?: Date
}

/** Inserts an open case that every person on shift may be given, unless `given` restricts it. */
export async function givenCase(db: Queryable, given: GivenCase = {}): Promise<string> {
  const accountId = given.accountId === undefined ? await givenAccount(db) : given.accountId
  const { rows } = await db.query<{ id: string }>(sql`
    insert into review_case (subject, account_id, queue, category, language, clearances, employer, site, rank, returned,
      opened_at, due_at, severity, reporter_count, reporter_weight)
    values (${given.subject ?? `content:${randomUUID()}`}, ${accountId}, ${given.queue ?? 'general'},
      ${given.category ?? 'VIOLENCE'}, ${given.language ?? null}, ${given.clearances ?? []}, ${given.employer ?? null},
      ${given.site ?? null}, ${given.rank ?? 1}, ${given.returned ?? false}, coalesce(${given.openedAt ?? null}, desk_now()),
      coalesce(${given.dueAt ?? null}, desk_now() + interval '1 day'), ${given.severity ?? 1}, ${given.reporters ?? 0},
      ${given.reporterWeight ?? 0})
    returning id`)
  return only(rows).id
}

/** Inserts an account as the desk knows it. */
export async function givenAccount(
  db: Queryable,
  given: { id?: string; protected?: boolean; reach?: number; tags?: readonly string[] } = {},
): Promise<string> {
  const { rows } = await db.query<{ id: string }>(sql`
    insert into account (id, handle, reach, reach_counted, tags, protected, source, facts_at)
    values (${given.id ?? randomUUID()}, 'invented', ${given.reach ?? 31}, ${given.reach ?? 31}, ${given.tags ?? []},
      ${given.protected ?? false}, 'test', desk_now())
    returning id`)
  const { id } = only(rows)
  await readAccounts(db, [{ ...given, id }])
  return id
}

/**
 * Inserts reports on a case, each from another reporter, and updates its time of the last report. Returns their ids in
 * the order of arrival.
 */
export async function givenReports(db: Queryable, keyId: string, caseId: string, count: number): Promise<string[]> {
  const { rows } = await db.query<{ id: string }>(sql`
    insert into report (received_at, key_id, client_id, case_id, subject, ground, category, comment, reporter_id, reported_at,
      account_facts)
    select desk_now() + number / 3 * interval '1 microsecond', ${keyId}, 'client-' || number, review_case.id,
      review_case.subject, 'terms', review_case.category, 'Comment ' || number, 'reporter-' || number, desk_now(),
      '{"reach": 5}'
    from review_case cross join generate_series(1, ${count}::integer) number
    where review_case.id = ${caseId}
    returning id`)
  await db.query(sql`
    update review_case set reported_at = (select max(received_at) from report where case_id = ${caseId}) where id = ${caseId}`)
  return rows.map(({ id }) => id)
}

function only<Row>(rows: readonly Row[]): Row {
  const [row] = rows
  if (row === undefined) throw new Error('the insert answered no row')
  return row
}
