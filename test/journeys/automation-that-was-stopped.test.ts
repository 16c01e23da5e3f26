import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { ruleOf, rulesOf, startAutomation } from '../support/automation.ts'
import { findProblems } from '../support/changes.ts'
import { givenClaim } from '../support/desk-flow.ts'
import { minutes } from '../support/gate-flow.ts'
import { givenKey } from '../support/people.ts'
import { waitFor } from '../support/wait-for.ts'
import { waitForLock } from '../support/wait-for-lock.ts'
import { checkLedger } from '../support/working-desk.ts'

const SURE = 'signal.score >= 0.97 && account.reach < 1000000000'
const HIDE = ruleOf('hides', SURE, '{ hide: { policy: scam } }')
const SUSPEND = ruleOf(
  'suspends',
  "signal.name == 'fakes' && account.reach < 1000000000",
  '{ propose: { action: suspend, policy: scam, for: 24h } }',
)
const OTHER = '  - { id: noise, why: W, owner: Heron, budget: { within: 1h, acts: 100 } }\n'

test('pausing an automation rule stops its waiting enforcements', async (t) => {
  const desk = await startAutomation(t, rulesOf([HIDE, SUSPEND]))
  const { gate } = desk
  const lead = await desk.person({ roles: ['lead'] })
  const frozen = await gate.post(lead, '/v1/freezes', { reason: 'something is odd' })
  await desk.signal('rosa-1')
  await desk.signal('rosa-2', { classifier: 'fakes', score: 0.5 })
  const waiting = [...(await desk.spoken('rosa-1')), ...(await desk.spoken('rosa-2'))].map(
    ({ enforcementId }) => enforcementId,
  )
  await desk.enforcementIn(String(waiting[0]), 'held')
  await desk.enforcementIn(String(waiting[1]), 'awaiting_approval')
  const stop = await gate.post(lead, '/v1/automation/pauses', { source: 'links', rule: 'hides', reason: 'it errs' })
  assert.equal(stop.status, 201)
  await desk.enforcementIn(String(waiting[0]), 'stopped')
  assert.equal(
    (await desk.enforcementIn(String(waiting[1]), 'awaiting_approval')).state,
    'awaiting_approval',
    'of another rule',
  )
  const forced = desk.desk.db.query(sql`
    update enforcement set state = 'releasing', generation = 1, ends_at = desk_now() + interval '1 hour' where id = ${waiting[1]}`)
  await assert.rejects(forced, { code: 'CS001' })
  assert.equal((await gate.post(lead, `/v1/freezes/${String(frozen.body.id)}/end`)).status, 200)
  assert.equal((await gate.post(lead, '/v1/automation/pauses', { source: 'links', reason: 'all of it' })).status, 201)
  await desk.enforcementIn(String(waiting[1]), 'stopped')
  assert.equal(await desk.visit('content:rosa-1'), 200)
  assert.deepEqual(await findProblems(desk.desk.db), [])
  await checkLedger(desk.desk)
})

test('a pause of a source is reported once its work ended', async (t) => {
  const desk = await startAutomation(t, rulesOf([HIDE]))
  const lead = await desk.person({ roles: ['lead'] })
  const client = await desk.database.ownerPool.connect()
  t.after(() => client.release())
  await client.query('begin')
  await client.query(`
    insert into automation_run (rule_id, rule_hash, source, mode, does, subject, outcome)
    select rule_id, rule_hash, source, 'live', 'hide', 'content:rosa-2', 'done' from automation_rule`)
  let answered = false
  const stopping = desk.gate.post(lead, '/v1/automation/pauses', { source: 'links', reason: 'it errs' })
  void stopping.then(() => (answered = true))
  await waitForLock(desk.desk.db)
  assert.equal(answered, false)
  await client.query('rollback')
  assert.equal((await stopping).status, 201)
})

test('a signal source with many signals delays no other', async (t) => {
  const desk = await startAutomation(t, rulesOf([HIDE]).replace('rules:', `${OTHER}rules:`))
  const noisy = await givenKey(desk.desk.db, ['signals'], 'noise')
  // All signals are stored before any rule runs.
  await desk.desk.db.query(sql`
    insert into signal (key_id, client_id, body_hash, source, subject, kind, name, version, score, category, seen_at)
    select ${desk.key.id}, 'before', sha256(''), 'links', 'content:rosa-2', 'classifier', 'n', '1', 0.98, 'SCAMS_AND_FRAUD', desk_now()
    union all select ${noisy.id}, n::text, sha256(''), 'noise', 'content:rosa-2', 'classifier', 'n', '1', 0.1, 'SCAMS_AND_FRAUD', desk_now()
    from generate_series(1, 200) n`)
  await desk.signal('rosa-2', { score: 0.2 })
  const [hidden] = await desk.spoken('rosa-2')
  assert.partialDeepStrictEqual(hidden, { rule: 'hides', outcome: 'done' })
})

test('an automation rule never hides what people cleared', async (t) => {
  const desk = await startAutomation(t, rulesOf([HIDE]))
  const ana = await desk.person()
  await desk.signal('rosa-1')
  const [hidden] = await desk.spoken('rosa-1')
  await desk.enforcementIn(String(hidden?.enforcementId), 'in_effect')
  const decide = async (body: object) => {
    const caseId = await givenClaim(desk, ana.token)
    await desk.advance(minutes(1))
    const answer = await desk.gate.post(ana, `/v1/cases/${caseId}/decisions`, body)
    assert.equal(answer.status, 201, JSON.stringify(answer.body))
  }
  await desk.gate.post(ana, `/v1/enforcements/${String(hidden?.enforcementId)}/restore`)
  await desk.enforcementIn(String(hidden?.enforcementId), 'restored')
  await decide({ conclusion: 'no_violation', rationale: 'It is bread.' })
  await desk.signal('rosa-1')
  const again = await waitFor('the rule to be asked again', async () => (await desk.spoken('rosa-1'))[1])
  assert.partialDeepStrictEqual(again, { outcome: 'left', enforcementId: null })
  assert.match(String(again.why), /reviewers found no violation/)
  assert.equal(await desk.visit('content:rosa-1'), 200)
  await decide({ conclusion: 'violation', policyId: 'scam', rationale: 'It is none.', actions: [{ action: 'warn' }] })
  await desk.signal('rosa-1')
  const third = await waitFor('the rule to be asked a third time', async () => (await desk.spoken('rosa-1'))[2])
  assert.partialDeepStrictEqual(third, { outcome: 'done' })
})
