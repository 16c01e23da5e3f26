import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import sql from 'sql-template-tag'
import { enteredOrder, givenAuthority, orderOf, receivedOrder } from '../../../../test/support/authority.ts'
import { findProblems } from '../../../../test/support/changes.ts'
import { givenReviewer, send, violation } from '../../../../test/support/desk-flow.ts'
import { waitFor } from '../../../../test/support/wait-for.ts'
import { startWorkingDesk } from '../../../../test/support/working-desk.ts'
import { withDeclares } from '../../../admin/rule-sets/policies-in-force.ts'
import { adoptAtSetup } from '../../../admin/rule-sets/versions.ts'
import { inTransaction } from '../../../foundation/database/db.ts'
import { eraseOrders } from './erase-orders.ts'
import { watchOrders } from './watch-orders.ts'

const MINUTE_MS = 60_000
const DAY_MS = 1_440 * MINUTE_MS
const TERMS = {
  legalBasis: 'Regulation (EU) 2021/784, article 3',
  reasons: 'It glorifies an attack.',
  redress: 'Complaint to the court of Dublin within four weeks.',
  contact: 'duty@authority.example',
  language: 'en',
}

/** A desk with an authority that sends orders, and a lead who acts on them. */
async function startOrders(t: TestContext) {
  const desk = await startWorkingDesk(t, { driven: true })
  const authority = await givenAuthority(desk)
  const lead = await givenReviewer(desk, { roles: ['lead'] })
  const read = async (id: string) => (await send(desk, lead.token, 'GET', `/v1/authority-orders/${id}`)).body
  const act = (id: string, body: object, who = lead) =>
    send(desk, who.token, 'POST', `/v1/authority-orders/${id}/acts`, body)
  const later = (minutes: number) => new Date(desk.now().getTime() + minutes * MINUTE_MS).toISOString()
  const clocks = () =>
    desk.desk.db.list<{ subject: string; how: string | null }>(sql`select subject, how from legal_clock order by id`)
  return { ...desk, authority, lead, read, act, later, clocks }
}

test('an order keeps its terms, and its items get cases and clocks', async (t) => {
  const desk = await startOrders(t)
  const order = orderOf(['coin-1'], {
    ...TERMS,
    addresses: ['https://harbour.example/posts/pills-1', 'https://harbour.example/posts/none'],
    accounts: ['coin'],
    deadline: desk.later(600),
    silentUntil: desk.later(90 * 1_440),
  })
  const sent = await send(desk, desk.authority.token, 'POST', '/v1/authority-orders', order)
  assert.equal(sent.status, 201, JSON.stringify(sent.body))
  const { id, dueAt, unresolved, cases } = sent.body as { id: string; dueAt: string; unresolved: []; cases: [] }
  assert.deepEqual([dueAt, unresolved, cases.length], [desk.later(60), ['https://harbour.example/posts/none'], 3])
  const again = await send(desk, desk.authority.token, 'POST', '/v1/authority-orders', order)
  assert.deepEqual([again.status, again.body], [200, sent.body])
  const told = await desk.read(id)
  assert.deepEqual(
    [told.authorityContact, told.reasons, told.verified, told.memberState, told.state, told.missing],
    [TERMS.contact, TERMS.reasons, 'key', 'IE', 'open', []],
  )
  assert.equal(told.silentUntil, desk.later(42 * 1_440), 'six weeks at most')
  const items = told.items as { subject: { kind: string; id: string }; dueAt: string }[]
  assert.deepEqual(
    items.map(({ subject, dueAt: due }) => [subject.kind, subject.id, due]),
    [
      ['account', 'coin', dueAt],
      ['content', 'coin-1', dueAt],
      ['content', 'pills-1', dueAt],
    ],
  )
  const holds = await desk.desk.db.list(sql`select subject, placed_by from legal_hold order by subject`)
  assert.deepEqual(
    holds,
    ['coin-1', 'pills-1'].map((content) => ({ subject: `content:${content}`, placed_by: null })),
  )
  const listed = await send(desk, desk.lead.token, 'GET', '/v1/authority-orders?account=coin&state=open')
  const [one] = listed.body.items as Record<string, unknown>[]
  assert.deepEqual([one?.id, one?.reasons, one?.authorityContact], [id, undefined, undefined], 'a list has no words')
  const reviewer = await givenReviewer(desk)
  const seen = await send(desk, reviewer.token, 'GET', `/v1/authority-orders/${id}`)
  assert.deepEqual([seen.status, 'authorityContact' in seen.body], [200, false], 'the contact is for leads')
  assert.deepEqual(await findProblems(desk.desk.db), [])
})

test("a contest stops an order's clocks, a resumption starts them", async (t) => {
  const desk = await startOrders(t)
  const id = await receivedOrder(desk, desk.authority.token, orderOf(['coin-1'], { reference: 'one' }))
  await receivedOrder(desk, desk.authority.token, orderOf(['coin-1'], { reference: 'other' }))
  const contested = { kind: 'contested', ground: 'force_majeure', note: 'Our data centre is under water.' }
  assert.equal((await desk.act(id, { ...contested, note: undefined })).status, 400)
  assert.equal((await desk.act(id, { ...contested, ground: 'called_back' })).status, 400)
  assert.equal((await desk.act(id, { kind: 'resumed', until: desk.later(30) })).status, 409)
  assert.equal((await desk.act(id, contested)).status, 201)
  assert.equal((await desk.act(id, contested)).status, 409)
  assert.equal((await desk.act(id, { kind: 'answered', outcome: 'partly' })).status, 409)
  assert.equal((await desk.act(id, { kind: 'resumed', until: desk.later(61) })).status, 409, 'one hour at most')
  const on = { subject: 'content:coin-1' }
  assert.deepEqual(await desk.clocks(), [
    { ...on, how: 'contested' },
    { ...on, how: null },
  ])
  const { rows } = await desk.desk.db.query(sql`select to_role from alert where kind = 'authority_order' order by 1`)
  assert.deepEqual(rows, [{ to_role: 'lead' }, { to_role: 'policy' }], 'the others learn that one person stopped it')
  const resumed = await desk.act(id, { kind: 'resumed', until: desk.later(30) })
  assert.equal(resumed.status, 201, JSON.stringify(resumed.body))
  assert.deepEqual(
    (resumed.body.items as { dueAt: string }[]).map(({ dueAt }) => dueAt),
    [desk.later(30)],
  )
  assert.equal((await desk.clocks()).length, 3)
  assert.deepEqual(await findProblems(desk.desk.db), [])
})

test('an answer says what the platform shows', async (t) => {
  const desk = await startOrders(t)
  const id = await receivedOrder(desk, desk.authority.token, orderOf(['coin-1']))
  const given = { kind: 'answered', outcome: 'given' }
  assert.equal((await desk.act(id, given)).status, 409, 'it is still visible')
  assert.equal((await desk.act(id, { ...given, outcome: 'partly' })).status, 409)
  assert.equal((await desk.act(id, { ...given, outcome: 'not_given' })).status, 409, 'a removal order is contested')
  const claimed = await send(desk, desk.lead.token, 'POST', '/v1/cases/claim-next')
  const hide = violation({ policyId: 'public-danger', actions: [{ action: 'hide' }] })
  const decided = await send(desk, desk.lead.token, 'POST', `/v1/cases/${claimed.body.id}/decisions`, hide)
  assert.equal(decided.status, 201, JSON.stringify(decided.body))
  desk.work()
  await desk.enforcementIn(String((decided.body.enforcements as string[])[0]), 'in_effect')
  await waitFor('the clock to be met', async () => (await desk.clocks())[0]?.how === 'met')
  const answered = await desk.act(id, given)
  assert.equal(answered.status, 201, JSON.stringify(answered.body))
  assert.equal(answered.body.state, 'answered')
  assert.equal((await desk.act(id, given)).status, 409)
  await desk.advance(61 * MINUTE_MS)
  assert.equal(await watchOrders(desk.desk), 0)
  assert.equal((await desk.act(id, { kind: 'preserved', until: desk.later(300 * 1_440) })).status, 201)
  const { rows } = await desk.desk.db.query<{ n: number }>(sql`select count(*)::integer as n from legal_hold`)
  assert.deepEqual(rows, [{ n: 3 }], 'from the receipt, from the removal, and as the authority asked')
  assert.deepEqual(await findProblems(desk.desk.db), [])
})

test('an unanswered order alerts once, though its cases were decided', async (t) => {
  const desk = await startOrders(t)
  await receivedOrder(desk, desk.authority.token, orderOf(['coin-1']))
  const claimed = await send(desk, desk.lead.token, 'POST', '/v1/cases/claim-next')
  const fine = violation({ conclusion: 'no_violation', policyId: undefined, actions: [] })
  assert.equal((await send(desk, desk.lead.token, 'POST', `/v1/cases/${claimed.body.id}/decisions`, fine)).status, 201)
  assert.equal((await desk.clocks())[0]?.how, 'decided')
  assert.equal(await watchOrders(desk.desk), 0)
  await desk.advance(61 * MINUTE_MS)
  assert.equal(await watchOrders(desk.desk), 1)
  assert.equal(await watchOrders(desk.desk), 0)
})

test('a resumed order alerts at its new time, once more', async (t) => {
  const desk = await startOrders(t)
  const id = await receivedOrder(desk, desk.authority.token, orderOf(['coin-1']))
  const contest = { kind: 'contested', ground: 'force_majeure', note: 'No power.' }
  const resume = async () => {
    assert.equal((await desk.act(id, contest)).status, 201)
    const resumed = await desk.act(id, { kind: 'resumed', until: desk.later(60) })
    assert.equal(resumed.status, 201, JSON.stringify(resumed.body))
  }
  await desk.advance(50 * MINUTE_MS)
  await resume()
  await desk.advance(20 * MINUTE_MS)
  assert.equal(await watchOrders(desk.desk), 0, 'its first time counts no more')
  await desk.advance(41 * MINUTE_MS)
  assert.equal(await watchOrders(desk.desk), 1)
  await resume()
  assert.equal(await watchOrders(desk.desk), 0)
  await desk.advance(61 * MINUTE_MS)
  assert.equal(await watchOrders(desk.desk), 1)
  assert.equal(await watchOrders(desk.desk), 0)
})

test('an answer about a part leaves an order open', async (t) => {
  const desk = await startOrders(t)
  const order = orderOf(['coin-1'], { kind: 'information', policyId: 'court-order', deadline: desk.later(60) })
  const id = await receivedOrder(desk, desk.authority.token, order)
  const partly = await desk.act(id, { kind: 'answered', outcome: 'partly' })
  assert.deepEqual([partly.status, partly.body.state], [201, 'open'], JSON.stringify(partly.body))
  await desk.advance(61 * MINUTE_MS)
  assert.equal(await watchOrders(desk.desk), 1)
  assert.equal((await desk.act(id, { kind: 'answered', outcome: 'given' })).body.state, 'answered')
})

test('only a genuine order at an open case led to it', async (t) => {
  const desk = await startOrders(t)
  const { db } = desk.desk
  const terms = { kind: 'illegal_content', policyId: 'court-order', contents: undefined, accounts: ['coin'] }
  const entered = enteredOrder([], new Date(desk.now().getTime() - MINUTE_MS), { ...terms, verified: undefined })
  const id = await receivedOrder(desk, desk.lead.token, entered)
  const isOrdered = () =>
    db.findValue<boolean>(sql`
      select ordered from review_case opened, case_causes(opened.id, opened.subject) where opened.closed_at is null`)
  assert.equal(await isOrdered(), false, 'no person verified it')
  assert.equal((await desk.act(id, { kind: 'verified', ground: 'signature' })).status, 201)
  assert.equal(await isOrdered(), true)
  await db.query(sql`update review_case set state = 'closed', closed_at = desk_now()`)
  await desk.advance(DAY_MS)
  await db.query(sql`
    insert into review_case (subject, account_id, category, queue, severity, rank, due_at, partition_id)
    select subject, account_id, category, queue, severity, rank, due_at, partition_id from review_case`)
  assert.equal(await isOrdered(), false, 'a later case is none of the order')
})

test('an order names 100 contents and an address', async (t) => {
  const desk = await startOrders(t)
  const contents = Array.from({ length: 100 }, (_, at) => `bulk-${at}`)
  await receivedOrder(
    desk,
    desk.authority.token,
    orderOf(contents, { addresses: ['https://harbour.example/posts/coin-1'] }),
  )
})

test('an unverified removal order preserves nothing', async (t) => {
  const desk = await startOrders(t)
  const { db } = desk.desk
  const then = new Date(desk.now().getTime() - MINUTE_MS)
  const id = await receivedOrder(desk, desk.lead.token, enteredOrder(['coin-1'], then, { verified: undefined }))
  const holds = () => db.listValues<string>(sql`select subject from legal_hold`)
  assert.deepEqual(await holds(), [])
  const forced = sql`insert into legal_hold (subject, reason, order_id) values ('content:coin-1', 'An order.', ${id})`
  await assert.rejects(db.query(forced), /no verified order/)
  assert.equal((await desk.act(id, { kind: 'verified', ground: 'signature' })).status, 201)
  assert.deepEqual(await holds(), ['content:coin-1'])
})

test('no effect on a content answers an order to provide information', async (t) => {
  const desk = await startOrders(t)
  const order = orderOf(['coin-1'], { kind: 'information', policyId: 'court-order', deadline: desk.later(120) })
  const id = await receivedOrder(desk, desk.authority.token, order)
  const claimed = await send(desk, desk.lead.token, 'POST', '/v1/cases/claim-next')
  const fine = violation({ conclusion: 'no_violation', policyId: undefined, actions: [] })
  await send(desk, desk.lead.token, 'POST', `/v1/cases/${claimed.body.id}/decisions`, fine)
  assert.equal((await desk.clocks())[0]?.how, null)
  assert.equal((await desk.act(id, { kind: 'answered', outcome: 'given', note: 'Sent by courier.' })).status, 201)
  assert.equal((await desk.clocks())[0]?.how, 'answered')
})

test('silence is extended once, before it ends', async (t) => {
  const desk = await startOrders(t)
  const silent = orderOf(['coin-1'], { silentUntil: desk.later(42 * 1_440) })
  const id = await receivedOrder(desk, desk.authority.token, silent)
  const extend = (days: number) => desk.act(id, { kind: 'silence_extended', until: desk.later(days * 1_440) })
  assert.equal((await extend(85)).status, 409, 'by six weeks at most')
  assert.equal((await extend(41)).status, 409, 'never shortened')
  assert.equal((await extend(84)).status, 201)
  assert.equal((await extend(84)).status, 409, 'once')
  const other = await givenReviewer(desk, { roles: ['lead'] })
  assert.equal((await desk.act(id, { kind: 'silence_confirmed' }, other)).status, 201)
  assert.equal((await desk.read(id)).silentUntil, desk.later(84 * 1_440))
})

test('400: an order without items, or with times that it can’t have', async (t) => {
  const desk = await startOrders(t)
  const field = async (more: object, token = desk.authority.token, base: object = orderOf(['coin-1'])) => {
    const { status, body } = await send(desk, token, 'POST', '/v1/authority-orders', { ...base, ...more })
    return [status, (body.errors as { field: string }[] | undefined)?.[0]?.field]
  }
  assert.deepEqual(await field({ contents: [] }), [400, 'contents'])
  assert.deepEqual(await field({ deadline: desk.later(-1) }), [400, 'deadline'])
  assert.deepEqual(await field({ deadline: desk.later(366 * 1_440) }), [400, 'deadline'])
  assert.deepEqual(await field({ silentUntil: desk.later(0) }), [400, 'silentUntil'])
  assert.deepEqual(await field({ verified: 'signature' }), [400, 'verified'], 'a key proves its sender')
  assert.deepEqual(await field({ memberState: 'DE' }), [400, 'memberState'])
  assert.deepEqual(await field({ reasons: 'a\0b' }), [400, 'reasons'])
  assert.deepEqual(await field({ addresses: ['\ud800'] }), [400, 'addresses/0'])
  const entered = enteredOrder(['coin-1'], new Date(desk.now().getTime() - 30 * DAY_MS))
  assert.deepEqual(await field({ deadline: desk.later(-31 * 1_440) }, desk.lead.token, entered), [400, 'deadline'])
  assert.deepEqual(await field({ deadline: desk.later(-1) }, desk.lead.token, entered), [201, undefined], 'it is late')
})

test('the words of an order are deleted, its record stays', async (t) => {
  const desk = await startOrders(t)
  const { db } = desk.desk
  const document = { name: 'order.txt', mediaType: 'text/plain', base64: Buffer.from('Remove it.').toString('base64') }
  const order = orderOf(['coin-1'], { ...TERMS, kind: 'illegal_content', policyId: 'court-order', document })
  const id = await receivedOrder(desk, desk.authority.token, order)
  await desk.act(id, { kind: 'answered', outcome: 'not_given', note: 'It is satire.' })
  const close = sql`update review_case set state = 'closed', closed_at = desk_now()`
  await desk.advance(400 * DAY_MS)
  await db.query(close)
  assert.equal(await eraseOrders(desk.desk), 0, 'no time of storage was approved')
  await inTransaction(db, (tx) => adoptAtSetup(tx, withDeclares('retention', 'days: { order: 183 }\n')))
  assert.equal(await eraseOrders(desk.desk), 1)
  const kept = sql`select authority, erased_at is not null as erased, reasons, contact, act.note from authority_order known
    join authority_order_terms on order_id = known.id join authority_order_act act on act.order_id = known.id`
  const erased = { erased: true, reasons: null, contact: null, note: null }
  assert.deepEqual(await db.list(kept), [{ authority: 'Harbour Hotline', ...erased }])
  assert.deepEqual(await db.list(sql`select from authority_order_document`), [])
  assert.deepEqual(await findProblems(db), [])
})
