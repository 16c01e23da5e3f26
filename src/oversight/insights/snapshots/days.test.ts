import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { BEGIN, MARGIN_MS, seeded, startCountedDesk } from '../../../../test/support/counted-desk.ts'
import { DAY_MS } from '../../../foundation/durations.ts'
import { readChart } from '../read-chart.ts'
import { countSnapshots } from './count-snapshots.ts'
import { percentilesOf } from './percentiles.ts'

/** Has the desk count what it lacks of a long past, in whose last months nothing happened. */
async function countLongPast({ desk, database }: Awaited<ReturnType<typeof startCountedDesk>>, quietSince: number) {
  await database.ownerPool.query(sql`
    insert into queue_snapshot (at) select moment from list_snapshot_moments() moment
    where moment > ${new Date(quietSince)} on conflict do nothing`)
  while ((await countSnapshots(desk)) > 0);
  while ((await desk.db.onlyValue<number>(sql`select delete_old_snapshots(5000)`)) > 0);
}

test('a year is read from days that were counted in time', async (t) => {
  const started = await startCountedDesk(t)
  const { desk, database, past, setClock, countAll } = started
  const random = seeded(117)
  const timeOf = (ms: number) => new Date(BEGIN + Math.floor(ms)).toISOString()
  for (let n = 0; n < 30; n++) {
    const openedMs = random() * 2 * DAY_MS
    const closedAt = timeOf(openedMs + random() * 0.8 * DAY_MS)
    await past.case(timeOf(openedMs), {
      ...{
        queue: `q${n % 9}`,
        decidedAt: closedAt,
        closedAt,
        dueAt: timeOf(openedMs + DAY_MS / 4),
      },
      ...(n % 3 > 0 && { language: 'de' }),
    })
    await past.report(timeOf(openedMs))
  }
  const asked = { from: timeOf(0), to: timeOf(130 * DAY_MS), zone: 'Asia/Kolkata' }
  const readAll = async () => {
    await setClock(BEGIN + 130 * DAY_MS + MARGIN_MS)
    const read: unknown[] = []
    for (const name of ['decisions', 'queue'] as const)
      for (const slice of [{}, { by: 'queue' }, { by: 'language', queue: 'q1' }] as const) {
        const { points, values, period, groups: named } = await readChart(desk, name, { ...asked, ...slice })
        // Ages of waiting cases are rounded otherwise where they were counted, and the others together have none.
        const counts = points.map(({ groups }) =>
          groups.map(({ age_median: _half, age_p95: _most, median, p95, ...each }, g) =>
            named[g]?.others ? each : { ...each, median, p95 },
          ),
        )
        read.push({ counts, values, zone: period.zone })
      }
    // The whole chart of load: days have no hours, so the events of each hour are counted again.
    const { points } = await readChart(desk, 'load', asked)
    assert.ok(points.filter(({ groups: [whole] }) => (whole?.reports ?? 0) > 0).length > 10)
    return [...read, points]
  }
  const direct = await readAll()
  await setClock(BEGIN + 3 * DAY_MS + MARGIN_MS)
  await countAll()
  await database.ownerPool.query(`update review_case set queue = 'elsewhere'`)
  await setClock(BEGIN + 130 * DAY_MS + MARGIN_MS)
  await countLongPast(started, BEGIN + 10 * DAY_MS)
  const halves = await desk.db.onlyValue<number>(sql`
    select count(*)::integer from decision_flow where at <> date_bin('1 day', at, 'epoch')`)
  assert.equal(halves, 0, 'half hours within a day are gone by then')
  assert.deepEqual(await readAll(), direct)
  await setClock(BEGIN + 500 * DAY_MS)
  await desk.db.query(sql`select delete_old_snapshots(1)`)
  const since = await desk.db.onlyValue<Date | null>(sql`select min(at) from flow_day`)
  assert.equal(since, null, 'days are deleted after a year')
})

test('a counted day has the percentiles of its ages (percentilesOf)', async (t) => {
  const { desk } = await startCountedDesk(t)
  const random = seeded(118)
  for (let n = 0; n < 50; n++) {
    const ages = Array.from({ length: 1 + Math.floor(random() * 9) }, (_, place) => 5 * (place + 1))
    const cases = ages.map(() => 1 + Math.floor(random() * 20))
    const rows = sql`select 1 as n, 1 as g, age, cases from unnest(${ages}::integer[], ${cases}::integer[]) each(age, cases)`
    const stored = await desk.db.only<{ half: number; most: number; half_hours: number; most_hours: number }>(sql`
      select age_of_share(${ages}, ${cases}, 0.5) as half, age_of_share(${ages}, ${cases}, 0.95) as most, half_hours, most_hours
      from (${percentilesOf(rows, { total: 'total', half: 'half_hours', most: 'most_hours' })}) whole`)
    assert.deepEqual([stored.half / 60, stored.most / 60], [stored.half_hours, stored.most_hours], `${ages} ${cases}`)
  }
})
