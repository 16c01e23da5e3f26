import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { readAutomation } from '../../src/policy/automation/automation-file.ts'
import { recordRules } from '../../src/bulk/automation/rule-queries.ts'
import { ruleOf, rulesOf, startAutomation, useRules } from '../support/automation.ts'
import { budgetsOf, useBudgets } from '../support/budgets.ts'
import { endSetup, findProblems, startChanging } from '../support/changes.ts'
import { givenReport } from '../support/desk-flow.ts'
import { minutes } from '../support/gate-flow.ts'
import { checkLedger } from '../support/working-desk.ts'

const SURE = 'signal.score >= 0.97 && account.reach < 1000000000'
const HIDE = ruleOf('hides', SURE, '{ hide: { policy: scam } }')
const SUSPEND = ruleOf(
  'suspends',
  "signal.kind == 'hash_match'",
  '{ propose: { action: suspend, policy: scam, for: 24h } }',
)
const ASKS = ruleOf('asks', 'signal.score < 0.5', '{ propose: { action: hide, policy: scam, for: 1h } }')
const hashMatch = { kind: 'hash_match', list: 'fakes', classifier: undefined, version: undefined, score: undefined }

const LEFT = 'a person has to propose it: to sign it, to say whose account it is, or to weigh it in writing'

test('an automation rule in shadow mode only records its outcome', async (t) => {
  const desk = await startAutomation(t, rulesOf([HIDE.replace('live', 'shadow')]))
  const lead = await desk.person({ roles: ['lead'] })
  const caseId = await givenReport(desk, { kind: 'content', id: 'rosa-1' })
  const first = await desk.signal('rosa-1', { id: 'n-1' })
  assert.equal(first.status, 201)
  const again = await desk.signal('rosa-1', { id: 'n-1' })
  assert.deepEqual([again.status, again.body], [200, first.body])
  assert.equal((await desk.signal('rosa-1', { id: 'n-1', score: 0.5 })).status, 409)
  assert.equal(
    (await desk.signal('rosa-1', { at: new Date(desk.now().getTime() + minutes(6)).toISOString() })).status,
    400,
  )
  assert.deepEqual(await desk.spoken('rosa-1'), [
    { rule: 'hides', mode: 'shadow', outcome: 'would', why: null, enforcementId: null, caseId },
  ])
  const { body } = await desk.gate.get(lead, `/v1/cases/${caseId}`)
  assert.deepEqual(
    (body.signals as Record<string, unknown>[]).map(({ source, name, score }) => [source, name, score]),
    [['links', 'fake-shops', 0.98]],
  )
  const told = (await desk.gate.get(lead, '/v1/automation')).body as { rules: { counts: object; isLive: boolean }[] }
  assert.equal(told.rules[0]?.isLive, false)
  assert.partialDeepStrictEqual(told.rules[0]?.counts, { would: 1, done: 0 })
  const { rows } = await desk.desk.db.query(sql`select from enforcement`)
  assert.deepEqual(rows, [])
})

test('two people activate an automation rule after a day in shadow', async (t) => {
  const desk = await startChanging(t, { driven: true })
  const [owner, other] = [desk.plover.pseudonym, await desk.person(['policy'])]
  const [shadow, live] = [HIDE.replace('live', 'shadow'), HIDE].map((rule) => rulesOf([rule], { owner }))
  await endSetup(desk.db)
  const propose = (text = '') => desk.propose({ kind: 'rule_set', name: 'automation', text })
  await assert.rejects(propose(live), /did not run in shadow for a day as they are: hides/)
  await assert.rejects(propose(rulesOf([])), /These owners do not work here: Heron/)
  assert.equal((await propose(shadow)).state, 'applied', 'in shadow it does nothing: one person is enough')
  await recordRules(desk.db, readAutomation('automation.yaml', shadow ?? '').rules)
  await desk.database.advance(minutes(23 * 60))
  await assert.rejects(propose(live), /did not run in shadow/)
  await desk.database.advance(minutes(61))
  await assert.rejects(propose(live?.replace('0.97', '0.9')), /did not run in shadow/, 'another rule')
  const asked = await propose(live)
  assert.deepEqual([asked.state, asked.direction], ['proposed', 'looser'])
  assert.match(
    asked.says,
    /^Version 2 of automation\.yaml: The rule hides is live from then on\. When the score is 0\.97 or more/,
  )
  assert.equal((await desk.agree(asked, other)).state, 'agreed')
  assert.equal(await desk.pass(asked), 'applied')
  assert.equal((await propose(shadow)).state, 'applied', 'back into shadow by one')
  assert.deepEqual(await findProblems(desk.db), [])
})

test('an automation rule hides for an hour and never approves', async (t) => {
  const desk = await startAutomation(t, rulesOf([HIDE, SUSPEND, ASKS]))
  const lead = await desk.person({ roles: ['lead'] })
  await desk.signal('rosa-1')
  const [hidden] = await desk.spoken('rosa-1')
  assert.partialDeepStrictEqual(hidden, { rule: 'hides', mode: 'live', outcome: 'done' })
  await desk.enforcementIn(String(hidden?.enforcementId), 'in_effect')
  assert.equal(await desk.visit('content:rosa-1'), 410)
  const { rows } = await desk.desk.db.query(
    sql`select state, report_count from review_case where id = ${hidden?.caseId}`,
  )
  assert.deepEqual(rows, [{ state: 'open', report_count: 0 }])
  await desk.advance(minutes(60))
  await desk.enforcementIn(String(hidden?.enforcementId), 'restored')
  assert.equal(await desk.visit('content:rosa-1'), 200)

  await desk.signal('rosa-1', { score: 0.4, id: 'unsure' })
  const unsure = (await desk.spoken('rosa-1')).find(({ rule }) => rule === 'asks')
  await desk.enforcementIn(String(unsure?.enforcementId), 'awaiting_approval')
  await desk.gate.post(lead, `/v1/enforcements/${unsure?.enforcementId}/stop`, {})

  await desk.signal('rosa-2', hashMatch)
  const asked = String((await desk.spoken('rosa-2'))[0]?.enforcementId)
  const waiting = await desk.enforcementIn(asked, 'awaiting_approval')
  assert.deepEqual(
    [waiting.subject, waiting.source, waiting.proposedBy],
    ['account:rosa', 'automation', 'source:links'],
  )
  await assert.rejects(
    desk.desk.db.query(
      sql`update enforcement set state = 'releasing', generation = 1, ends_at = desk_now() + interval '1 day' where id = ${asked}`,
    ),
    /was proposed by a rule and has no approval/,
  )
  assert.equal((await desk.gate.approve(asked, lead)).status, 200)
  await desk.enforcementIn(asked, 'in_effect')
  assert.equal(await desk.visit('account:rosa'), 410)

  await desk.signal('vale-1')
  await desk.signal('otto-1', hashMatch)
  for (const id of ['vale-1', 'otto-1']) {
    assert.deepEqual(
      (await desk.spoken(id)).map(({ outcome, why, enforcementId }) => [outcome, why, enforcementId]),
      [['left', LEFT, null]],
      'no rule signs as the proposer of a restriction of a protected account',
    )
  }
  assert.deepEqual(await findProblems(desk.desk.db), [])
  await checkLedger(desk.desk)
})

test('the application role forges no act of an automation rule', async (t) => {
  const desk = await startAutomation(t, rulesOf([HIDE]))
  const forge = (more: { by?: string; duty?: boolean; action?: string; source?: string } = {}) => {
    const { by = 'source:links', duty = false, action = 'hide', source = 'automation' } = more
    return desk.desk.db.query(sql`
      insert into enforcement (subject, account_id, action, duration_ms, policy_id, legal_duty, source, proposed_by, protected, moved_by, expires_at)
      values ('content:rosa-1', 'rosa', ${action}, 3600000, 'scam', ${duty}, ${source}, ${by}, false, ${by}, desk_now() + interval '1 hour')`)
  }
  await assert.rejects(forge(), /no rule asked for enforcement/)
  await assert.rejects(forge({ by: 'staff:staff_1' }), /in its own name/)
  await assert.rejects(forge({ source: 'person' }), /in its own name/)
  await assert.rejects(forge({ duty: true }), /may not ask for that/)
  const run = (hash: string) =>
    desk.desk.db.query(sql`
      insert into automation_run (rule_id, rule_hash, source, mode, does, subject, outcome)
      values ('forged', ${hash}, 'links', 'live', 'hide', 'content:rosa-1', 'done')`)
  await desk.desk.db.query(sql`
    insert into automation_rule (rule_hash, rule_id, source, asked_since)
    values (${'0'.repeat(64)}, 'forged', 'links', desk_now() - interval '1 year')`)
  await assert.rejects(run('0'.repeat(64)), /has not run in shadow as it stands/)
})

test('a signal source has a budget; one person pauses it', async (t) => {
  const desk = await startAutomation(t, rulesOf([HIDE], { acts: 2 }))
  const lead = await desk.person({ roles: ['lead'] })
  for (const id of ['rosa-1', 'rosa-2', 'rosa-3']) {
    await desk.signal(id)
    await desk.spoken(id)
  }
  const [, , third] = await Promise.all(['rosa-1', 'rosa-2', 'rosa-3'].map(desk.spoken))
  assert.deepEqual(
    third?.map(({ outcome, why }) => [outcome, why]),
    [['left', 'its source did as much as it may within its time']],
  )
  assert.match(
    JSON.stringify((await desk.gate.get(lead, '/v1/alerts')).body),
    /The rules of links took 2 actions within 1h/,
  )
  const done = await Promise.all(
    ['rosa-1', 'rosa-2'].map(async (id) => String((await desk.spoken(id))[0]?.enforcementId)),
  )
  for (const id of done) await desk.enforcementIn(id, 'in_effect')

  const pause = { source: 'links', reason: 'it hides the pages of a real shop' }
  const reviewer = await desk.person()
  assert.equal((await desk.gate.post(reviewer, '/v1/automation/pauses', pause)).status, 403)
  assert.equal((await desk.gate.post(lead, '/v1/automation/pauses', { ...pause, source: 'lists' })).status, 404)
  const stopped = await desk.gate.post(lead, '/v1/automation/pauses', pause)
  assert.equal(stopped.status, 201)
  assert.equal((await desk.gate.post(lead, '/v1/automation/pauses', pause)).status, 409)
  await desk.advance(minutes(30))
  await desk.signal('otto-2')
  assert.partialDeepStrictEqual((await desk.spoken('otto-2'))[0], { mode: 'shadow', outcome: 'would' })

  const by = { kind: 'source', id: 'links' }
  const since = new Date(desk.now().getTime() - minutes(90)).toISOString()
  const preview = await desk.gate.post(lead, '/v1/restores', { by, since })
  assert.equal(preview.body.enforcements, 2)
  await desk.gate.post(lead, `/v1/restores/${String(preview.body.id)}/start`, { reason: 'none of these were fakes' })
  for (const id of done) await desk.enforcementIn(id, 'restored')
  const told = (await desk.gate.get(lead, '/v1/automation')).body as { rules: { counts: object }[] }
  assert.partialDeepStrictEqual(told.rules[0]?.counts, { done: 2, left: 1, overturned: 2, would: 1 })

  const resume = { change: { kind: 'automation_resume', pauseId: stopped.body.id }, reason: 'the list was mended' }
  assert.equal((await desk.gate.post(lead, '/v1/changes', resume)).body.state, 'proposed')
  assert.deepEqual(await findProblems(desk.desk.db), [])
})

test('budgets count automation as they count people', async (t) => {
  const desk = await startAutomation(t, rulesOf([HIDE]))
  useBudgets(
    desk,
    budgetsOf('{ id: rules, why: W, of: automation, within: 1h, actions: [hide], enforcements: { over: 1, open: 2 } }'),
  )
  const state = async (id: string, is: 'in_effect' | 'awaiting_approval' | 'held') => {
    await desk.signal(id)
    return (await desk.enforcementIn(String((await desk.spoken(id))[0]?.enforcementId), is)).id
  }
  await state('rosa-1', 'in_effect')
  const second = await state('rosa-2', 'awaiting_approval')
  const [reviewer, other] = [await desk.person(), await desk.person()]
  await desk.gate.approve(second, reviewer)
  await desk.enforcementIn(second, 'in_effect')
  const third = await state('rosa-3', 'awaiting_approval')
  await desk.gate.approve(third, other)
  await desk.enforcementIn(third, 'held')
  const { rows } = await desk.desk.db.query(sql`select kind, key from breaker where closed_at is null`)
  assert.deepEqual(rows, [{ kind: 'automation', key: 'links' }])
})

test('automation on reports opens cases and never restricts', async (t) => {
  const desk = await startAutomation(t, rulesOf([]))
  await recordRules(
    desk.desk.db,
    useRules(desk, rulesOf([ruleOf('moves', 'report.reporters >= 3', '{ route: { queue: lead } }')])),
  )
  await desk.advance(minutes(24 * 60))
  const subject = { kind: 'account', id: 'rosa' } as const
  const caseId = await givenReport(desk, subject)
  for (let n = 0; n < 2; n++) await givenReport(desk, subject)
  await desk.advance(1_000)
  assert.partialDeepStrictEqual((await desk.spoken('rosa'))[0], {
    rule: 'moves',
    outcome: 'done',
    enforcementId: null,
    caseId,
  })
  const { rows } = await desk.desk.db.query(sql`select queue from review_case where id = ${caseId}`)
  assert.deepEqual(rows, [{ queue: 'lead' }])
  assert.deepEqual(await findProblems(desk.desk.db), [])
})
