import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { endSetup, findProblems } from '../../../test/support/changes.ts'
import { eraseByTwo, givenOfficer } from '../../../test/support/erasures.ts'
import { findWords } from '../../../test/support/find-words.ts'
import { DAY_MS, OFFER, startMarket } from '../../../test/support/market.ts'
import { exportPerson } from '../../admin/erasure/export-person.ts'

test('an erased trader stands in no text for buyers', async (t) => {
  const market = await startMarket(t)
  const { desk, database, gate, takeDown, undo, listed, advance } = market
  const id = await takeDown()
  await advance(DAY_MS)
  assert.equal((await listed()).length, 1)
  await undo(id)
  const cleo = await market.person()
  const legal = { conclusion: 'no_violation', rationale: 'It is legal.', actions: [] }
  await gate.post(cleo, `/v1/cases/${await gate.claim(OFFER, cleo)}/decisions`, legal)
  await advance(DAY_MS)
  assert.equal((await listed()).length, 2)
  const trader = await desk.db.onlyValue<string>(sql`select max(trader) from consumer_notice`)
  const find = () => findWords(database.ownerPool, ['gramophone', trader])
  const crane = await givenOfficer(desk, 'policy')
  const accountId = await desk.db.onlyValue<string>(sql`select account_id from content where id = ${OFFER.id}`)
  const exported = await exportPerson(desk.db, { person: 'account', id: accountId, by: crane })
  assert.match(JSON.stringify(exported.tables), /Silver gramophone/)
  assert.match(String(await find()), /consumer_notice/)
  const plover = await givenOfficer(desk, 'lead')
  await endSetup(desk.db)
  const asked = { person: 'account', personId: accountId, by: crane, second: plover } as const
  assert.equal(await eraseByTwo(market, asked), 'applied')
  assert.deepEqual(await find(), [])
  assert.deepEqual(await findProblems(desk.db), [])
  const texts = (await listed()).map(({ texts: of }: { texts: unknown[] }) => of)
  assert.deepEqual(texts, [[], []])
})
