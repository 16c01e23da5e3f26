import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { BEGIN, HALF_MS, MARGIN_MS, seeded, startCountedDesk } from '../../../../test/support/counted-desk.ts'
import { inTransaction } from '../../../foundation/database/db.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../foundation/durations.ts'
import { type ChartAsked, type ReadChart, readChart } from '../read-chart.ts'
import type { Group } from '../slice.ts'

interface ModelCase {
  id: string
  queue: string
  language: string | undefined
  openedMs: number
  closedMs: number | null
}

const QUEUES = ['q0', 'q1', 'q2', 'q3', 'q4', 'q5', 'q6', 'q7', 'q8']
const LANGUAGES = ['de', 'DE', 'fr', undefined]

/** Twin of `rounded_age_minutes`. */
function roundedAge(ms: number): number {
  const minutes = ms <= 6 * HOUR_MS ? 5 : ms <= 7 * DAY_MS ? 60 : 1_440
  return Math.ceil(ms / MINUTE_MS / minutes) * minutes
}

/** The cases as they are at a moment, copied. */
type Seen = Map<number, readonly Readonly<ModelCase>[]>

/**
 * A day of random work on cases. Each half hour some open, close, move to another queue or reopen, and the moment is
 * counted. So most cases change after hours in which they were counted.
 */
async function workADay({
  database: { ownerPool },
  past,
  setClock,
  countAll,
}: Awaited<ReturnType<typeof startCountedDesk>>) {
  const random = seeded(2_026)
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() ** 2 * list.length)] as T
  const cases: ModelCase[] = []
  const seen: Seen = new Map()
  const end = BEGIN + DAY_MS
  for (let half = BEGIN; half < end; half += HALF_MS) {
    const within = () => half + Math.floor(random() * HALF_MS)
    for (let n = 0; n < 2; n++) {
      const [queue, language, openedMs] = [pick(QUEUES), pick(LANGUAGES), within()]
      const id = await past.case(new Date(openedMs).toISOString(), { queue, ...(language && { language }) })
      cases.push({ id, queue, language, openedMs, closedMs: null })
    }
    const changed = cases[Math.floor(random() * cases.length)]
    if (changed !== undefined && changed.openedMs < half) {
      if (random() < 0.5) changed.queue = pick(QUEUES)
      else changed.closedMs = changed.closedMs === null ? within() : null
      await ownerPool.query(sql`
        update review_case set queue = ${changed.queue}, state = ${changed.closedMs === null ? 'open' : 'closed'},
          closed_at = ${changed.closedMs === null ? null : new Date(changed.closedMs)} where id = ${changed.id}`)
    }
    await setClock(half + HALF_MS + MARGIN_MS)
    await countAll()
    seen.set(
      half + HALF_MS,
      cases.map((each) => ({ ...each })),
    )
  }
  return { seen, end }
}

const isInGroup = (groups: readonly Group[], g: number, value: string | null): boolean =>
  groups[g]?.others ? !groups.some((group) => group.others === 0 && group.value === value) : groups[g]?.value === value

/** The numbers of a group counted from the model, case by case. */
function countDirectly(seen: Seen, { groups, by }: ReadChart, g: number, part: { at: number; until: number }) {
  const dimensionOf = (each: ModelCase) => (by === 'queue' ? each.queue : (each.language?.toLowerCase() ?? null))
  const ours = (moment: number) =>
    (seen.get(moment) ?? []).filter((each) => by === null || isInGroup(groups, g, dimensionOf(each)))
  const ages = ours(part.until)
    .filter(({ openedMs, closedMs }) => openedMs < part.until && (closedMs === null || closedMs >= part.until))
    .map(({ openedMs }) => roundedAge(part.until - openedMs) / 60)
    .sort((one, other) => one - other)
  let [opened, closed] = [0, 0]
  for (let moment = part.at + HALF_MS; moment <= part.until; moment += HALF_MS) {
    const isIn = (ms: number | null) => ms !== null && ms >= moment - HALF_MS && ms < moment
    opened += ours(moment).filter(({ openedMs }) => isIn(openedMs)).length
    closed += ours(moment).filter(({ closedMs }) => isIn(closedMs)).length
  }
  const at = (share: number) => ages[Math.ceil(ages.length * share) - 1] ?? null
  return { waiting: ages.length, opened, closed, age_median: at(0.5), age_p95: at(0.95) }
}

test('counted charts equal a direct count of cases at that time', async (t) => {
  const started = await startCountedDesk(t)
  const { seen, end } = await workADay(started)
  const from = new Date(BEGIN).toISOString()
  const asked: ChartAsked[] = [
    { from },
    { from, by: 'queue', zone: 'Europe/Dublin' },
    { from, by: 'language', zone: 'Asia/Kolkata' },
    { from: new Date(BEGIN - 3 * DAY_MS).toISOString(), by: 'queue', zone: 'Asia/Kolkata' },
  ]
  for (const each of asked) {
    const chart = await readChart(started.desk, 'queue', each)
    assert.equal(chart.countedAt?.getTime(), end, 'the chart ends at the last counted moment')
    assert.equal(chart.groups.length, each.by === undefined ? 1 : each.by === 'queue' ? 7 : 3)
    for (const { at, until, groups } of chart.points) {
      const part = { at: at?.getTime() ?? 0, until: until?.getTime() ?? 0 }
      groups.forEach((values, g) => {
        assert.deepEqual(
          values,
          countDirectly(seen, chart, g, part),
          `${JSON.stringify(each)} ${until?.toISOString()} ${g}`,
        )
      })
    }
  }
})

test('charts of events stay the same after counting and after moves', async (t) => {
  const { desk, database, past, setClock, countAll } = await startCountedDesk(t)
  const random = seeded(94)
  const timeOf = (ms: number) => new Date(BEGIN + Math.floor(ms)).toISOString()
  for (let n = 0; n < 40; n++) {
    const [openedMs, lastsMs] = [random() * 2 * DAY_MS, random() ** 3 * 2 * DAY_MS]
    const [queue, language] = [QUEUES[n % QUEUES.length] ?? '', LANGUAGES[n % LANGUAGES.length]]
    const closedAt = timeOf(openedMs + lastsMs)
    await past.case(timeOf(openedMs), {
      ...{ queue, decidedAt: closedAt, closedAt, dueAt: timeOf(openedMs + DAY_MS / 4) },
      ...(language && { language }),
    })
    await past.report(timeOf(openedMs))
  }
  await setClock(BEGIN + 4.5 * DAY_MS + MARGIN_MS)
  const from = timeOf(12_345_678)
  const to = timeOf(4.5 * DAY_MS)
  const slices: ChartAsked[] = [
    { from, to, zone: 'Asia/Kathmandu' },
    { from: timeOf(0), to, zone: 'Europe/Dublin', by: 'queue' },
    { from, to, zone: 'Asia/Kolkata', by: 'language', queue: 'q1' },
    { from, to: timeOf(2.9 * DAY_MS), by: 'queue', language: 'De' },
  ]
  const readAll = async () => {
    const read: ReadChart[] = []
    for (const chart of ['decisions', 'load'] as const)
      for (const slice of slices) read.push(await readChart(desk, chart, slice))
    return read
  }
  const direct = await readAll()
  assert.deepEqual(
    direct.map(({ values: [first] }) => (first?.decided ?? first?.decisions ?? 0) > 0),
    direct.map(() => true),
  )
  await countAll()
  assert.deepEqual(await readAll(), direct)
  await database.ownerPool.query(`update review_case set queue = 'elsewhere', language = 'nl', due_at = opened_at`)
  const moved = await readAll()
  assert.deepEqual(moved[1], direct[1], 'counted hours stay as they were')
})

test('charts up to now read whole half hours', async (t) => {
  const { desk, past, setClock, countAll } = await startCountedDesk(t)
  const at = (minutes: number) => new Date(BEGIN + minutes * MINUTE_MS).toISOString()
  await past.case(at(0), { queue: 'general' })
  for (const minutes of [5, 20, 45, 100, 1_500, 1_525]) await past.report(at(minutes))
  await setClock(BEGIN + 1_510 * MINUTE_MS + MARGIN_MS)
  await countAll()
  const queue = await readChart(desk, 'queue', { from: at(15) })
  assert.deepEqual([queue.period.from.toISOString(), queue.countedAt?.toISOString()], [at(0), at(1_510)])
  await setClock(BEGIN + 1_530 * MINUTE_MS)
  const read = (from: string, to?: string) => readChart(desk, 'load', { from, ...(to !== undefined && { to }) })
  const chart = await read(at(15))
  assert.deepEqual(
    [chart.period.from, chart.period.to].map(String),
    [at(0), at(1_500)].map((time) => String(new Date(time))),
  )
  assert.equal(chart.countedAt?.toISOString(), at(1_500))
  assert.deepEqual(chart.values, [{ reports: 4, decisions: 0 }])
  assert.deepEqual(
    { ...(await read(at(0), at(1_500))), countedAt: chart.countedAt },
    chart,
    'as counted for the answer',
  )
  assert.equal((await read(at(15), at(1_529))).period.to.toISOString(), at(1_529), 'a stated end is kept')
  assert.equal((await read(at(100))).countedAt, null, 'less than a day is counted to the second')
  await setClock(BEGIN + 1_546 * MINUTE_MS)
  assert.equal((await read(at(15))).countedAt, null, 'the last half hour was not counted in time')
})

test('a desk that begins to count counts its past, the latest first', async (t) => {
  const { desk, past, setClock, countAll, momentsOf } = await startCountedDesk(t)
  const at = (hours: number) => new Date(BEGIN + hours * HOUR_MS).toISOString()
  await past.case(at(0), { queue: 'minors', closedAt: at(30) })
  await past.case(at(1), { queue: 'general' })
  await setClock(BEGIN + 120 * HOUR_MS + MARGIN_MS)
  const asked = { from: at(-24), by: 'queue' } as const
  const before = await readChart(desk, 'queue', { ...asked, to: at(120) })
  assert.equal(before.countedAt, null, 'nothing is counted yet')
  await desk.db.query(sql`select count_queue_snapshot()`)
  assert.deepEqual(await momentsOf(), [at(120)])
  assert.equal((await readChart(desk, 'queue', asked)).countedAt, null, 'the ends of earlier days are missing')
  await countAll()
  const [first, ...others] = await momentsOf()
  assert.equal(first, at(0))
  assert.equal(others.length, 24 * 12 + 3 * 24 * 4 + 24 * 2, 'finer moments for the last days')
  const after = await readChart(desk, 'queue', asked)
  assert.deepEqual({ ...after, countedAt: null }, { ...before, period: after.period })
})

test('an empty desk counts one moment, not the past', async (t) => {
  const { setClock, countAll, momentsOf } = await startCountedDesk(t)
  await setClock(BEGIN + MARGIN_MS)
  await countAll()
  assert.deepEqual(await momentsOf(), [new Date(BEGIN).toISOString()])
})

test('a count that is cut off leaves nothing, and is made again', async (t) => {
  const { desk, past, setClock, countAll, momentsOf } = await startCountedDesk(t)
  await past.case(new Date(BEGIN).toISOString(), { queue: 'general' })
  await setClock(BEGIN + HALF_MS + MARGIN_MS)
  await assert.rejects(
    inTransaction(desk.db, async (tx) => {
      await tx.query(sql`select count_queue_snapshot()`)
      throw new Error('the worker dies')
    }),
    /dies/,
  )
  assert.deepEqual(await momentsOf(), [])
  await Promise.all([countAll(), countAll()])
  assert.equal((await momentsOf()).length, 7)
  const cells = await desk.db.list<{ waiting: number; opened: number }>(sql`
    select waiting, opened from queue_snapshot_cell join queue_flow using (at, rolled_up) where rolled_up = 3`)
  assert.deepEqual(cells, [{ waiting: 1, opened: 1 }], 'two workers count a moment once')
})

test('moments that no chart reads are deleted with what was counted', async (t) => {
  const { desk, past, setClock, countAll, momentsOf } = await startCountedDesk(t)
  await past.case(new Date(BEGIN).toISOString(), { queue: 'general' })
  await setClock(BEGIN + HOUR_MS + MARGIN_MS)
  await countAll()
  await setClock(BEGIN + 94 * DAY_MS + MARGIN_MS)
  await desk.db.query(sql`select count_queue_snapshot()`)
  await desk.db.query(sql`select delete_old_snapshots(100)`)
  const ended = new Date(BEGIN + 94 * DAY_MS).toISOString()
  assert.deepEqual(await momentsOf(), [new Date(BEGIN).toISOString(), ended], 'midnights stay for a year')
  const rows = await desk.db.onlyValue<number>(sql`
    select count(*)::integer from queue_snapshot_cell where at < ${new Date(BEGIN + 90 * DAY_MS)}`)
  assert.equal(rows, 0)
})

test('old counts do not stand for now: the cases themselves are counted', async (t) => {
  const { desk, past, setClock, countAll } = await startCountedDesk(t)
  await past.case(new Date(BEGIN).toISOString(), { queue: 'general' })
  await setClock(BEGIN + HALF_MS + MARGIN_MS)
  await countAll()
  const read = () => readChart(desk, 'queue', { from: new Date(BEGIN).toISOString() })
  assert.equal((await read()).countedAt?.getTime(), BEGIN + HALF_MS)
  await setClock(BEGIN + HALF_MS + 16 * MINUTE_MS)
  assert.equal((await read()).countedAt, null, 'the worker is down')
})

test('the application role writes and deletes no count', async (t) => {
  const { desk, past, setClock, countAll } = await startCountedDesk(t)
  await past.case(new Date(BEGIN).toISOString(), { queue: 'general' })
  await setClock(BEGIN + HALF_MS + MARGIN_MS)
  await countAll()
  for (const statement of [
    sql`insert into queue_snapshot (at) values (now())`,
    sql`update queue_snapshot_cell set waiting = 0`,
    sql`update queue_flow set opened = 0`,
    sql`delete from queue_snapshot`,
    sql`select insert_half_hour(now())`,
    sql`select count_flow(now(), now())`,
    sql`select insert_day_of_events(now())`,
    sql`insert into flow_day (at) values (now())`,
    sql`update queue_day_flow set opened = 0`,
    sql`select insert_snapshot_cells(now())`,
  ])
    await assert.rejects(desk.db.query(statement), /permission denied/)
})
