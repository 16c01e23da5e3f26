import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { findProblems } from '../../../test/support/changes.ts'
import { DAY_MS, startMarket } from '../../../test/support/market.ts'
import { givenKey } from '../../../test/support/people.ts'
import { bearer } from '../../../test/support/server.ts'

test('a key states other numbers of a text once a minute (429)', async (t) => {
  const { desk, app, takeDown, listed, advance, call } = await startMarket(t)
  const { token: key } = await givenKey(desk.db, ['enforcements'])
  await takeDown()
  await advance(DAY_MS)
  await listed()
  const { token: other } = await givenKey(desk.db, ['enforcements'])
  const state = async (told: number, token = key) =>
    (await call('POST', '/v1/consumer-notices/cnt_1/receipt', { told, withoutContact: 0 }, token)).status
  const stored = () => desk.db.listValues<number>(sql`select told from consumer_receipt order by stated_at`)
  for (const [told, status] of [
    [1, 200],
    [1, 200],
    [2, 429],
    [1, 200],
  ] as const)
    assert.equal(await state(told), status, `${told}`)
  await advance(1_000)
  assert.equal(await state(3, other), 200, 'another key has its own minute')
  await advance(60_000)
  const flood = await Promise.all([4, 5, 6, 7].map((told) => state(told)))
  assert.deepEqual(flood.toSorted(), [200, 429, 429, 429])
  assert.equal((await stored()).length, 3)
  const refused = await app.inject({
    ...{ method: 'POST', url: '/v1/consumer-notices/cnt_1/receipt', payload: { told: 9, withoutContact: 0 } },
    headers: bearer(key),
  })
  assert.deepEqual([refused.statusCode, refused.headers['retry-after']], [429, '60'])
  await advance(60_000)
  assert.equal(await state(8), 200, 'the newest numbers are stated in the end')
  assert.deepEqual(await findProblems(desk.db), [])
})
