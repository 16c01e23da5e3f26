import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { startPast } from '../../../test/support/past-enforcements.ts'
import { givenStaff } from '../../../test/support/people.ts'
import { startTestDesk } from '../../../test/support/server.ts'
import { type ChartAsked, type ChartName, readChart } from './read-chart.ts'
import { GROUPS_MAX } from './slice.ts'

const NOW = new Date('2026-05-10T00:00:00Z')
const WEEK = { from: '2026-05-03T00:00:00Z' }
const at = (time: string, day = 4) => `2026-05-0${day}T${time}Z`

async function start(t: TestContext) {
  const { desk, database } = await startTestDesk(t, { driven: true })
  await database.setClock(NOW)
  const past = await startPast(database)
  /** Reads the totals of each group, and the sum of each measure over the points. */
  const read = async (name: ChartName, asked: ChartAsked) => {
    const { groups, values, points } = await readChart(desk, name, { ...WEEK, ...asked })
    return {
      groups: groups.map(({ value, others }, g) => [others > 0 ? `${others} others` : value, values[g] ?? {}] as const),
      sumOf: (measure: string) =>
        groups.map((_, g) => points.reduce((sum, point) => sum + (point.groups[g]?.[measure] ?? 0), 0)),
    }
  }
  const countsOf = async (name: ChartName, asked: ChartAsked, measure: string) => {
    const { groups, sumOf } = await read(name, asked)
    const totals = groups.map(([value, totals]) => [value, totals[measure]])
    assert.deepEqual(
      totals.map(([, total]) => total),
      sumOf(measure),
      'the totals are the sums of the points',
    )
    return totals
  }
  return { desk, database, past, read, countsOf }
}

const DECIDED = { decidedAt: at('12:00:00'), closedAt: at('12:00:00') }

test('decisions divide by queue, policy and language', async (t) => {
  const { past, countsOf } = await start(t)
  await past.case(at('06:00:00'), { ...DECIDED, queue: 'general', language: 'de', violated: 'scam' })
  await past.case(at('06:00:00'), { ...DECIDED, queue: 'general', language: 'DE', violated: 'spam' })
  await past.case(at('06:00:00'), { ...DECIDED, queue: 'minors', language: 'fr', violated: 'scam' })
  await past.case(at('06:00:00'), { ...DECIDED, queue: 'general' })
  const by = (asked: ChartAsked) => countsOf('decisions', asked, 'decided')
  assert.deepEqual(await by({ by: 'queue' }), [
    ['general', 3],
    ['minors', 1],
  ])
  assert.deepEqual(await by({ by: 'policy' }), [
    ['scam', 2],
    ['spam', 1],
    [null, 1],
  ])
  assert.deepEqual(await by({ by: 'language' }), [
    ['de', 2],
    ['fr', 1],
    [null, 1],
  ])
  assert.deepEqual(await by({ by: 'policy', queue: 'general', language: 'De' }), [
    ['scam', 1],
    ['spam', 1],
  ])
  assert.deepEqual(await by({ policyId: 'scam' }), [[null, 2]])
  assert.deepEqual(await by({ by: 'queue', policyId: 'unheard-of' }), [])
})

test('the smallest groups of a chart count together', async (t) => {
  const { past, countsOf } = await start(t)
  for (let queue = 0; queue < GROUPS_MAX + 2; queue++) {
    for (let each = 0; each < 10 - queue; each++)
      await past.case(at('06:00:00'), { ...DECIDED, queue: `queue_${queue}` })
  }
  const found = await countsOf('decisions', { by: 'queue' }, 'decided')
  assert.deepEqual(
    found.map(([, count]) => count),
    [10, 9, 8, 7, 6, 5, 4 + 3],
  )
  assert.equal(found.at(-1)?.[0], '2 others')
})

test('the chart of the queue divides waiting cases and their ages', async (t) => {
  const { past, read } = await start(t)
  await past.case(at('00:00:00', 9), { queue: 'general', language: 'de', dueAt: at('12:00:00', 9) })
  await past.case(at('12:00:00', 9), { queue: 'general', language: 'fr' })
  await past.case(at('18:00:00', 9), { queue: 'minors', language: 'fr' })
  const { groups } = await read('queue', { by: 'queue' })
  assert.deepEqual(groups, [
    ['general', { waiting: 2, oldest: 24, late: 1, opened: 2, closed: 0 }],
    ['minors', { waiting: 1, oldest: 6, late: 0, opened: 1, closed: 0 }],
  ])
  const french = await read('queue', { language: 'fr' })
  assert.deepEqual(french.groups, [[null, { waiting: 2, oldest: 12, late: 0, opened: 2, closed: 0 }]])
})

test('the charts of enforcements divide by their case and policy', async (t) => {
  const { past, read } = await start(t)
  const caseId = await past.case(at('06:00:00'), { queue: 'minors', language: 'de' })
  const inEffectAt = at('10:00:00')
  const restored = { cause: 'mistake', askedAt: at('11:00:00'), visibleAt: at('11:00:00') } as const
  const moves = [
    ['held', at('09:00:00')],
    ['releasing', at('09:30:00')],
  ] as const
  await past.enforcement({ caseId, policyId: 'scam', inEffectAt, restored, moves, state: 'in_effect' })
  await past.enforcement({ policyId: 'spam', inEffectAt, restored, moves, state: 'in_effect' })
  for (const [chart, measure, value] of [
    ['overturned', 'overturned', 1],
    ['holds', 'held', 1],
    ['offline', 'minutes', 60],
    ['restores', 'wrong', 1],
  ] as const) {
    const groupsBy = async (asked: ChartAsked) =>
      (await read(chart, asked)).groups.map(([group, totals]) => [group, totals[measure]])
    assert.deepEqual(
      await groupsBy({ by: 'queue' }),
      [
        ['minors', value],
        [null, value],
      ],
      chart,
    )
    assert.deepEqual(
      await groupsBy({ by: 'policy' }),
      [
        ['scam', value],
        ['spam', value],
      ],
      chart,
    )
    assert.deepEqual(await groupsBy({ by: 'policy', language: 'de' }), [['scam', value]], chart)
  }
})

test('every chart divides and filters by the platform of the subject', async (t) => {
  const { database, past, read } = await start(t)
  const moves = [
    ['held', at('09:00:00')],
    ['releasing', at('09:30:00')],
  ] as const
  const { id: approver } = await givenStaff(database.ownerPool)
  for (const platform of ['', 'forum~', 'forum~']) {
    const caseId = await past.case(at('06:00:00'), DECIDED)
    const rename = (table: string, id: string) =>
      database.ownerPool.query(`update ${table} set subject = replace(subject, ':', $1) where id = $2`, [
        `:${platform}`,
        id,
      ])
    await rename('review_case', caseId)
    await database.ownerPool.query(
      `update report set case_id = $1 where id = (select id from report order by id desc limit 1)`,
      [caseId],
    )
    const restored = { cause: 'mistake', askedAt: at('11:00:00'), visibleAt: at('11:00:00') } as const
    await rename('enforcement', await past.enforcement({ caseId, moves, inEffectAt: at('10:00:00'), restored }))
    await past.answer(approver, at('10:00:00'), 'agree', at('10:05:00'), { caseId })
  }
  for (const [chart, measure] of [
    ['queue', 'opened'],
    ['decisions', 'decided'],
    ['overturned', 'effects'],
    ['holds', 'held'],
    ['restores', 'wrong'],
    ['load', 'decisions'],
  ] as const) {
    const countsOf = async (asked: ChartAsked) =>
      (await read(chart, asked)).groups.map(([group, totals]) => [group, totals[measure]])
    assert.deepEqual(
      await countsOf({ by: 'platform' }),
      [
        ['forum', 2],
        ['default', 1],
      ],
      chart,
    )
    assert.deepEqual(await countsOf({ platform: 'forum' }), [[null, 2]], chart)
    assert.deepEqual(await countsOf({ platform: 'default' }), [[null, 1]], chart)
    assert.deepEqual(await countsOf({ platform: 'for' }), [[null, 0]], chart)
  }
})

test('a policy is withheld while an enforcement on the account waits', async (t) => {
  const { database, past, countsOf } = await start(t)
  await past.case(at('06:00:00'), { ...DECIDED, accountId: 'vale', violated: 'scam' })
  await past.enforcement({ accountId: 'vale', policyId: 'scam', inEffectAt: at('10:00:00') })
  const waiting = await past.enforcement({ accountId: 'vale', policyId: 'scam', state: 'awaiting_approval' })
  const byPolicy = async () => [
    ...(await countsOf('decisions', { by: 'policy' }, 'decided')),
    ...(await countsOf('overturned', { by: 'policy' }, 'effects')),
    ...(await countsOf('decisions', { policyId: 'scam' }, 'decided')),
  ]
  assert.deepEqual(await byPolicy(), [
    [null, 1],
    [null, 1],
    [null, 0],
  ])
  await database.ownerPool.query(`update enforcement set state = 'expired' where id = $1`, [waiting])
  assert.deepEqual(await byPolicy(), [
    ['scam', 1],
    ['scam', 1],
    [null, 1],
  ])
})

test('answers and holds count once their enforcement no longer waits', async (t) => {
  const { database, past, read } = await start(t)
  const { id } = await givenStaff(database.ownerPool)
  await past.answer(id, at('10:00:00'), 'agree', at('10:05:00'), {
    state: 'awaiting_approval',
    moves: [['held', at('10:05:00')]],
  })
  const seen = async () => {
    const [[, answers] = []] = (await read('approvals', {})).groups
    const [[, holds] = []] = (await read('holds', {})).groups
    return [answers?.asked, answers?.agreed, holds?.held]
  }
  assert.deepEqual(await seen(), [0, 0, 0])
  await database.ownerPool.query(`update enforcement set state = 'stopped'`)
  assert.deepEqual(await seen(), [1, 1, 1])
})

test('an answer counts in its period when its offer was earlier', async (t) => {
  const { database, past, countsOf } = await start(t)
  const { id } = await givenStaff(database.ownerPool)
  const caseId = await past.case(at('06:00:00', 2), { queue: 'minors' })
  await past.answer(id, at('10:00:00', 2), 'agree', at('10:00:00', 3), { caseId })
  assert.deepEqual(await countsOf('approvals', { by: 'queue' }, 'agreed'), [['minors', 1]])
})

test('a slice of approvals counts no people and no hasty answers', async (t) => {
  const { desk } = await start(t)
  const { totals, series } = await readChart(desk, 'approvals', { ...WEEK, by: 'queue' })
  assert.deepEqual(Object.keys(totals), ['asked', 'agreed', 'declined', 'median'])
  assert.deepEqual(Object.keys(series), ['asked', 'agreed', 'declined', 'median'])
})
