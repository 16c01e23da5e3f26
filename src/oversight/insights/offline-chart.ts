import sql, { raw, type Sql } from 'sql-template-tag'
import { type Chart, countGroups, countParts } from './chart.ts'
import { LAPSED, WITH_CASE, WRONG } from './enforcement-charts.ts'
import type { Period } from './period.ts'
import { type Cut, ENFORCEMENT_COLUMNS, groupOf, isIn, listGroups, type Slice, divisionOf } from './slice.ts'

const OFFLINE = { minutes: 'minutes', wrong_minutes: 'minutes' } as const

/**
 * Returns the times from the effects of enforcements until the account is read as visible, or to the end of the chart's
 * period. `wrong`: only enforcements restored as wrong, or never confirmed.
 */
const offlineTimes = (slice: Slice & { period: Period }, wrong: boolean): Sql => {
  const { from, to } = slice.period
  return sql`
  select account_id, in_effect_at, ends, value from (
    select enforcement.account_id, in_effect_at, ${divisionOf(ENFORCEMENT_COLUMNS, slice)},
      coalesce(visible_at, case when enforcement.state = 'restored' then moved_at end, ${to}) as ends
    from enforcement left join enforcement_restore on enforcement_restore.enforcement_id = enforcement.id ${WITH_CASE}
    where protected and takes_offline(action) and in_effect_at < ${to}
      and ${wrong ? sql`(${WRONG} or ${LAPSED})` : sql`true`} and ${isIn(ENFORCEMENT_COLUMNS, slice)}) taken_offline
  where ends > in_effect_at and ends > ${from}`
}

/** Returns the times of each group in which protected accounts were offline, each once however many enforcements overlap. */
const accountTimes = (cut: Cut, wrong: boolean): Sql => sql`
  select g, account_id, range_agg(tstzrange(in_effect_at, ends)) as offline
  from (select ${groupOf(cut)} as g, times.* from (${offlineTimes(cut, wrong)}) times) grouped group by g, account_id`

const minutesIn = (range: Sql): Sql => sql`
  coalesce((select sum(extract(epoch from upper(span) - lower(span))) / 60 from unnest(offline * ${range}) span), 0)`

const offlineParts = (cut: Cut, name: keyof typeof OFFLINE): Sql => sql`
  select part.n, g, sum(${minutesIn(sql`tstzmultirange(tstzrange(part.at, part.until))`)}) as ${raw(name)}
  from part cross join generate_series(1, ${cut.groups.length}::integer) g
  left join (${accountTimes(cut, name === 'wrong_minutes')}) times using (g) group by 1, 2`

/** Measures the offline minutes of protected accounts. */
export const offlineChart: Chart = {
  series: OFFLINE,
  totals: { ...OFFLINE, accounts: 'count', longest: 'minutes' },
  dimensions: ['queue', 'policy', 'language', 'platform'],
  listGroups: (db, asked) => listGroups(db, offlineTimes(asked, false)),
  listPoints: (db, cut) =>
    countParts(db, cut, OFFLINE, [offlineParts(cut, 'minutes'), offlineParts(cut, 'wrong_minutes')]),
  listTotals: (db, cut) => countGroups(db, cut, offlineChart.totals, totalsOf(cut)),
}

function totalsOf(cut: Cut): Sql {
  const { from, to } = cut.period
  const minutesOf = (wrong: boolean) => sql`
    select g, ${minutesIn(sql`tstzmultirange(tstzrange(${from}, ${to}))`)}::float8 as minutes
    from (${accountTimes(cut, wrong)}) times`
  return sql`
    select g, coalesce(minutes, 0) as minutes, accounts, longest, coalesce(wrong_minutes, 0) as wrong_minutes
    from generate_series(1, ${cut.groups.length}::integer) g
    left join (select g, sum(minutes) as minutes, count(*) as accounts, max(minutes) as longest
      from (${minutesOf(false)}) each_account group by g) counted using (g)
    left join (select g, sum(minutes) as wrong_minutes from (${minutesOf(true)}) wrong group by g) wrong using (g)`
}
