import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { enteredOrder, givenAuthority, orderOf, receivedOrder } from '../support/authority.ts'
import { findProblems } from '../support/changes.ts'
import { send } from '../support/desk-flow.ts'
import { ASSESSMENT, MINISTER, minutes, only, STAR } from '../support/gate-flow.ts'
import { speech, startMinisterPosts } from '../support/minister-posts.ts'

const DEACTIVATE = { action: 'deactivate' }
const POLICY = 'court-order'

test('an order that names an account loosens nothing, however late it is', async (t) => {
  const desk = await startMinisterPosts(t, 1)
  const { gate } = desk
  const authority = await givenAuthority(desk)
  const eve = await desk.person({ roles: ['lead'] })
  const named = { identified: { accountId: MINISTER.id, handle: 'minister_vale' } }
  const caseId = await gate.claim(MINISTER, eve)
  const asked = async () => {
    await gate.post(eve, `/v1/cases/${caseId}/claim`)
    const { body } = await gate.preview(caseId, eve, DEACTIVATE, { policyId: 'public-danger' })
    assert.ok(body.requirement, JSON.stringify(body))
    return [body.requirement, body.verb]
  }
  const before = await asked()
  const order = orderOf([], {
    contents: undefined,
    accounts: [MINISTER.id],
    addresses: ['https://harbour.example/@minister_vale'],
  })
  const orderId = await receivedOrder(desk, authority.token, order)
  assert.deepEqual(await asked(), before)
  await desk.advance(minutes(59))
  assert.deepEqual(await asked(), before, 'a minute before its end')
  await desk.advance(minutes(2))
  assert.deepEqual(await asked(), before, 'after its end')
  for (const kind of ['order', 'document']) {
    const wish = { ...DEACTIVATE, ground: { kind, ref: orderId } }
    const { status } = await gate.preview(caseId, eve, wish, { policyId: 'public-danger' })
    assert.ok(status === 400 || status === 422, `${kind}: ${status}`)
  }
  const decided = await gate.ask(caseId, eve, DEACTIVATE, { ...named, ...ASSESSMENT }, 'public-danger')
  assert.equal(decided.status, 201, JSON.stringify(decided.body))
  await desk.enforcementIn(only(decided.body.enforcements), 'awaiting_approval')
  assert.equal(await desk.visit(`account:${MINISTER.id}`), 200)
})

test('an order on a content allows nothing on its account', async (t) => {
  const desk = await startMinisterPosts(t, 1)
  const { gate } = desk
  const authority = await givenAuthority(desk)
  const eve = await desk.person({ roles: ['lead'] })
  const orderId = await receivedOrder(desk, authority.token, orderOf([speech(0).id]))
  const caseId = await gate.claim(MINISTER, eve)
  for (const action of ['lock', 'suspend', 'deactivate']) {
    const wish = { action, ground: { kind: 'order', ref: orderId } }
    const { status } = await gate.preview(caseId, eve, wish, { policyId: 'public-danger' })
    assert.ok(status === 400 || status === 422, `${action}: ${status}`)
  }
  assert.equal(await desk.visit(`account:${MINISTER.id}`), 200)
})

test('an order that no person verified is no ground to act alone', async (t) => {
  const desk = await startMinisterPosts(t, 1)
  const { gate } = desk
  const eve = await desk.person({ roles: ['lead'] })
  const then = new Date(desk.now().getTime() - minutes(1))
  const given = { kind: 'illegal_content', policyId: POLICY, verified: undefined }
  const orderId = await receivedOrder(desk, eve.token, enteredOrder([speech(0).id], then, given))
  const caseId = await gate.claim(speech(0), eve)
  const wish = { action: 'hide', ground: { kind: 'document', ref: orderId } }
  const refused = await gate.preview(caseId, eve, wish, { policyId: POLICY })
  assert.deepEqual([refused.status, refused.body.reason], [422, 'ground'], JSON.stringify(refused.body))
  const act = { kind: 'verified', ground: 'called_back', note: 'Called the duty desk.' }
  assert.equal((await gate.post(eve, `/v1/authority-orders/${orderId}/acts`, act)).status, 201)
  assert.equal((await gate.preview(caseId, eve, wish, { policyId: POLICY })).status, 200)
  assert.deepEqual(await findProblems(desk.desk.db), [])
})

test('the person who entered an order is no second person', async (t) => {
  const desk = await startMinisterPosts(t, 1)
  const { gate } = desk
  const [ana, clerk, checker, cleo] = [
    await desk.person(),
    await desk.person({ roles: ['lead'] }),
    await desk.person({ roles: ['senior'] }),
    await desk.person(),
  ]
  const then = new Date(desk.now().getTime() - minutes(1))
  const given = { kind: 'illegal_content', policyId: POLICY, contents: undefined, accounts: [STAR.id] }
  const orderId = await receivedOrder(desk, clerk.token, enteredOrder([], then, { ...given, verified: undefined }))
  const act = { kind: 'verified', ground: 'signature' }
  assert.equal((await gate.post(checker, `/v1/authority-orders/${orderId}/acts`, act)).status, 201)
  const caseId = await gate.claim(STAR, ana)
  const named = { identified: { accountId: STAR.id, handle: 'otto_and_the_owls' } }
  const enforcementId = only((await gate.ask(caseId, ana, DEACTIVATE, named)).body.enforcements)
  for (const who of [clerk, checker]) {
    assert.equal((await gate.post(who, '/v1/approvals/next')).status, 204, 'it is not offered')
    assert.equal((await gate.sendAnswer(enforcementId, who, 'duty')).body.why, 'opened')
  }
  assert.equal((await gate.approve(enforcementId, cleo)).status, 200)
})

test('an order tells a reviewer nothing before their own review', async (t) => {
  const desk = await startMinisterPosts(t, 1)
  const { gate } = desk
  const authority = await givenAuthority(desk)
  const [eve, lead, cleo] = [await desk.person(), await desk.person({ roles: ['lead'] }), await desk.person()]
  const deadline = new Date(desk.now().getTime() + minutes(60)).toISOString()
  const given = { kind: 'information', policyId: POLICY, contents: undefined, accounts: [STAR.id], deadline }
  const orderId = await receivedOrder(desk, authority.token, orderOf([], given))
  const seen = async (who: typeof cleo) => {
    const { body } = await send(desk, who.token, 'GET', `/v1/authority-orders/${orderId}`)
    return [body.state, (body.acts as []).length]
  }
  const caseId = await gate.claim(STAR, eve)
  const named = { identified: { accountId: STAR.id, handle: 'otto_and_the_owls' } }
  only((await gate.ask(caseId, eve, DEACTIVATE, named)).body.enforcements)
  const act = { kind: 'answered', outcome: 'given', note: 'The owner sells pills.' }
  assert.equal((await gate.post(lead, `/v1/authority-orders/${orderId}/acts`, act)).status, 201)
  assert.deepEqual(await seen(eve), ['answered', 1], 'the proposer knows')
  assert.deepEqual(await seen(cleo), ['open', 0])
  const listed = await send(desk, cleo.token, 'GET', '/v1/authority-orders?state=answered')
  assert.deepEqual(listed.body.items, [])
})

test('a stolen key of an authority only sends orders', async (t) => {
  const desk = await startMinisterPosts(t, 1)
  const { id: _id, token } = await givenAuthority(desk)
  const orderId = await receivedOrder(desk, token, orderOf([speech(0).id]))
  for (const [method, url, body] of [
    ['POST', `/v1/authority-orders/${orderId}/acts`, { kind: 'contested', ground: 'manifest_errors', note: 'x' }],
    ['GET', `/v1/authority-orders/${orderId}`, undefined],
    ['GET', `/v1/authority-orders/${orderId}/document`, undefined],
    ['GET', '/v1/legal-holds', undefined],
  ] as const)
    assert.equal((await send(desk, token, method, url, body)).status, 403, url)
  const other = orderOf(['elsewhere~post-1'], { reference: 'HH-2' })
  assert.equal((await send(desk, token, 'POST', '/v1/authority-orders', other)).status, 400, 'another platform')
  const { rows } = await desk.desk.db.query(sql`select from enforcement`)
  assert.deepEqual(rows, [], 'no order acts')
  const reviewer = await desk.person()
  const act = { kind: 'answered', outcome: 'partly' }
  assert.equal((await desk.gate.post(reviewer, `/v1/authority-orders/${orderId}/acts`, act)).status, 403)
})
