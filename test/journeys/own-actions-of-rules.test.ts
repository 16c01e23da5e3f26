import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { endSetup } from '../support/changes.ts'
import { ruleOf, rulesOf, startAutomation, useRules } from '../support/automation.ts'
import { recordRules } from '../../src/bulk/automation/rule-queries.ts'
import { exampleOf, declareOwnActions } from '../support/own-actions.ts'
import { isRefusal, stealRole } from '../support/role-thief.ts'

const DAY_MS = 86_400_000
const WHEN = 'signal.score >= 0.9 && account.reach < 1000000000'
const ownRule = (id: string, propose: string) => ruleOf(id, WHEN, `{ propose: { ${propose}, policy: scam } }`)

test('a rule proposes an own action, and a person approves it', async (t) => {
  const desk = await startAutomation(
    t,
    rulesOf([
      ownRule('mutes', 'own_action: mute, parameters: { channel: all }, for: 24h'),
      ownRule('praises', 'own_action: praise, for: 24h'),
      ownRule('guesses', 'own_action: matchmaking-ban, parameters: { penalty: bronze }, for: 24h'),
      ownRule('endless', 'own_action: mute'),
    ]),
  )
  await declareOwnActions(desk.desk, 'game')
  await desk.signal('rosa-1')
  const spoken = await desk.spoken('rosa-1')
  const [muted, ...others] = spoken
  assert.deepEqual(
    spoken.map(({ rule, outcome }) => `${rule} ${outcome}`),
    ['mutes done', 'praises left', 'guesses left', 'endless left'],
  )
  assert.match(String(others[0]?.why), /declares no action praise/)
  assert.match(String(others[1]?.why), /own\/parameters\/penalty/)
  assert.match(String(others[2]?.why), /declares no action mute|must state the duration/)
  const id = String(muted?.enforcementId)
  await desk.enforcementIn(id, 'awaiting_approval')
  const ben = await desk.person()
  assert.equal((await desk.gate.approve(id, ben)).status, 200)
  await desk.enforcementIn(id, 'in_effect')
  const { body } = await desk.gate.get(ben, `/v1/enforcements/${id}`)
  const { own, action } = body as { own: { id: string; parameters: object }; action: string }
  assert.deepEqual([action, own.id, own.parameters], ['lock', 'mute', { channel: 'all' }])
})

test('no rule alone does what can’t be undone or hides', async (t) => {
  const desk = await startAutomation(
    t,
    rulesOf([
      ownRule('refunds', 'own_action: refund, parameters: { order: o-7 }'),
      ownRule('delists', 'own_action: delist, for: 30m'),
    ]),
  )
  const { adopt } = await declareOwnActions(desk.desk, 'marketplace')
  await adopt(exampleOf('marketplace', 'items').replace(/ {4}types: .*\n/g, ''))
  await desk.signal('rosa-1')
  const [refunds, delists] = await desk.spoken('rosa-1')
  assert.equal(refunds?.outcome, 'left')
  assert.match(String(refunds?.why), /refund can’t be undone, and a person has to propose that/)
  await desk.enforcementIn(String(delists?.enforcementId), 'awaiting_approval')

  const thief = await stealRole(t, desk.database)
  const own = {
    ...{ action: 'refund', title: { en: 'Refund', de: 'Erstattung' }, takes: ['money'], reversible: false },
    parameters: {},
  }
  const insert = `insert into enforcement (subject, account_id, action, policy_id, source, proposed_by, protected, moved_by, expires_at, own_action)
    values ('account:rosa', 'rosa', 'deactivate', 'scam', 'automation', 'source:links', false, 'source:links', now() + interval '1 hour', $$${JSON.stringify(own)}$$)`
  await assert.rejects(thief.run(insert), isRefusal)
})

test('a change of rules names no action that can’t be undone', async (t) => {
  const desk = await startAutomation(t, rulesOf([]))
  await declareOwnActions(desk.desk, 'marketplace')
  const ana = await desk.person({ roles: ['policy'] })
  const owner = await desk.desk.db.onlyValue<string>(sql`select pseudonym from staff where id = ${ana.id}`)
  await endSetup(desk.desk.db)
  for (const [propose, says] of [
    ['own_action: refund', /can’t be undone, and no rule proposes them: refund/],
    ['own_action: praise', /declares no such actions: praise/],
  ] as const) {
    const text = rulesOf([ownRule('one', propose).replace('mode: live', 'mode: shadow')], { owner })
    const change = { kind: 'rule_set', name: 'automation', text }
    const { status, body } = await desk.gate.post(ana, '/v1/changes', { change, reason: 'so' })
    assert.equal(status, 409, JSON.stringify(body))
    assert.match(JSON.stringify(body), says)
  }
})

test('an own action of one item type takes no other content', async (t) => {
  const desk = await startAutomation(t, rulesOf([]))
  await declareOwnActions(desk.desk, 'marketplace')
  const rules = useRules(desk, rulesOf([ownRule('delists', 'own_action: delist, for: 24h')]))
  await recordRules(desk.desk.db, rules)
  await desk.advance(DAY_MS)
  await desk.signal('rosa-1')
  const [delists] = await desk.spoken('rosa-1')
  assert.equal(delists?.outcome, 'left')
  const thief = await stealRole(t, desk.database)
  const own = {
    ...{ action: 'delist', title: { en: 'Delist', de: 'Angebot ausblenden' }, takes: ['visibility', 'spread'] },
    ...{ reversible: true, parameters: {} },
  }
  const ana = await desk.person()
  const insert = `insert into enforcement (subject, account_id, action, duration_ms, policy_id, source, proposed_by, protected, moved_by, expires_at, own_action)
    values ('content:rosa-1', 'rosa', 'hide', ${DAY_MS}, 'scam', 'person', 'staff:${ana.id}', false, 'staff:${ana.id}', now() + interval '1 hour', $$${JSON.stringify(own)}$$)`
  await assert.rejects(thief.run(insert), /does not apply to items of this type/)
})
