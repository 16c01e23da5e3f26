import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { listPublished } from '../../src/enforcement/consumers/consumer-queries.ts'
import { findProblems } from '../support/changes.ts'
import { DAY_MS, startMarket } from '../support/market.ts'
import { givenKey } from '../support/people.ts'
import { givenPlatform } from '../support/platforms.ts'
import { waitFor } from '../support/wait-for.ts'
import { checkLedger } from '../support/working-desk.ts'

const RECEIPT = '/v1/consumer-notices/cnt_1/receipt'
const OUT_OF_REACH = { told: 0, withoutContact: 5 }

test('a stolen key publishes no trader before the desk tells buyers', async (t) => {
  const { desk, database, call, takeDown, listed, advance, ana } = await startMarket(t)
  await takeDown()
  assert.equal((await call('POST', RECEIPT, OUT_OF_REACH)).status, 404, 'in the first day there is no text')
  await advance(DAY_MS)
  const [notice] = await listed()
  assert.equal(notice.id, 'cnt_1')
  const { token: other } = await givenKey(desk.db, ['report', 'facts', 'appeals'])
  for (const token of [other, ana.token]) {
    assert.equal((await call('GET', '/v1/consumer-notices', undefined, token)).status, 403)
    assert.equal((await call('POST', RECEIPT, OUT_OF_REACH, token)).status, 403)
  }
  for (const body of [{ ...OUT_OF_REACH, trader: 'a thief' }, { told: 1 }, { told: -1, withoutContact: 0 }])
    assert.equal((await call('POST', RECEIPT, body)).status, 400, JSON.stringify(body))
  await givenPlatform(desk.db, 'forum')
  const forum = await givenKey(desk.db, ['enforcements'])
  await database.ownerPool.query(sql`update api_key set platform = 'forum' where id = ${forum.id}`)
  assert.deepEqual((await call('GET', '/v1/consumer-notices', undefined, forum.token)).body.items, [])
  assert.equal((await call('POST', RECEIPT, OUT_OF_REACH, forum.token)).status, 404)
  assert.deepEqual(await listPublished(desk.db), [])
})

test('a false receipt publishes the text of the desk alone', async (t) => {
  const { desk, call, takeDown, undo, listed, advance } = await startMarket(t)
  const id = await takeDown()
  await advance(DAY_MS)
  await listed()
  const thief = await givenKey(desk.db, ['enforcements'])
  assert.equal((await call('POST', RECEIPT, OUT_OF_REACH, thief.token)).status, 200)
  const published = async () => (await listPublished(desk.db)).map(({ id: noticeId }) => noticeId)
  assert.deepEqual(await published(), ['cnt_1'])
  const stated = await desk.db.list<{ by: string }>(sql`select key_id as "by" from consumer_receipt`)
  assert.deepEqual(stated, [{ by: thief.id }], 'the key that said so is known')
  await advance(60_000)
  await call('POST', RECEIPT, { told: 5, withoutContact: 0 })
  assert.deepEqual(await published(), [], 'the last numbers count')
  await advance(60_000)
  await call('POST', RECEIPT, OUT_OF_REACH, thief.token)
  assert.deepEqual(await published(), ['cnt_1'])
  await undo(id)
  assert.deepEqual(await published(), [], 'what was undone names no trader')
  await checkLedger(desk)
})

test('a stolen database role tells buyers of no legal offer', async (t) => {
  const { desk, takeDown, listed, advance } = await startMarket(t)
  const id = await takeDown()
  const forge = (kind: string, product = 'Silver gramophone') =>
    desk.db.query(sql`
      insert into consumer_notice (enforcement_id, kind, product, notices_hash)
      values (${id}, ${kind}, ${product}, sha256('a'))`)
  for (const kind of ['consumers', 'correction']) await assert.rejects(forge(kind), { code: 'CS001' })
  assert.deepEqual(await listed(), [])
  await advance(DAY_MS)
  await assert.rejects(forge('consumers', 'This seller is a thief'), { code: 'CS001' })
  await assert.rejects(forge('correction'), { code: 'CS001' })
  await waitFor('the text, once the refused one has let go of the duty', async () => (await listed()).length === 1)
  await assert.rejects(forge('consumers'), { code: 'CS001' }, 'each is made once')
  for (const words of ['product', 'trader', 'law'])
    await assert.rejects(desk.db.query(`update consumer_notice set ${words} = 'a thief'`), { code: '42501' })
  for (const table of ['consumer_duty', 'consumer_look'])
    for (const statement of [`insert into ${table} (enforcement_id) values ('enf_1')`, `delete from ${table}`])
      await assert.rejects(desk.db.query(statement), { code: '42501' })
})

test('a stolen database role tells buyers of one offer once', async (t) => {
  const { desk, takeDown, undo, listed, advance, person } = await startMarket(t)
  const first = await takeDown()
  await advance(DAY_MS)
  await listed()
  await undo(first)
  const again = await takeDown({ by: await person() })
  const repeat = (product: string, id = again) =>
    desk.db.onlyValue<string | null>(sql`select repeat_consumer_notice(${id}, ${product})`)
  assert.equal(await repeat('Silver gramophone'), null, 'within the first day no text that was withdrawn comes back')
  await advance(DAY_MS)
  for (const [product, id] of [['A thief'], ['Silver gramophone', first]] as const)
    assert.equal(await repeat(product, id), null)
  const forged = desk.db.query(sql`
    insert into consumer_notice (enforcement_id, kind, product, notices_hash)
    values (${again}, 'consumers', 'Silver gramophone', sha256('a'))`)
  await assert.rejects(forged, { code: 'CS001' }, 'they have a text already')
  for (const column of ['listed_at', 'sold_from'])
    await assert.rejects(desk.db.query(`update consumer_notice set ${column} = desk_now()`), { code: '42501' })
  await assert.rejects(desk.db.query(`update consumer_duty set notice_id = null`), { code: '42501' })
  assert.equal(await repeat('Silver gramophone'), 'cnt_1')
  const problems = (await findProblems(desk.db)).join('; ')
  assert.match(problems, /consumer_notice cnt_1: not as the ledger says: movedAt/)
  assert.match(problems, /consumer_duty enf_2: nothing in the ledger says/)
})
