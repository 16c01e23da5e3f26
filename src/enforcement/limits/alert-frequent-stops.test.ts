import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { budgetsOf, startSpree } from '../../../test/support/budgets.ts'
import { minutes } from '../../../test/support/gate-flow.ts'
import { alertFrequentStops } from './alert-frequent-stops.ts'

test('frequent stops alert leads once an hour and block no person', async (t) => {
  const desk = await startSpree(t, budgetsOf())
  const [ana, ben] = [await desk.person(), await desk.person()]
  const { db } = desk.desk
  const told = async () => {
    await alertFrequentStops(desk.desk)
    const { rows } = await db.query<{ why: string; to: string }>(sql`
      select why, to_role as to from alert where kind = 'budget' order by id`)
    return rows.map(({ why, to }) => `${to}: ${why}`)
  }
  const enforcements = [await desk.harm(ben), await desk.harm(ben), await desk.harm(ben)]
  for (const { id } of enforcements.slice(0, 2)) await desk.gate.post(ana, `/v1/enforcements/${id}/restore`)
  assert.deepEqual(await told(), [], 'two are within the budget')
  await desk.gate.post(ana, `/v1/enforcements/${enforcements[2]?.id}/restore`)
  for (const { id } of enforcements) await desk.enforcementIn(id, 'restored')
  const list = enforcements.map(({ id }) => id).reverse()
  const [first] = await told()
  assert.match(String(first), /^lead: p-[0-9a-f-]+ restored 3 enforcements lately: /)
  assert.ok(first?.includes(list.join(', ')), first)
  await Promise.all([alertFrequentStops(desk.desk), alertFrequentStops(desk.desk)])
  assert.equal((await told()).length, 1, 'not again within the hour')
  for (let n = 0; n < 6; n++) {
    await desk.gate.post(ana, '/v1/freezes', { reason: 'once more' })
    await desk.advance(1_000)
  }
  assert.match(String((await told())[1]), /froze all restrictive actions 6 times lately: freeze 6, freeze 5/)
  await desk.advance(minutes(61))
  assert.equal((await told()).length, 3, 'of freezes by the day, and of nothing that is over')
})
