import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import sql from 'sql-template-tag'
import type { ActBody } from '../../src/cases/authority/order-acts/act-body.ts'
import { actOnOrder } from '../../src/cases/authority/order-acts/act-on-order.ts'
import { findOrderById } from '../../src/cases/authority/order-queries.ts'
import { listUndeliveredStatements, queueEndedSilences } from '../../src/enforcement/statements/statement-queries.ts'
import { enteredOrder, givenAuthority, orderOf, receivedOrder } from '../support/authority.ts'
import { findProblems } from '../support/changes.ts'
import { givenReviewer, send, violation } from '../support/desk-flow.ts'
import { isRefusal, stealRole } from '../support/role-thief.ts'
import { startWorkingDesk } from '../support/working-desk.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS
const COIN = 'content:coin-1'

/** A desk where one lead entered an order that asks for six weeks of silence, and hid the content that it names. */
async function startSilenced(t: TestContext, more: object = {}) {
  const desk = await startWorkingDesk(t, { driven: true })
  const { db } = desk.desk
  const roles = ['lead', 'policy'] as const
  const [eve, other] = [await givenReviewer(desk, { roles }), await givenReviewer(desk, { roles })]
  const daysOn = (days: number) => new Date(desk.now().getTime() + days * DAY_MS).toISOString()
  const enter = (reference: string) =>
    receivedOrder(
      desk,
      eve.token,
      enteredOrder(['coin-1'], new Date(desk.now().getTime() - MINUTE_MS), {
        ...{ reference, silentUntil: daysOn(41), ...more },
      }),
    )
  const id = await enter('HH-1')
  const claimed = await send(desk, eve.token, 'POST', '/v1/cases/claim-next')
  const hide = violation({ policyId: 'public-danger', actions: [{ action: 'hide' }] })
  const decided = await send(desk, eve.token, 'POST', `/v1/cases/${claimed.body.id}/decisions`, hide)
  assert.equal(decided.status, 201, JSON.stringify(decided.body))
  const read = async () => (await findOrderById(db, id)) ?? assert.fail('the order is stored')
  const act = async (who: typeof eve, body: ActBody) => {
    const by = { kind: 'staff', id: who.id, pseudonym: who.id, roles } as const
    await actOnOrder(desk.desk, { order: await read(), body, by })
  }
  const passDays = (days: number) => desk.advance(days * DAY_MS)
  const isTold = async () => (await listUndeliveredStatements(db, [COIN])).length === 1
  return { ...desk, db, eve, other, daysOn, enter, id, act, read, passDays, isTold }
}

const confirm = { kind: 'silence_confirmed' } as const
const ALONE = /Another person must confirm the silence/
const NONE_WAITS = /No silence of the order waits for you/
const IS_OVER = /before it ends/

test('one person silences a statement for 72 hours at most', async (t) => {
  const { eve, act, read, daysOn, passDays, isTold, enter, ...desk } = await startSilenced(t)
  const { db } = desk
  const extend = { kind: 'silence_extended', until: daysOn(80) } as const
  await assert.rejects(act(eve, extend), ALONE)
  await assert.rejects(act(eve, confirm), NONE_WAITS)
  const { silentUntil, silenceToConfirm } = await read()
  assert.deepEqual([silentUntil?.toISOString(), silenceToConfirm?.toISOString()], [daysOn(3), daysOn(41)])
  const told = await db.list(sql`select to_role from alert where why like 'The silence of the order%' order by 1`)
  assert.deepEqual(told, [{ to_role: 'lead' }, { to_role: 'policy' }])
  await desk.advance(MINUTE_MS)
  await enter('HH-2')
  await passDays(2)
  assert.equal(await isTold(), false)
  await passDays(1)
  await db.query(sql`delete from job where kind = 'drive'`)
  await queueEndedSilences(db)
  assert.equal(await isTold(), true, 'nor does a further order lengthen it')
  assert.deepEqual(await db.listValues(sql`select key from job where kind = 'drive'`), [COIN])
  await assert.rejects(act(eve, extend), IS_OVER)
  await assert.rejects(act(eve, confirm), NONE_WAITS)
  assert.deepEqual(await findProblems(db), [])
})

test('a second person confirms a silence, and its extension anew', async (t) => {
  const { eve, other, act, read, daysOn, passDays, isTold, db } = await startSilenced(t)
  await act(other, confirm)
  await assert.rejects(act(other, confirm), NONE_WAITS, 'once')
  assert.equal((await read()).silenceToConfirm, null)
  await passDays(40)
  assert.equal(await isTold(), false)
  const until = daysOn(40)
  await act(eve, { kind: 'silence_extended', until })
  await assert.rejects(act(eve, confirm), NONE_WAITS)
  await passDays(2)
  assert.equal(await isTold(), false)
  await act(other, confirm)
  await passDays(30)
  assert.equal(await isTold(), false)
  assert.equal((await read()).silentUntil?.toISOString(), until)
  await passDays(9)
  assert.equal(await isTold(), true)
  assert.deepEqual(await findProblems(db), [])
})

test('an extension that no second person confirms ends', async (t) => {
  const { eve, other, act, daysOn, passDays, isTold } = await startSilenced(t)
  await act(other, { kind: 'silence_extended', until: daysOn(80) }) // It confirms the first silence.
  await assert.rejects(act(other, confirm), NONE_WAITS)
  await passDays(40)
  assert.equal(await isTold(), false)
  await passDays(2)
  assert.equal(await isTold(), true)
  await assert.rejects(act(eve, confirm), NONE_WAITS, 'it is over')
})

test('a second person who verifies an order confirms its silence', async (t) => {
  const { other, act, passDays, isTold } = await startSilenced(t, { verified: undefined })
  assert.equal(await isTold(), true)
  await act(other, { kind: 'verified', ground: 'called_back' })
  await passDays(40)
  assert.equal(await isTold(), false)
})

test("the silence of an authority's own key needs no second person", async (t) => {
  const desk = await startWorkingDesk(t, { driven: true })
  const { token } = await givenAuthority(desk)
  const silentUntil = new Date(desk.now().getTime() + 40 * DAY_MS).toISOString()
  const id = await receivedOrder(desk, token, orderOf(['coin-1'], { silentUntil }))
  const lead = await givenReviewer(desk, { roles: ['lead'] })
  const { body } = await send(desk, lead.token, 'GET', `/v1/authority-orders/${id}`)
  assert.deepEqual([body.silentUntil, body.silenceToConfirm], [silentUntil, null])
})

test('a silence from before this rule keeps its end', async (t) => {
  const { id, database, advance, passDays, isTold } = await startSilenced(t)
  await advance(MINUTE_MS)
  await database.ownerPool.query(
    sql`update authority_order_terms set confirm_silence_from = desk_now() where order_id = ${id}`,
  )
  await passDays(40)
  assert.equal(await isTold(), false)
})

test('the application role confirms no silence as its author', async (t) => {
  const { eve, id, database, passDays, isTold } = await startSilenced(t)
  const thief = await stealRole(t, database)
  const act = `insert into authority_order_act (order_id, kind, acted_by, at, until) values ('${id}'`
  for (const forged of [
    `${act}, 'silence_confirmed', '${eve.id}', '-infinity', null)`,
    `${act}, 'silence_extended', '${eve.id}', '-infinity', desk_now() + interval '80 days')`,
    `update authority_order_act set acted_by = acted_by`,
    `update authority_order_terms set confirm_silence_from = desk_now()`,
    `update authority_order_terms set silent_until = 'infinity'`,
    `update authority_order set entered_at = desk_now()`,
  ])
    await assert.rejects(thief.run(forged), isRefusal, forged)
  await passDays(3)
  assert.equal(await isTold(), true)
})
