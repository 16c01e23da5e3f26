import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import sql from 'sql-template-tag'
import { enteredOrder, givenAuthority, orderOf, receivedOrder } from '../../../../test/support/authority.ts'
import { findProblems } from '../../../../test/support/changes.ts'
import { givenReviewer, send, violation } from '../../../../test/support/desk-flow.ts'
import { knowSubject } from '../../../../test/support/known-accounts.ts'
import { givenStaff } from '../../../../test/support/people.ts'
import { startWorkingDesk } from '../../../../test/support/working-desk.ts'
import {
  listFollowing,
  listUndeliveredStatements,
  queueEndedSilences,
} from '../../../enforcement/statements/statement-queries.ts'
import { ORDERS_OF_KEY_A_MINUTE_MAX } from '../order-routes.ts'
import { retryAddresses } from './retry-addresses.ts'

const MINUTE_MS = 60_000
const DAY_MS = 1_440 * MINUTE_MS
const COIN = 'content:coin-1'
const UNKNOWN = 'https://harbour.example/posts/late-1'

async function startOrders(t: TestContext) {
  const desk = await startWorkingDesk(t, { driven: true })
  const authority = await givenAuthority(desk)
  const lead = await givenReviewer(desk, { roles: ['lead'] })
  const later = (minutes: number) => new Date(desk.now().getTime() + minutes * MINUTE_MS).toISOString()
  const read = async (id: string) => (await send(desk, lead.token, 'GET', `/v1/authority-orders/${id}`)).body
  /** Decides the next case: its content is hidden. */
  const hide = async () => {
    const claimed = await send(desk, lead.token, 'POST', '/v1/cases/claim-next')
    const hidden = violation({ policyId: 'public-danger', actions: [{ action: 'hide' }] })
    const decided = await send(desk, lead.token, 'POST', `/v1/cases/${claimed.body.id}/decisions`, hidden)
    assert.equal(decided.status, 201, JSON.stringify(decided.body))
  }
  const going = async () => (await listUndeliveredStatements(desk.desk.db, [COIN])).length
  const followUps = () =>
    desk.desk.db.listValues<string>(sql`select key from job where kind = 'drive' and priority = 'statement'`)
  return { ...desk, authority, lead, later, read, hide, going, followUps }
}

test('a silence holds a statement back until it ends', async (t) => {
  const desk = await startOrders(t)
  await receivedOrder(desk, desk.authority.token, orderOf(['coin-1'], { silentUntil: desk.later(10 * 1_440) }))
  await desk.hide()
  const { db } = desk.desk
  assert.equal(await db.onlyValue<number>(sql`select count(*)::integer from statement where subject = ${COIN}`), 1)
  await db.query(sql`delete from job where kind = 'drive'`)
  await queueEndedSilences(db)
  assert.deepEqual([await desk.going(), await desk.followUps()], [0, []])
  await desk.database.advance(10 * DAY_MS + MINUTE_MS)
  await queueEndedSilences(db)
  assert.deepEqual([await desk.going(), await desk.followUps()], [1, [COIN]])
  assert.ok(
    await db.onlyValue<boolean>(sql`select told_from(statement) > desk_now() - interval '1 day' from statement`),
  )
  await desk.database.ownerPool.query(sql`update statement set delivery = 'shown' where subject = ${COIN}`)
  assert.ok(
    await db.onlyValue<boolean>(sql`
      select appeal_until(enforcement) >= desk_now() - interval '1 minute' + appeal_time() from enforcement where subject = ${COIN}`),
    'six months from the day on which the person is told',
  )
})

test('a statement follows when its silencing order is contested', async (t) => {
  const desk = await startOrders(t)
  const orderId = await receivedOrder(
    desk,
    desk.authority.token,
    orderOf(['coin-1'], { silentUntil: desk.later(30 * 1_440) }),
  )
  await desk.hide()
  const { db } = desk.desk
  await db.query(sql`delete from job where kind = 'drive'`)
  await desk.database.advance(10 * DAY_MS)
  await queueEndedSilences(db)
  assert.deepEqual(await desk.followUps(), [])
  await desk.database.ownerPool.query(
    `insert into authority_order_act (order_id, kind, ground, acted_by) values ($1, 'contested', 'manifest_errors', $2)`,
    [orderId, (await givenStaff(db, { roles: ['policy'] })).id],
  )
  await queueEndedSilences(db)
  assert.deepEqual(await desk.followUps(), [COIN])
  assert.deepEqual(await listFollowing(db, [COIN]), [COIN])
  await desk.database.advance(15 * DAY_MS)
  assert.deepEqual(await listFollowing(db, [COIN]), [], 'it follows by itself for two weeks')
})

test('an order that no person verified silences nothing', async (t) => {
  const desk = await startOrders(t)
  const silent = { verified: undefined, silentUntil: desk.later(10 * 1_440) }
  const entered = enteredOrder(['coin-1'], new Date(desk.now().getTime() - MINUTE_MS), silent)
  await receivedOrder(desk, desk.lead.token, entered)
  await desk.hide()
  assert.equal(await desk.going(), 1)
})

test('a lead of another platform handles no order here', async (t) => {
  const desk = await startOrders(t)
  const id = await receivedOrder(desk, desk.authority.token, orderOf(['coin-1']))
  const { ownerPool } = desk.database
  await ownerPool.query(sql`alter table staff disable trigger user`)
  await ownerPool.query(sql`update staff set role_platforms = '{"lead": ["forum"]}' where id = ${desk.lead.id}`)
  await ownerPool.query(sql`alter table staff enable trigger user`)
  const act = (kind: string) =>
    ownerPool.query(sql`
      insert into authority_order_act (order_id, kind, acted_by, ground)
      values (${id}, ${kind}, ${desk.lead.id}, ${kind === 'contested' ? 'manifest_errors' : null})`)
  for (const kind of ['verified', 'contested']) await assert.rejects(act(kind), /is refused: role/)
  const entered = enteredOrder(['coin-2'], new Date(desk.now().getTime() - MINUTE_MS), { reference: 'HH-2' })
  const { status } = await send(desk, desk.lead.token, 'POST', '/v1/authority-orders', entered)
  assert.ok(status >= 400, String(status))
  assert.equal(await desk.desk.db.onlyValue<number>(sql`select count(*)::integer from authority_order`), 1)
})

test('an address that always fails keeps no other waiting', async (t) => {
  const desk = await startOrders(t)
  const { db } = desk.desk
  const failing = 'https://harbour.example/posts/failing-1'
  const first = orderOf([], { reference: 'HH-1', addresses: [failing, UNKNOWN] })
  const firstId = await receivedOrder(desk, desk.authority.token, first)
  const twice = orderOf([], { reference: 'HH-2', addresses: [UNKNOWN] })
  const id = await receivedOrder(desk, desk.authority.token, twice)
  await knowSubject(db, 'content:late-1', { id: 'mara', reach: 31 })
  const platform = {
    ...desk.desk.platform,
    facts: (subject: Parameters<typeof desk.desk.platform.facts>[0]) => {
      if (subject.id === 'failing-1') throw new TypeError('a fault of the connector')
      return desk.desk.platform.facts(subject)
    },
  }
  await desk.database.advance(16 * MINUTE_MS)
  await retryAddresses({ ...desk.desk, platform })
  assert.deepEqual((await desk.read(id)).unresolved, [])
  assert.deepEqual((await desk.read(firstId)).unresolved, [failing], 'the other address of its own order')
})

test('an address that is known later gets its case and clock', async (t) => {
  const desk = await startOrders(t)
  const { db } = desk.desk
  const id = await receivedOrder(desk, desk.authority.token, orderOf([], { addresses: [UNKNOWN] }))
  await retryAddresses(desk.desk)
  assert.deepEqual((await desk.read(id)).unresolved, [UNKNOWN])
  await knowSubject(db, 'content:late-1', { id: 'mara', reach: 31 })
  await retryAddresses(desk.desk)
  assert.deepEqual((await desk.read(id)).unresolved, [UNKNOWN], 'every quarter of an hour')
  await desk.database.advance(16 * MINUTE_MS)
  await retryAddresses(desk.desk)
  const { unresolved, items } = await desk.read(id)
  assert.deepEqual(
    [unresolved, (items as { subject: { id: string } }[]).map(({ subject }) => subject.id)],
    [[], ['late-1']],
  )
  assert.deepEqual(
    await db.listValues<string>(sql`select subject from legal_clock where cause = ${id} and ended_at is null`),
    ['content:late-1'],
  )
  assert.equal(
    await db.onlyValue<boolean>(sql`
      select resolve_order_address(${id}, 'https://harbour.example/posts/other', ${COIN}) as done`),
    false,
    'the order names no such address',
  )
  assert.deepEqual(await findProblems(db), [])
})

test('429: a key of an authority waits above its rate', async (t) => {
  const desk = await startOrders(t)
  const post = (reference: string) =>
    desk.app.inject({
      ...{ method: 'POST', url: '/v1/authority-orders', payload: { ...orderOf(['coin-1']), reference } },
      headers: { authorization: `Bearer ${desk.authority.token}` },
    })
  for (let at = 0; at < ORDERS_OF_KEY_A_MINUTE_MAX; at++) assert.ok((await post('HH-1')).statusCode < 300)
  const refused = await post('HH-1')
  assert.deepEqual([refused.statusCode, refused.headers['retry-after']], [429, '60'])
  assert.match(refused.json().detail, /One key sends at most 60 orders within a minute/)
})
