import sql, { raw, type Sql } from 'sql-template-tag'
import { type Chart, countedChart, countParts, findValues, inPeriod, partOf } from './chart.ts'
import type { Period } from './period.ts'

/** The causes of a restore by people who found it wrong, and the causes for lack of a confirmation. */
const WRONG = raw(`cause in ('mistake', 'appeal', 'undo')`)
const LAPSED = raw(`cause in ('unconfirmed', 'left')`)

const OVERTURNED = { effects: 'count', overturned: 'count', lapsed: 'count', rate: 'percent' } as const
const OVERTURN_COUNTS = raw(`count(*) as effects, count(*) filter (where ${WRONG.sql}) as overturned,
  count(*) filter (where ${LAPSED.sql}) as lapsed,
  (100.0 * count(*) filter (where ${WRONG.sql}) / nullif(count(*), 0))::float8 as rate`)

const effectsIn = (period: Period): Sql => sql`
  select in_effect_at, cause from enforcement left join enforcement_restore on enforcement_restore.enforcement_id = enforcement.id
  where is_restrictive(action) and ${inPeriod('in_effect_at', period)}`

/** Counts enforcements by the time of their effect, and how many were restored as wrong until now. */
export const overturnChart = countedChart(OVERTURNED, { counts: OVERTURN_COUNTS, of: effectsIn, time: 'in_effect_at' })

const HELD = { held: 'count', ran_out: 'count', saved: 'count' } as const

/** Selects the ends of holds: an enforcement that was held and ended without an effect was prevented. */
const holdMoves = (period: Period): Sql => sql`
  select move.at, move.to_state = 'held' as began, move.from_state = 'held' and move.to_state = 'releasing' as ran_out,
    move.to_state in ('stopped', 'declined', 'expired') as saved, enforcement.reach, enforcement.account_id
  from enforcement_move move join enforcement on enforcement.id = move.enforcement_id
  where ${inPeriod('move.at', period)}
    and (move.to_state = 'held' or move.from_state = 'held' and move.to_state = 'releasing'
      or move.to_state in ('stopped', 'declined', 'expired') and exists (
        select from enforcement_move earlier where earlier.enforcement_id = move.enforcement_id and earlier.id < move.id and earlier.to_state = 'held'))`

const HOLD_COUNTS = raw(`count(*) filter (where began) as held, count(*) filter (where ran_out) as ran_out,
  count(*) filter (where saved) as saved`)

/** Counts the holds that began, that expired, and that prevented an effect. */
export const holdChart: Chart = {
  series: HELD,
  totals: { ...HELD, reach_saved: 'people' },
  listPoints: (db, period) =>
    countParts(db, period, HELD, [
      sql`select ${partOf('at')} as n, ${HOLD_COUNTS} from (${holdMoves(period)}) moved group by 1`,
    ]),
  findTotals: (db, period) =>
    findValues(
      db,
      sql`select ${HOLD_COUNTS}, coalesce(sum(reach) filter (where saved), 0)::bigint as reach_saved
      from (${holdMoves(period)}) moved`,
    ),
}

const OFFLINE = { minutes: 'minutes', wrong_minutes: 'minutes' } as const

/**
 * Returns the periods in which protected accounts were offline, each once however many enforcements overlap. They run
 * from the effect until the account is read as visible, or to the end of the chart's period. `wrong`: only enforcements
 * restored as wrong, or never confirmed.
 */
const offlineTimes = ({ from, to }: Period, wrong: boolean): Sql => sql`
  select account_id, range_agg(tstzrange(in_effect_at, ends)) as offline from (
    select account_id, in_effect_at, coalesce(visible_at, case when state = 'restored' then moved_at end, ${to}) as ends
    from enforcement left join enforcement_restore on enforcement_restore.enforcement_id = enforcement.id
    where protected and takes_offline(action) and in_effect_at < ${to}
      and ${wrong ? sql`(${WRONG} or ${LAPSED})` : sql`true`}) taken_offline
  where ends > in_effect_at and ends > ${from} group by account_id`

const minutesIn = (range: Sql): Sql => sql`
  coalesce((select sum(extract(epoch from upper(span) - lower(span))) / 60 from unnest(offline * ${range}) span), 0)`

const offlineParts = (period: Period, name: keyof typeof OFFLINE): Sql => sql`
  select part.n, sum(${minutesIn(sql`tstzmultirange(tstzrange(part.at, part.until))`)}) as ${raw(name)}
  from part left join (${offlineTimes(period, name === 'wrong_minutes')}) times on true group by 1`

/** Measures the offline minutes of protected accounts. */
export const offlineChart: Chart = {
  series: OFFLINE,
  totals: { ...OFFLINE, accounts: 'count', longest: 'minutes' },
  listPoints: (db, period) =>
    countParts(db, period, OFFLINE, [offlineParts(period, 'minutes'), offlineParts(period, 'wrong_minutes')]),
  findTotals: (db, period) => {
    const whole = sql`tstzmultirange(tstzrange(${period.from}, ${period.to}))`
    const minutesOf = (wrong: boolean) => sql`
      select ${minutesIn(whole)}::float8 as minutes from (${offlineTimes(period, wrong)}) times`
    return findValues(
      db,
      sql`select coalesce(sum(minutes), 0) as minutes, count(*) as accounts, max(minutes) as longest,
        (select coalesce(sum(minutes), 0) from (${minutesOf(true)}) wrong) as wrong_minutes
      from (${minutesOf(false)}) each_account`,
    )
  },
}

const RESTORED = { wrong: 'count', lapsed: 'count', ended: 'count', median: 'seconds', p95: 'seconds' } as const
const RESTORE_COUNTS =
  raw(`count(*) filter (where ${WRONG.sql}) as wrong, count(*) filter (where ${LAPSED.sql}) as lapsed,
  count(*) filter (where cause = 'ended') as ended,
  (percentile_cont(0.5) within group (order by extract(epoch from visible_at - asked_at)))::float8 as median,
  (percentile_cont(0.95) within group (order by extract(epoch from visible_at - asked_at)))::float8 as p95`)

/** Counts restores by cause, and measures the time until the platform shows the account again. */
export const restoreChart: Chart = {
  series: RESTORED,
  totals: { ...RESTORED, whole_median: 'seconds', not_yet: 'count' },
  listPoints: (db, period) =>
    countParts(db, period, RESTORED, [
      sql`select ${partOf('asked_at')} as n, ${RESTORE_COUNTS} from enforcement_restore where ${inPeriod('asked_at', period)} group by 1`,
    ]),
  findTotals: (db, period) =>
    findValues(
      db,
      sql`select ${RESTORE_COUNTS}, count(*) filter (where visible_at is null) as not_yet,
        (percentile_cont(0.5) within group (order by extract(epoch from restored_at - asked_at)))::float8 as whole_median
      from enforcement_restore where ${inPeriod('asked_at', period)}`,
    ),
}
