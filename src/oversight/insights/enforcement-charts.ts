import sql, { raw } from 'sql-template-tag'
import { type Chart, countedChart, countGroups, countParts, inPeriod, partOf, type RowsOf } from './chart.ts'
import { ENFORCEMENT_COLUMNS, groupOf, isIn, listGroups, divisionOf } from './slice.ts'

/** The causes of a restore by people who found it wrong, and the causes for lack of a confirmation. */
export const WRONG = raw(`cause in ('mistake', 'appeal', 'undo')`)
export const LAPSED = raw(`cause in ('unconfirmed', 'left')`)

const DIMENSIONS = ['queue', 'policy', 'language', 'platform'] as const
export const WITH_CASE = raw('left join review_case on review_case.id = enforcement.case_id')

const OVERTURNED = { effects: 'count', overturned: 'count', lapsed: 'count', rate: 'percent' } as const
const OVERTURN_COUNTS = raw(`count(*) as effects, count(*) filter (where ${WRONG.sql}) as overturned,
  count(*) filter (where ${LAPSED.sql}) as lapsed,
  (100.0 * count(*) filter (where ${WRONG.sql}) / nullif(count(*), 0))::float8 as rate`)

const effectsIn: RowsOf = (slice) => sql`
  select in_effect_at, cause, ${divisionOf(ENFORCEMENT_COLUMNS, slice)}
  from enforcement left join enforcement_restore on enforcement_restore.enforcement_id = enforcement.id ${WITH_CASE}
  where is_restrictive(action) and ${inPeriod('in_effect_at', slice.period)} and ${isIn(ENFORCEMENT_COLUMNS, slice)}`

/** Counts enforcements by the time of their effect, and how many were restored as wrong until now. */
export const overturnChart = countedChart(OVERTURNED, {
  counts: OVERTURN_COUNTS,
  of: effectsIn,
  time: 'in_effect_at',
  dimensions: DIMENSIONS,
})

const HELD = { held: 'count', ran_out: 'count', saved: 'count' } as const

/**
 * Selects the ends of holds: an enforcement that was held and ended without an effect was prevented. One that still
 * waits is left out: its hold would tell an approver of votes before their own review.
 */
const holdMoves: RowsOf = (slice) => sql`
  select move.at, move.to_state = 'held' as began, move.from_state = 'held' and move.to_state = 'releasing' as ran_out,
    move.to_state in ('stopped', 'declined', 'expired') as saved, enforcement.reach,
    ${divisionOf(ENFORCEMENT_COLUMNS, slice)}
  from enforcement_move move
  join enforcement on enforcement.id = move.enforcement_id and not is_waiting(enforcement.state) ${WITH_CASE}
  where ${inPeriod('move.at', slice.period)} and ${isIn(ENFORCEMENT_COLUMNS, slice)}
    and (move.to_state = 'held' or move.from_state = 'held' and move.to_state = 'releasing'
      or move.to_state in ('stopped', 'declined', 'expired') and exists (
        select from enforcement_move earlier where earlier.enforcement_id = move.enforcement_id and earlier.id < move.id and earlier.to_state = 'held'))`

const HOLD_COUNTS = raw(`count(*) filter (where began) as held, count(*) filter (where ran_out) as ran_out,
  count(*) filter (where saved) as saved`)

/** Counts the holds that began, that expired, and that prevented an effect. */
export const holdChart: Chart = {
  series: HELD,
  totals: { ...HELD, reach_saved: 'people' },
  dimensions: DIMENSIONS,
  listGroups: (db, asked) => listGroups(db, holdMoves(asked)),
  listPoints: (db, cut) =>
    countParts(db, cut, HELD, [
      sql`select ${partOf('at')} as n, ${groupOf(cut)} as g, ${HOLD_COUNTS} from (${holdMoves(cut)}) moved group by 1, 2`,
    ]),
  listTotals: (db, cut) =>
    countGroups(
      db,
      cut,
      holdChart.totals,
      sql`select g, ${HOLD_COUNTS}, coalesce(sum(reach) filter (where saved), 0)::bigint as reach_saved
      from generate_series(1, ${cut.groups.length}::integer) g
      left join (select ${groupOf(cut)} as g, moved.* from (${holdMoves(cut)}) moved) moved using (g) group by g`,
    ),
}

const RESTORED = { wrong: 'count', lapsed: 'count', ended: 'count', median: 'seconds', p95: 'seconds' } as const
const RESTORE_COUNTS =
  raw(`count(*) filter (where ${WRONG.sql}) as wrong, count(*) filter (where ${LAPSED.sql}) as lapsed,
  count(*) filter (where cause = 'ended') as ended,
  (percentile_cont(0.5) within group (order by extract(epoch from visible_at - asked_at)))::float8 as median,
  (percentile_cont(0.95) within group (order by extract(epoch from visible_at - asked_at)))::float8 as p95`)

const restoresIn: RowsOf = (slice) => sql`
  select enforcement_restore.*, ${divisionOf(ENFORCEMENT_COLUMNS, slice)}
  from enforcement_restore join enforcement on enforcement.id = enforcement_restore.enforcement_id ${WITH_CASE}
  where ${inPeriod('asked_at', slice.period)} and ${isIn(ENFORCEMENT_COLUMNS, slice)}`

/** Counts restores by cause, and measures the time until the platform shows the account again. */
export const restoreChart: Chart = {
  series: RESTORED,
  totals: { ...RESTORED, whole_median: 'seconds', not_yet: 'count' },
  dimensions: DIMENSIONS,
  listGroups: (db, asked) => listGroups(db, restoresIn(asked)),
  listPoints: (db, cut) =>
    countParts(db, cut, RESTORED, [
      sql`select ${partOf('asked_at')} as n, ${groupOf(cut)} as g, ${RESTORE_COUNTS} from (${restoresIn(cut)}) restored group by 1, 2`,
    ]),
  listTotals: (db, cut) =>
    countGroups(
      db,
      cut,
      restoreChart.totals,
      sql`select ${groupOf(cut)} as g, ${RESTORE_COUNTS}, count(*) filter (where visible_at is null) as not_yet,
        (percentile_cont(0.5) within group (order by extract(epoch from restored_at - asked_at)))::float8 as whole_median
      from (${restoresIn(cut)}) restored group by 1`,
    ),
}
