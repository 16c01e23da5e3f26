import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { startPast } from '../../../test/support/past-enforcements.ts'
import { givenStaff } from '../../../test/support/people.ts'
import { startTestDesk } from '../../../test/support/server.ts'
import { type ChartName, readChart } from './read-chart.ts'

const NOW = new Date('2026-05-10T00:00:00Z')
const WEEK = { from: '2026-05-03T00:00:00Z' }
/** Returns a time on the fourth of May, the second day of the tested week. */
const at = (time: string, day = 4) => `2026-05-0${day}T${time}Z`

async function start(t: TestContext) {
  const { desk, database } = await startTestDesk(t, { driven: true })
  await database.setClock(NOW)
  const past = await startPast(database)
  /** Reads the non-empty lines of a chart, each with its day, and the totals. */
  const read = async (name: ChartName, asked = WEEK) => {
    const { points, values } = await readChart(desk, name, asked)
    const [totals = {}] = values
    const days = points.flatMap(({ at: begins, hour, groups: [whole = {}] }) => {
      const known = Object.entries(whole).filter(([, value]) => value !== null && value !== 0)
      return known.length === 0 ? [] : [[begins?.toISOString().slice(8, 10) ?? hour, Object.fromEntries(known)]]
    })
    return { days, totals, count: points.length }
  }
  return { desk, database, past, read }
}

test('the chart of the queue shows waiting cases and ages daily', async (t) => {
  const { past, read } = await start(t)
  await past.case(at('00:00:00', 1)) // Waits all week, and before.
  await past.case(at('12:00:00'), { closedAt: at('13:00:00') }) // Never waited at the end of any day.
  await past.case(at('12:00:00'), { closedAt: at('06:00:00', 6), dueAt: at('00:00:00', 5) })
  await past.case(at('12:00:00', 9), { dueAt: at('18:00:00', 9) })
  await past.case(at('01:00:00', 1), { closedAt: at('02:00:00', 1) }) // Long before.
  const { days, totals } = await read('queue')
  assert.deepEqual(days, [
    ['03', { waiting: 1, age_median: 72, age_p95: 72 }],
    ['04', { waiting: 2, opened: 2, closed: 1, age_median: 12, age_p95: 96 }],
    ['05', { waiting: 2, age_median: 36, age_p95: 120 }],
    ['06', { waiting: 1, closed: 1, age_median: 144, age_p95: 144 }],
    ['07', { waiting: 1, age_median: 168, age_p95: 168 }],
    ['08', { waiting: 1, age_median: 192, age_p95: 192 }],
    ['09', { waiting: 2, opened: 1, age_median: 12, age_p95: 216 }],
  ])
  assert.deepEqual(totals, { waiting: 2, late: 1, oldest: 216, opened: 3, closed: 2 })
})

test('the chart of the queue computes median and 95th percentile', async (t) => {
  const { past, read } = await start(t)
  for (let hour = 1; hour <= 20; hour++) await past.case(new Date(NOW.getTime() - hour * 3_600_000).toISOString())
  const { days } = await read('queue', { from: at('00:00:00', 9) })
  assert.deepEqual(days.at(-1)?.[1], { waiting: 20, opened: 1, age_median: 10, age_p95: 19 })
})

test('the chart of decisions measures time since opening, without escalations', async (t) => {
  const { past, read } = await start(t)
  await past.case(at('06:00:00'), { decidedAt: at('08:00:00'), closedAt: at('08:00:00') })
  await past.case(at('06:00:00'), { decidedAt: at('12:00:00'), dueAt: at('11:00:00'), closedAt: at('12:00:00') })
  await past.case(at('06:00:00'), { escalatedAt: at('07:00:00') })
  const { days, totals } = await read('decisions')
  assert.deepEqual(days, [['04', { decided: 2, late: 1, median: 2, p95: 6 }]])
  assert.deepEqual(totals, { decided: 2, late: 1, median: 2, p95: 6 })
})

test('the chart of overturned shows the share of effects found wrong', async (t) => {
  const { past, read } = await start(t)
  const inEffectAt = at('10:00:00')
  await past.enforcement({ inEffectAt })
  await past.enforcement({ inEffectAt, restored: { cause: 'mistake', askedAt: at('10:00:00', 8) } })
  await past.enforcement({ inEffectAt, restored: { cause: 'unconfirmed', askedAt: at('11:00:00') } })
  await past.enforcement({ inEffectAt, restored: { cause: 'ended', askedAt: at('11:00:00') } })
  await past.enforcement({ inEffectAt, action: 'warn' })
  const { days, totals } = await read('overturned')
  assert.deepEqual(days, [['04', { effects: 4, overturned: 1, lapsed: 1, rate: 25 }]])
  assert.deepEqual(totals, { effects: 4, overturned: 1, lapsed: 1, rate: 25 })
})

test('the chart of approvals counts asked, agreed, declined and hasty answers', async (t) => {
  const { database, past, read } = await start(t)
  const people = await Promise.all([1, 2, 3].map(() => givenStaff(database.ownerPool)))
  const [always, careful, seldom] = people.map(({ id }) => id)
  for (let each = 0; each < 5; each++) await past.answer(always ?? '', at('10:00:00'), 'agree', at('10:00:09'))
  for (let each = 0; each < 4; each++) await past.answer(careful ?? '', at('10:00:00'), 'agree', at('10:04:00'))
  await past.answer(careful ?? '', at('10:00:00'), 'decline', at('10:04:00'))
  assert.equal((await read('approvals')).totals.always_yes, null, 'of two people a number would point at one')
  await past.answer(seldom ?? '', at('10:00:00'), 'agree', at('10:00:10'))
  await past.answer(seldom ?? '', at('11:00:00'))
  const { days, totals } = await read('approvals')
  const counts = { asked: 12, agreed: 10, declined: 1, fast: 5 }
  assert.deepEqual(days, [['04', { ...counts, median: 10 / 60 }]])
  assert.deepEqual(totals, { ...counts, median: 10 / 60, people: 3, always_yes: 1 })
})

test('the chart of holds counts protected reach that holds kept online', async (t) => {
  const { past, read } = await start(t)
  const held = ['held', at('10:00:00')] as const
  await past.enforcement({ moves: [held, ['releasing', at('10:30:00')]] })
  await past.enforcement({ reach: 43_500_000, moves: [held, ['stopped', at('10:01:00', 5)]] })
  await past.enforcement({
    reach: 500,
    moves: [held, ['awaiting_approval', at('10:10:00')], ['declined', at('10:20:00')]],
  })
  await past.enforcement({
    reach: 7,
    moves: [
      ['awaiting_approval', at('10:10:00')],
      ['declined', at('10:20:00')],
    ],
  })
  const { days, totals } = await read('holds')
  assert.deepEqual(days, [
    ['04', { held: 3, ran_out: 1, saved: 1 }],
    ['05', { saved: 1 }],
  ])
  assert.deepEqual(totals, { held: 3, ran_out: 1, saved: 2, reach_saved: 43_500_500 })
})

test("the chart of offline minutes counts protected accounts' minutes once", async (t) => {
  const { past, read } = await start(t)
  const restored = (visibleAt: string) => ({ cause: 'mistake', askedAt: visibleAt, visibleAt }) as const
  // Two enforcements on one account at once, over midnight: 23:50 to 00:15.
  await past.enforcement({ accountId: 'vale', inEffectAt: at('23:50:00'), restored: restored(at('00:10:00', 5)) })
  await past.enforcement({
    accountId: 'vale',
    inEffectAt: at('23:55:00'),
    restored: { ...restored(at('00:15:00', 5)), cause: 'ended' },
  })
  await past.enforcement({ protected: false, inEffectAt: at('10:00:00') })
  await past.enforcement({ action: 'hide', inEffectAt: at('10:00:00') })
  await past.enforcement({ inEffectAt: at('23:00:00', 9) })
  const { days, totals } = await read('offline')
  assert.deepEqual(days, [
    ['04', { minutes: 10, wrong_minutes: 10 }],
    ['05', { minutes: 15, wrong_minutes: 10 }],
    ['09', { minutes: 60 }],
  ])
  assert.deepEqual(totals, { minutes: 85, wrong_minutes: 20, accounts: 2, longest: 60 })
})

test('the chart of restores shows causes and times until detection', async (t) => {
  const { past, read } = await start(t)
  const enforcement = (cause: 'mistake' | 'ended' | 'left', visibleAt?: string, wholeAt?: string) =>
    past.enforcement({
      inEffectAt: at('09:00:00'),
      restored: { cause, askedAt: at('10:00:00'), ...(visibleAt && { visibleAt }), ...(wholeAt && { wholeAt }) },
    })
  await enforcement('mistake', at('10:00:01'), at('10:00:21'))
  await enforcement('ended', at('10:00:03'))
  await enforcement('left')
  const { days, totals } = await read('restores')
  assert.deepEqual(days, [['04', { wrong: 1, lapsed: 1, ended: 1, median: 2, p95: 2.9 }]])
  assert.deepEqual(totals, { wrong: 1, lapsed: 1, ended: 1, median: 2, p95: 2.9, whole_median: 21, not_yet: 1 })
})

test('the chart of load shows arrivals per local hour', async (t) => {
  const { desk, past } = await start(t)
  for (let each = 0; each < 14; each++) await past.report(at('08:59:59', (each % 7) + 3))
  await past.case(at('07:00:00'), { decidedAt: at('08:30:00') })
  const { points, values } = await readChart(desk, 'load', { ...WEEK, zone: 'Europe/Dublin' })
  assert.equal(points.length, 24)
  assert.deepEqual(points[9], { at: null, until: null, hour: 9, groups: [{ reports: 2, decisions: 1 / 7 }] })
  assert.deepEqual(points[8]?.groups, [{ reports: 0, decisions: 0 }])
  assert.deepEqual(values, [{ reports: 14, decisions: 1 }])
})
