import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import type { Action } from '../../src/foundation/domain.ts'
import { changeByTwo, givenAuthority, orderOf, receivedOrder } from '../support/authority.ts'
import { ruleOf, rulesOf, startAutomation } from '../support/automation.ts'
import { startBulkAction } from '../support/bulk-actions.ts'
import { send, violation } from '../support/desk-flow.ts'
import { identified, only, type Person, STAR, startGate } from '../support/gate-flow.ts'
import { stealRole } from '../support/role-thief.ts'
import { post, startStar } from '../support/star-account.ts'
import { checkLedger, type WorkingDesk } from '../support/working-desk.ts'

const PILLS = { kind: 'account', id: 'pills' } as const
const WEEK = { action: 'suspend', durationMs: 604_800_000 }
const named = identified(STAR, 'otto_and_the_owls')

const denyRole = (desk: WorkingDesk, role: 'reviewer' | 'senior' | 'lead', actions: readonly Action[] = ['suspend']) =>
  changeByTwo(desk, { kind: 'action_denial', role, actions })
const denyPerson = (desk: WorkingDesk, { id: staffId }: Pick<Person, 'id'>, actions: readonly Action[] = ['suspend']) =>
  changeByTwo(desk, { kind: 'action_denial', staffId, actions })

const listStates = ({ desk }: WorkingDesk) =>
  desk.db.listValues<string>(sql`select action || ' ' || state from enforcement order by length(id), id`)

type Answer = { status: number; body: Record<string, unknown> }
const refusalOf = ({ status, body }: Answer) => [status, body.why, body.action, body.roles]
const DENIED = [403, 'denied_action', 'suspend', ['senior', 'lead']]

test('a reviewer who may not suspend decides no suspension', async (t) => {
  const desk = await startGate(t)
  const { gate } = desk
  const [ana, sue] = [await desk.person(), await desk.person({ roles: ['reviewer', 'senior'] })]
  const caseId = await gate.claim(PILLS, ana)
  await denyRole(desk, 'reviewer')
  assert.deepEqual(refusalOf(await gate.preview(caseId, ana, WEEK)), DENIED)
  const decide = (action: object) =>
    gate.post(ana, `/v1/cases/${caseId}/decisions`, violation({ policyId: 'scam', actions: [action] }))
  const refused = await decide(WEEK)
  assert.deepEqual(refusalOf(refused), DENIED)
  assert.match(String(refused.body.detail), /“Take offline” is denied .* Ask a person with the role senior or lead\./)
  const stricter = await decide({ action: 'deactivate' })
  assert.deepEqual(refusalOf(stricter), [403, 'denied_action', 'deactivate', ['senior', 'lead']])
  assert.deepEqual(await listStates(desk), [], 'not even as rows that wait')
  const { body: me } = await gate.get(ana, '/v1/me')
  assert.deepEqual(me.deniedActions, [
    { action: 'deactivate', roles: ['senior', 'lead'] },
    { action: 'suspend', roles: ['senior', 'lead'] },
  ])
  assert.equal((await decide({ action: 'lock' })).status, 201, 'a milder action stays open')
  const other = await gate.claim({ kind: 'account', id: 'rosa' }, sue)
  assert.equal((await gate.ask(other, sue, WEEK)).status, 201, 'a person counts by their highest role')
  desk.work()
  await checkLedger(desk.desk)
})

test('a denied suspension is neither limited, joined, approved nor confirmed', async (t) => {
  const desk = await startGate(t)
  const { gate } = desk
  const [ana, ben, sue] = [await desk.person(), await desk.person(), await desk.person({ roles: ['senior'] })]
  const caseId = await gate.claim(PILLS, ana)
  const waiting = only((await gate.ask(await gate.claim(STAR, sue), sue, WEEK, named)).body.enforcements)
  await gate.consider(waiting, ben)
  await denyRole(desk, 'reviewer')
  const limited = await gate.interim(caseId, ana, 'limit', { on: 'account' })
  assert.deepEqual(refusalOf(limited), DENIED, 'a limit of the whole account counts as taking it offline')
  const joining = await gate.claim(STAR, ben)
  assert.deepEqual(refusalOf(await gate.ask(joining, ben, WEEK, named)), DENIED, 'nor as a second proposer')
  assert.equal((await gate.sendAnswer(waiting, ben, 'approve')).body.why, 'denied_action')
  assert.equal((await gate.sendAnswer(waiting, ben, 'duty')).body.why, 'denied_action')
  assert.notEqual((await gate.post(ana, '/v1/approvals/next')).body.enforcementId, waiting, 'nor is it offered')
  const declined = await gate.sendAnswer(waiting, ben, 'decline', 'it is a band')
  assert.equal(declined.body.state, 'declined', JSON.stringify(declined.body))
})

test('stopping and restoring stay open to a person who may not suspend', async (t) => {
  const desk = await startGate(t)
  const { gate } = desk
  const [ana, sue] = [await desk.person(), await desk.person({ roles: ['senior'] })]
  const waiting = only((await gate.ask(await gate.claim(STAR, sue), sue, WEEK, named)).body.enforcements)
  const offline = only((await gate.ask(await gate.claim(PILLS, sue), sue, WEEK)).body.enforcements)
  desk.work()
  await desk.enforcementIn(offline, 'in_effect')
  await denyRole(desk, 'senior', ['warn', 'label', 'limit', 'hide', 'remove', 'lock', 'suspend', 'deactivate'])
  assert.equal((await gate.post(ana, `/v1/enforcements/${waiting}/stop`)).status, 200)
  assert.equal((await gate.post(ana, `/v1/enforcements/${offline}/restore`)).status, 202)
  await desk.enforcementIn(offline, 'restored')
  const again = await gate.signed(sue, `/v1/enforcements/${offline}/reinstate`)
  assert.deepEqual(refusalOf(again), [403, 'denied_action', 'suspend', ['lead']])
})

test('a waiting suspension stops when its proposer is denied it', async (t) => {
  const desk = await startGate(t)
  const { gate } = desk
  const [ana, ben, cleo] = [await desk.person(), await desk.person(), await desk.person({ roles: ['lead'] })]
  const first = only((await gate.ask(await gate.claim(STAR, ana), ana, WEEK, named)).body.enforcements)
  assert.equal((await gate.approve(first, ben)).body.state, 'held')
  desk.work()
  await denyPerson(desk, ana)
  await desk.enforcementIn(first, 'stopped')
  const second = only((await gate.ask(await gate.claim(STAR, cleo), cleo, WEEK, named)).body.enforcements)
  assert.equal((await gate.approve(second, ben)).body.state, 'held')
  await denyPerson(desk, ben)
  await desk.enforcementIn(second, 'awaiting_approval')
})

test('posts are not hidden one by one until the account is offline', async (t) => {
  const desk = await startStar(t, 9)
  const ana = await desk.person()
  await denyRole(desk, 'reviewer')
  assert.deepEqual([await desk.hidesAlone(0, ana), await desk.hidesAlone(1, ana)], [true, true])
  const third = await desk.gate.ask(await desk.gate.claim(post(2), ana), ana, { action: 'hide' })
  assert.deepEqual(refusalOf(third), DENIED)
  assert.match(String(third.body.detail), /It would take the account offline/)
})

test('a denied person approves no hide that takes the account offline', async (t) => {
  const desk = await startStar(t, 9)
  const { gate } = desk
  const [ben, cleo] = [await desk.person(), await desk.person()]
  const sue = await desk.person({ roles: ['senior'] })
  const hide = async (n: number) =>
    only((await gate.ask(await gate.claim(post(n), sue), sue, { action: 'hide' }, named)).body.enforcements)
  for (const n of [0, 1]) await desk.hideByPlatform(n)
  const third = await hide(2)
  await gate.consider(third, ben)
  await denyPerson(desk, ben)
  await desk.advance(120_000)
  assert.equal((await gate.sendAnswer(third, ben, 'approve')).body.why, 'denied_action', 'long after the count')
  assert.equal((await gate.approve(third, cleo)).body.state, 'held')
  desk.work()
  await denyPerson(desk, cleo)
  await desk.enforcementIn(third, 'awaiting_approval')
  await denyPerson(desk, sue)
  await desk.enforcementIn(third, 'stopped')
})

test('a bulk action that hides counts as taking accounts offline', async (t) => {
  const bulk = await startBulkAction(t, { ordinary: 27, wide: 0 })
  const [sue, ben] = [await bulk.person({ roles: ['senior'] }), await bulk.person({ roles: ['lead'] })]
  const contents = Array.from({ length: 27 }, (_, n) => `hide-${n}`)
  await bulk.demo.store.inTransaction((tx) => {
    for (const id of contents)
      tx.run`insert into content (id, account_id, kind, text, created_at)
        values (${id}, 'bulk0', 'post', 'More.', '2026-01-01T00:00:00Z')`
  })
  const list = contents.map((id) => `content:${id}`).join('\n')
  const propose = () => bulk.propose(sue, { enforcement: { action: 'hide' }, list })
  const proposed = await propose()
  assert.equal(proposed.status, 201, JSON.stringify(proposed.body))
  const id = String(proposed.body.id)
  await bulk.until(id, sue, 'proposed')
  await denyPerson(bulk, ben)
  const sampled = await bulk.gate.post(ben, `/v1/bulk-actions/${id}/sample`)
  assert.deepEqual([sampled.status, sampled.body.why], [403, 'denied_action'])
  await denyPerson(bulk, sue)
  assert.deepEqual(refusalOf(await propose()).slice(0, 3), [403, 'denied_action', 'suspend'])
})

test('a denied action enters no bulk action, as proposer or approver', async (t) => {
  const bulk = await startBulkAction(t, { ordinary: 27, wide: 0 })
  const { gate } = bulk
  const [sue, ben] = [await bulk.person({ roles: ['senior'] }), await bulk.person({ roles: ['lead'] })]
  const id = String((await bulk.propose(sue)).body.id)
  await bulk.until(id, sue, 'proposed')
  await denyPerson(bulk, ben)
  const sampled = await gate.post(ben, `/v1/bulk-actions/${id}/sample`)
  assert.deepEqual([sampled.status, sampled.body.why], [403, 'denied_action'])
  const cleo = await bulk.person({ roles: ['lead'], team: 'north' })
  await bulk.judge(id, cleo)
  assert.equal((await gate.signed(cleo, `/v1/bulk-actions/${id}/approve`)).status, 200)
  await bulk.until(id, sue, 'looking')
  const continued = await gate.post(ben, `/v1/bulk-actions/${id}/continue`, { stage: 0 })
  assert.deepEqual(refusalOf(continued).slice(0, 2), [403, 'denied_action'])
  const forged = bulk.desk.db.query(sql`
    update bulk_action set state = 'running', moved_by = ${`staff:${ben.id}`} where id = ${id}`)
  await assert.rejects(forged, { code: 'CS001' })
  await denyRole(bulk, 'senior')
  assert.deepEqual(refusalOf(await bulk.propose(sue)), [403, 'denied_action', 'suspend', ['lead']])
  assert.equal((await gate.post(cleo, `/v1/bulk-actions/${id}/continue`, { stage: 0 })).status, 200)
  await bulk.goOn()
  assert.equal(await bulk.countOffline(), 1, 'its proposer is denied it now, so no further account goes offline')
})

test('a rule does not act for an owner who is denied it', async (t) => {
  const hide = ruleOf('hides', 'signal.score >= 0.97', '{ hide: { policy: scam } }')
  const desk = await startAutomation(t, rulesOf([hide], { owner: 'Plover' }))
  const { id } = await desk.person()
  await desk.database.ownerPool.query(sql`update staff set pseudonym = 'Plover' where id = ${id}`)
  await denyPerson(desk, { id }, ['hide'])
  await desk.signal('rosa-1')
  const [run] = await desk.spoken('rosa-1')
  assert.deepEqual([run?.outcome, run?.enforcementId], ['left', null])
  assert.match(String(run?.why), /is denied to/)
  assert.equal(await desk.visit('content:rosa-1'), 200)
})

test('the order of an authority is no way around a denial', async (t) => {
  const desk = await startGate(t)
  const ana = await desk.person()
  const authority = await givenAuthority(desk)
  await denyRole(desk, 'senior', ['hide'])
  await receivedOrder(desk, authority.token, orderOf(['otto-1']))
  assert.deepEqual(await listStates(desk), [], 'an order alone changes nothing')
  const caseId = await desk.gate.claim({ kind: 'content', id: 'otto-1' }, ana)
  const removal = violation({ policyId: 'public-danger', actions: [{ action: 'remove' }] })
  const decided = await desk.gate.post(ana, `/v1/cases/${caseId}/decisions`, removal)
  assert.deepEqual(refusalOf(decided).slice(0, 2), [403, 'denied_action'], 'the law is no way around a denial')
})

test('a case that a person opens leads to no denied action', async (t) => {
  const desk = await startGate(t)
  const ana = await desk.person()
  await denyRole(desk, 'reviewer')
  const opened = await send(desk, ana.token, 'POST', '/v1/cases', {
    subject: PILLS,
    category: 'SCAMS_AND_FRAUD',
    source: 'authority',
    reason: 'They asked by telephone.',
  })
  assert.equal(opened.status, 201, JSON.stringify(opened.body))
  const caseId = String(opened.body.caseId ?? opened.body.id)
  await send(desk, ana.token, 'POST', `/v1/cases/${caseId}/claim`)
  assert.deepEqual(refusalOf(await desk.gate.ask(caseId, ana, WEEK)), DENIED)
})

test('a stolen database role gets no denied action past PostgreSQL', async (t) => {
  const desk = await startGate(t)
  const [ana, sue] = [await desk.person(), await desk.person({ roles: ['senior'] })]
  await denyRole(desk, 'reviewer')
  const thief = await stealRole(t, desk.database)
  const insert = (who: Person, action: string, more = `'account:pills', 'pills'`) =>
    thief.run(`insert into enforcement (subject, account_id, action, duration_ms, policy_id, source, proposed_by, protected, moved_by, expires_at)
      values (${more}, '${action}', 86400000, 'scam', 'person', 'staff:${who.id}', false, 'staff:${who.id}', desk_now() + interval '1 hour')`)
  for (const action of ['suspend', 'deactivate', 'limit']) {
    await assert.rejects(insert(ana, action), { code: 'CS001', message: /is denied to/ }, action)
  }
  await insert(sue, 'suspend')
  await assert.rejects(
    insert(ana, 'hide', `'content:otto-1', 'otto'`),
    { message: /is denied to/ },
    'contents uncounted',
  )
  const forgeries = [
    `insert into action_denial (role, actions, change_id) values ('reviewer', '{}', 'chg_1')`,
    `update action_denial set actions = '{}'`,
    'delete from action_denial',
  ]
  for (const forgery of forgeries) await assert.rejects(thief.run(forgery), { code: '42501' }, forgery)
})
