import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { countAll } from '../../../../test/support/count-all.ts'
import { startPast } from '../../../../test/support/past-enforcements.ts'
import { startTestDesk } from '../../../../test/support/server.ts'
import { ROUTES } from '../../../app/http/routes.ts'

/** A desk that shows its figures: in March one account was offline by mistake for eleven minutes. */
async function startShowing(t: TestContext) {
  const started = await startTestDesk(t, { routes: ROUTES, driven: true, transparency: { page: true } })
  const { app, database, desk } = started
  const past = await startPast(database)
  await past.report('2027-02-27T10:00:00Z')
  await past.enforcement({
    ...{ accountId: 'minister', protected: true, state: 'restored' },
    inEffectAt: '2027-03-10T10:00:00Z',
    restored: { cause: 'mistake', askedAt: '2027-03-10T10:10:30Z', visibleAt: '2027-03-10T10:11:00Z' },
  })
  await database.setClock(new Date('2027-04-20T02:00:00Z'))
  await countAll(desk)
  const read = async (query = '') => (await app.inject({ url: `/public/transparency${query}` })).body
  return { ...started, read }
}

const figureOf = (body: string, name: string) => new RegExp(`<dt>${name}</dt><dd>([^<]*)</dd>`).exec(body)?.[1]

test('everyone reads the figures of months that are over', async (t) => {
  const { read } = await startShowing(t)
  const latest = await read('?language=en')
  assert.match(latest, /<h2>March 2027<\/h2>/)
  assert.equal(figureOf(latest, 'Restrictions undone because they were wrong'), '1')
  assert.equal(figureOf(latest, 'Median time until such content or accounts were visible again, in seconds'), '30')
  assert.equal(figureOf(latest, 'Minutes in which protected accounts were offline'), '11')
  assert.equal(figureOf(latest, 'Median time to the end of an appeal, in hours'), 'no case')
  assert.doesNotMatch(latest, /April|January|staff_|minister/)
  const february = await read('?language=de&month=2027-02')
  assert.match(february, /<h2>Februar 2027<\/h2>/)
  assert.equal(figureOf(february, 'Eingegangene Meldungen'), '1')
  assert.match(february, /href="\/public\/transparency\?month=2027-02&#38;language=ar"/)
  for (const month of ['2027-04', '2020-01', "'; drop table x", '2027-03&month=2027-02'])
    assert.match(await read(`?language=en&month=${month}`), /<h2>March 2027<\/h2>/, month)
})

test('a flood of readers reads the database once', async (t) => {
  const { read, database } = await startShowing(t)
  const first = await read('?language=en')
  await database.ownerPool.query('alter table transparency_count rename to moved_aside')
  try {
    const all = await Promise.all(Array.from({ length: 50 }, () => read('?language=en')))
    assert.deepEqual(new Set(all), new Set([first]))
  } finally {
    await database.ownerPool.query('alter table moved_aside rename to transparency_count')
  }
})

test('a desk shows no figures unless its settings say so', async (t) => {
  const { app } = await startTestDesk(t, { routes: ROUTES })
  assert.equal((await app.inject({ url: '/public/transparency' })).statusCode, 404)
  assert.doesNotMatch((await app.inject({ url: '/public' })).body, /transparency/)
})
