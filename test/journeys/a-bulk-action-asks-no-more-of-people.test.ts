import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import sql from 'sql-template-tag'
import { startBulkAction } from '../support/bulk-actions.ts'
import { checkLedger } from '../support/working-desk.ts'

/**
 * Runs a bulk action over so many accounts; returns the requests that people send, by route, and the size of the
 * sample.
 */
async function ride(t: TestContext, ordinary: number) {
  const bulk = await startBulkAction(t, { ordinary, wide: 0 })
  const { gate, desk } = bulk
  const ana = await bulk.person({ roles: ['senior'] })
  const ben = await bulk.person({ roles: ['lead'], team: 'north' })
  const id = String((await bulk.propose(ana)).body.id)
  await bulk.until(id, ana, 'proposed')
  const { sample } = await bulk.judge(id, ben)
  assert.equal((await gate.signed(ben, `/v1/bulk-actions/${id}/approve`)).status, 200)
  await bulk.until(id, ana, 'looking')
  assert.equal((await gate.post(ben, `/v1/bulk-actions/${id}/continue`, { stage: 0 })).status, 200)
  await bulk.until(id, ana, 'done')
  await bulk.whenOffline(ordinary)
  const { rows: people } = await desk.db.query<{ id: string }>(sql`select id from staff order by id`)
  assert.deepEqual(new Set(people.map((person) => person.id)), new Set([ana.id, ben.id]), 'two people, and no others')
  await checkLedger(desk)
  const presses = new Map<string, number>()
  for (const { msg, method, route } of bulk.logged) {
    if (msg !== 'answered' || method === 'GET') continue
    const pressed = `${method} ${route}`
    presses.set(pressed, (presses.get(pressed) ?? 0) + 1)
  }
  return {
    drawn: sample.length,
    presses: Object.fromEntries(presses),
    toJudge: desk.policies.budgets.bulkActions?.sample,
  }
}

test('a bulk action five times as large needs equally many people', async (t) => {
  const [few, many, ten] = [await ride(t, 30), await ride(t, 150), await ride(t, 10)]
  assert.deepEqual([few.drawn, many.drawn], [few.toJudge, few.toJudge], 'as many as the rules say')
  assert.deepEqual(many.presses, few.presses)
  const judge = 'POST /v1/bulk-actions/:bulkActionId/sample/:place'
  assert.deepEqual(few.presses, {
    'POST /v1/bulk-actions': 1,
    'POST /v1/bulk-actions/:bulkActionId/sample': 1,
    [judge]: few.toJudge,
    'POST /v1/signings': 1,
    'POST /v1/bulk-actions/:bulkActionId/approve': 1,
    'POST /v1/bulk-actions/:bulkActionId/continue': 1,
  })
  assert.deepEqual(ten.presses, { ...few.presses, [judge]: 10 }, 'and of a set that is smaller all of it is judged')
})
