import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { giveStrike } from '../../../test/support/strikes.ts'
import { startWorkingDesk } from '../../../test/support/working-desk.ts'
import { adoptFirst } from '../../admin/rule-sets/policies-in-force.ts'

test('effects on the same accounts in another order never wait', async (t) => {
  const { desk, database } = await startWorkingDesk(t)
  await adoptFirst(desk.db, 'policies')
  const given = (accountId: string) =>
    giveStrike(database.ownerPool, {
      accountId,
      by: 'source:links',
      columns: { state: 'releasing', in_effect_at: null },
    })
  const sets = [
    [await given('one'), await given('two')],
    [await given('two'), await given('one')],
  ]
  // The gate's other triggers ask for rows that are not what this test is about.
  await database.ownerPool.query(sql`alter table enforcement disable trigger user`)
  await database.ownerPool.query(sql`alter table enforcement enable trigger enqueue_strike_count`)
  const clients = [await database.ownerPool.connect(), await database.ownerPool.connect()]
  for (const client of clients) await client.query(`begin; set local lock_timeout = '2s'`)
  for (const at of [0, 1])
    for (const [which, client] of clients.entries())
      await client.query(`update enforcement set state = 'in_effect', in_effect_at = desk_now() where id = $1`, [
        sets[which]?.[at],
      ])
  for (const client of clients) {
    await client.query('commit')
    client.release()
  }
  const keys = await desk.db.listValues<string>(sql`select key from job where kind = 'strike'`)
  const accounts = keys.map((key) => key.replace(/^\d+ /, ''))
  assert.deepEqual(accounts.toSorted(), ['one', 'one', 'two', 'two'])
})
