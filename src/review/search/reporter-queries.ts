import sql from 'sql-template-tag'
import { MAY_OPEN } from '../../cases/claims/who-fits.ts'
import { columns, type FoundCase, isBehind, isWanted, listRows, ORDER } from './case-queries.ts'
import type { ListTier, Tier } from './search.ts'

/** Lists the cases of a reporter, the newest first, by the whole id: a part of an id finds no reporter. */
const byReporter: ListTier<FoundCase> = (tx, search, { after, size }) =>
  listRows(
    tx,
    sql`
      with person as materialized (select * from staff where id = ${search.staffId}),
      reported as materialized (select case_id from case_reporter where reporter_id = ${search.words})
      select ${columns(0)} from reported join review_case candidate on candidate.id = reported.case_id cross join person
      where ${isBehind(after)} and ${isWanted(search)} and ${MAY_OPEN}
      order by ${ORDER} limit ${size}`,
  )

export const REPORTER_TIERS: readonly Tier<FoundCase>[] = [{ part: 'names', list: byReporter }]
