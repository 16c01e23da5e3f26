import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { setProfileAtSetup } from '../../src/admin/setup/profile.ts'
import { changeByTwo } from '../support/authority.ts'
import { endSetup } from '../support/changes.ts'
import { violation } from '../support/desk-flow.ts'
import { identified, only, STAR } from '../support/gate-flow.ts'
import { exampleOf, startOwnActions } from '../support/own-actions.ts'
import { isRefusal, stealRole } from '../support/role-thief.ts'

const PILLS = { kind: 'account', id: 'pills' } as const
const DAY_MS = 86_400_000
const GAME = exampleOf('game', 'items')
/** The same actions, in which a ban takes no more than the search for matches. */
const MILD = GAME.replace('takes: [posting, sign-in, feature]', 'takes: [feature]')
const BAN = { action: 'suspend', durationMs: DAY_MS, own: { id: 'ban' } }

test('one person declares no action as mild', async (t) => {
  const desk = await startOwnActions(t, 'game')
  const ana = await desk.person({ roles: ['policy'] })
  await endSetup(desk.desk.db)
  const change = { kind: 'rule_set', name: 'items', text: MILD }
  const { status, body } = await desk.gate.post(ana, '/v1/changes', { change, reason: 'so' })
  assert.deepEqual([status, body.state, body.direction], [201, 'proposed', 'mixed'], JSON.stringify(body))
  assert.match(
    String(body.says),
    /The action ban changes\. It took posting, sign-in and a feature from account and takes a feature from account/,
  )
  const { rows } = await desk.database.ownerPool.query(sql`
    select base_action('account', array(select jsonb_array_elements_text(find_declaration('ban') -> 'action' -> 'takes')), true, true) as base`)
  assert.deepEqual(rows, [{ base: 'suspend' }], 'the declaration in force is the old one')
})

test('no person signs declarations that differ from their text', async (t) => {
  const desk = await startOwnActions(t, 'game')
  const [eve, ben] = [await desk.person({ roles: ['policy'] }), await desk.person({ roles: ['policy'] })]
  await endSetup(desk.desk.db)
  const thief = await stealRole(t, desk.database)
  const declares = [
    { on: ['account'], action: { action: 'ban', title: { en: 'Ban' }, takes: ['feature'], reversible: true } },
  ]
  const { rows } = await desk.desk.db.query<{ hash: string }>(
    sql`select encode(hash, 'hex') as hash from rule_set_version where name = 'items' order by version desc limit 1`,
  )
  const body = JSON.stringify({ name: 'items', text: `${GAME}\n`, from: rows[0]?.hash, declares })
  await thief.run(`insert into desk_change (kind, body, says, direction, reason, proposed_by, moved_by)
    values ('rule_set', $$${body}$$, 'only a line break', 'mixed', 'so', '${eve.id}', 'staff:${eve.id}')`)
  const id = await desk.desk.db.onlyValue<string>(sql`select id from desk_change where kind = 'rule_set'`)
  const asked = await desk.gate.post(ben, '/v1/signings', { act: 'change_agree', about: id })
  assert.equal(asked.status, 409, JSON.stringify(asked.body))
  assert.match(String(asked.body.detail), /declares other actions than its text/)
})

test('the application role inserts no undeclared action and no forged losses', async (t) => {
  const desk = await startOwnActions(t, 'game')
  const { gate } = desk
  const ana = await desk.person()
  const caseId = await gate.claim(PILLS, ana)
  const mute = { action: 'lock', durationMs: DAY_MS, own: { id: 'mute' } }
  only((await gate.ask(caseId, ana, mute)).body.enforcements)
  const thief = await stealRole(t, desk.database)
  const insert = (action: string, own: object, more = '') =>
    thief.run(`insert into enforcement (subject, account_id, action, duration_ms, policy_id, source, proposed_by, protected, moved_by, expires_at, own_action ${more && ', interim, interim_reason'})
      values ('account:pills', 'pills', '${action}', ${DAY_MS}, 'scam', 'person', 'staff:${ana.id}', false, 'staff:${ana.id}', now() + interval '1 hour', $$${JSON.stringify(own)}$$ ${more})`)
  const title = { en: 'Ban', de: 'Bann' }
  const ban = { action: 'ban', title, takes: ['posting', 'sign-in', 'feature'], reversible: true, parameters: {} }
  await insert('suspend', ban)
  for (const [action, own, more] of [
    ['suspend', { ...ban, action: 'praise' }, ''],
    ['lock', ban, ''],
    ['lock', { ...ban, takes: ['feature'] }, ''],
    ['suspend', { ...ban, title: { en: 'Praise' } }, ''],
    ['deactivate', { ...ban, reversible: false }, ''],
    ['suspend', { ...ban, parameters: [] }, ''],
  ] as const)
    await assert.rejects(insert(action, own, more), isRefusal, JSON.stringify(own))
  const hold = {
    action: 'mute',
    title: { en: 'Mute', de: 'Stummschaltung' },
    takes: ['posting'],
    reversible: true,
    parameters: {},
  }
  await assert.rejects(insert('lock', hold, ", true, 'so'"), /enforcement_own_action_check/, 'never an interim measure')
  await assert.rejects(thief.run(`update enforcement set own_action = null`), isRefusal)
  await assert.rejects(thief.run(`update rule_set_version set declares = null`), isRefusal)
})

test('a changed declaration changes nothing that was approved', async (t) => {
  const desk = await startOwnActions(t, 'game')
  const { gate, shown } = desk
  const [ana, ben] = [await desk.person(), await desk.person()]
  const mute = { action: 'lock', durationMs: DAY_MS, own: { id: 'mute' } }
  const asked = await gate.ask(await gate.claim(STAR, ana), ana, mute, identified(STAR, 'otto_and_the_owls'))
  const id = only(asked.body.enforcements)
  await gate.consider(id, ben)
  await desk.adopt(GAME.replace('takes: [posting]\n', 'takes: [posting, sign-in]\n'))
  assert.equal((await gate.sendAnswer(id, ben, 'approve')).status, 200)
  desk.work()
  await desk.enforcementIn(id, 'in_effect')
  const { actions, ...state } = await shown(STAR)
  assert.deepEqual([actions?.[0]?.takes, state.mayPost], [['posting'], true])
  await desk.adopt('items: []\n')
  const caseId = await gate.claim(PILLS, ana)
  const { status, body } = await gate.preview(caseId, ana, mute)
  assert.deepEqual([status, (body.errors as { field: string }[])[0]?.field], [400, 'actions/0/own/id'])
  assert.equal((await gate.post(ben, `/v1/enforcements/${id}/restore`, { reason: 'so' })).status, 202)
  await desk.enforcementIn(id, 'restored')
  assert.equal((await shown(STAR)).actions, undefined, 'an action that is declared no more is restored')
})

test('a stolen token alone proposes nothing that can’t be undone', async (t) => {
  const desk = await startOwnActions(t, 'marketplace')
  const { gate, shown } = desk
  const ana = await desk.person()
  const refund = { action: 'deactivate', own: { id: 'refund', parameters: { order: 'o-7' } } }
  const caseId = await gate.claim(PILLS, ana)
  for (const shadow of [false, true]) {
    await setProfileAtSetup(desk.desk.db, { shadow })
    const { body: preview } = await gate.preview(caseId, ana, refund)
    assert.equal(preview.signs, true)
    const actions = [{ ...refund, previewToken: String(preview.token) }]
    const { status, body } = await gate.post(ana, `/v1/cases/${caseId}/decisions`, violation({ actions }))
    assert.deepEqual([status, body.why], [403, 'unsigned'], JSON.stringify(body))
  }
  assert.equal((await shown(PILLS)).actions, undefined)
})

test('the application role releases nothing final without its proposer’s signature', async (t) => {
  const desk = await startOwnActions(t, 'marketplace')
  const { gate } = desk
  const [ana, ben] = [await desk.person(), await desk.person()]
  const refund = { action: 'deactivate', own: { id: 'refund', parameters: { order: 'o-7' } } }
  const id = only((await gate.ask(await gate.claim(PILLS, ana), ana, refund)).body.enforcements)
  await desk.database.ownerPool.query(sql`alter table signature disable trigger user`)
  await desk.database.ownerPool.query(sql`update signature set act = 'confirm' where about = ${id}`)
  const approved = await gate.approve(id, ben)
  assert.equal(approved.body.state, 'awaiting_approval', 'the approval alone is not enough')
  const thief = await stealRole(t, desk.database)
  const release = `update enforcement set state = 'releasing', moved_by = 'staff:${ana.id}' where id = '${id}'`
  await assert.rejects(thief.run(release), /no proposer of enforcement .* signed it/)
})

test('shadow mode lets no person alone take what can’t be undone', async (t) => {
  const desk = await startOwnActions(t, 'marketplace')
  const { gate, shown } = desk
  await setProfileAtSetup(desk.desk.db, { shadow: true })
  const [ana, ben] = [await desk.person(), await desk.person()]
  const refund = { action: 'deactivate', own: { id: 'refund', parameters: { order: 'o-7' } } }
  const caseId = await gate.claim(PILLS, ana)
  const { body: preview } = await gate.preview(caseId, ana, refund)
  assert.match(String(preview.sentence), /if approved by one other person/)
  const id = only((await gate.ask(caseId, ana, refund)).body.enforcements)
  desk.work()
  // The preview showed what readFacts exempts, and the row what enter_enforcement does.
  const { shadow } = await desk.enforcementIn(id, 'awaiting_approval')
  assert.equal(shadow, false)
  const release = `update enforcement set state = 'releasing', moved_by = 'staff:${ana.id}' where id = '${id}'`
  await assert.rejects((await stealRole(t, desk.database)).run(release), isRefusal)
  assert.equal((await gate.approve(id, ben)).status, 200)
  await desk.enforcementIn(id, 'in_effect')
  assert.equal((await shown(PILLS)).actions?.[0]?.action, 'refund')
})

test('a denied suspension is not proposed under another name', async (t) => {
  const desk = await startOwnActions(t, 'game')
  const { gate } = desk
  const ana = await desk.person()
  const caseId = await gate.claim(PILLS, ana)
  await changeByTwo(desk, { kind: 'action_denial', role: 'reviewer', actions: ['suspend'] })
  const refused = await gate.preview(caseId, ana, BAN)
  assert.deepEqual([refused.status, refused.body.why], [403, 'denied_action'])
  const mute = { action: 'lock', durationMs: DAY_MS, own: { id: 'mute' } }
  assert.equal((await gate.preview(caseId, ana, mute)).status, 200, 'a milder action stays open')
  const named = await gate.preview(caseId, ana, { ...BAN, action: 'lock' })
  assert.equal(named.status, 400, 'it does not count as a lock because the request says so')
})
