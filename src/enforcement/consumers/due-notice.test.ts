import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { DAY_MS, startMarket } from '../../../test/support/market.ts'

test('an agreement that counts no more lets buyers wait a day', async (t) => {
  const { desk, database, takeDown, second, advance, listed } = await startMarket(t)
  const { ownerPool } = database
  const id = await takeDown()
  const dueInHours = () =>
    desk.db.onlyValue<number>(sql`
      select (extract(epoch from consumers_told_from(enforcement) - in_effect_at) / 3600)::integer from enforcement where id = ${id}`)
  const passkey = await second(id, 'agree')
  assert.equal(await dueInHours(), 0)
  const { rows } = await ownerPool.query<{ hash: Buffer }>(sql`
    select material_hash as hash from enforcement where id = ${id}`)
  await ownerPool.query(sql`update enforcement set material_hash = sha256('the seller edits it') where id = ${id}`)
  assert.equal(await dueInHours(), 24, 'the agreement was to another version')
  await ownerPool.query(sql`update enforcement set material_hash = ${rows[0]?.hash} where id = ${id}`)
  assert.equal(await dueInHours(), 0)
  const confirming = await second(id, 'confirm')
  for (const key of [passkey, confirming]) {
    assert.equal(await dueInHours(), 0)
    await ownerPool.query(sql`update passkey set removed_at = desk_now() where id = ${key}`)
  }
  assert.equal(await dueInHours(), 24, 'both keys were stolen')
  assert.deepEqual(await listed(), [])
  await advance(DAY_MS)
  assert.equal((await listed()).length, 1)
})

test('sales count from six months before the decision', async (t) => {
  const { desk, database, takeDown, advance, listed } = await startMarket(t)
  await takeDown()
  await database.ownerPool.query(`alter table enforcement disable trigger user;
    update enforcement set in_effect_at = in_effect_at + interval '2 days'`)
  await advance(3 * DAY_MS)
  const [{ soldFrom }] = await listed()
  const since = await desk.db.onlyValue<Date>(sql`select decided_at - interval '6 months' from decision`)
  assert.equal(soldFrom, since.toISOString(), 'those who bought it while it waited for its effect are told')
})
