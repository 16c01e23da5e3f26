import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { ruleOf, rulesOf, startAutomation } from '../../../test/support/automation.ts'
import { findProblems } from '../../../test/support/changes.ts'
import { givenClaim, givenReport } from '../../../test/support/desk-flow.ts'
import { minutes } from '../../../test/support/gate-flow.ts'
import { forgetAutomation } from './forget-automation.ts'

const DAY_MS = 86_400_000
const WATCHES = ruleOf('watches', 'signal.score >= 0.9', '{ route: { queue: lead } }', 'shadow')
const HIDES = ruleOf('hides', 'signal.score >= 0.97 && account.reach < 1000000000', '{ hide: { policy: scam } }')
const LABELS = ruleOf(
  'labels',
  "signal.name == 'satire' && account.reach < 1000000000",
  '{ label: { label: satire, policy: scam } }',
)

async function startForgetting(t: Parameters<typeof startAutomation>[0]) {
  const desk = await startAutomation(t, rulesOf([WATCHES, HIDES, LABELS]))
  const { db } = desk.desk
  /** Counts the rows that remain of each subject: signals, runs, and the ledger payloads of both. */
  const left = async () => {
    const { rows } = await db.query<{ id: string; kept: string }>(sql`
      select content_id as id, concat_ws(' ', (select count(*) from signal where subject = 'content:' || content_id),
        (select count(*) from automation_run where subject = 'content:' || content_id),
        (select count(*) from ledger_payload where subject = 'content:' || content_id and kind in ('signal_received', 'rule_spoke')
          and payload is not null)) as kept
      from unnest(array['rosa-1', 'rosa-2', 'rosa-more-1', 'rosa-more-2']) content_id`)
    return Object.fromEntries(rows.map(({ id, kept }) => [id, kept]))
  }
  const forget = async () => {
    await findProblems(db)
    await forgetAutomation(desk.desk)
    assert.deepEqual(await findProblems(db), [])
    return left()
  }
  const close = async (caseId: string) => {
    const who = await desk.person()
    assert.equal(await givenClaim(desk, who.token), caseId)
    const body = { conclusion: 'no_violation', rationale: 'It is bread.' }
    assert.equal((await desk.gate.post(who, `/v1/cases/${caseId}/decisions`, body)).status, 201)
  }
  return { ...desk, db, left, forget, close }
}

test('signals and rule runs are deleted half a year after use', async (t) => {
  const desk = await startForgetting(t)
  await desk.signal('rosa-2', { score: 0.95 })
  await desk.signal('rosa-more-1', { score: 0.2, classifier: 'satire' })
  assert.equal((await desk.spoken('rosa-2')).length, 1)
  const [standing] = await desk.spoken('rosa-more-1')
  await desk.enforcementIn(String(standing?.enforcementId), 'in_effect')
  await desk.close(String(standing?.caseId))
  await desk.signal('rosa-1')
  const [hidden] = (await desk.spoken('rosa-1')).filter(({ rule }) => rule === 'hides')
  await desk.enforcementIn(String(hidden?.enforcementId), 'in_effect')
  await desk.advance(minutes(60))
  await desk.enforcementIn(String(hidden?.enforcementId), 'restored')
  const all = { 'rosa-1': '1 2 3', 'rosa-2': '1 1 2', 'rosa-more-1': '1 1 2', 'rosa-more-2': '0 0 0' }
  assert.deepEqual(await desk.forget(), all)
  await desk.advance(100 * DAY_MS)
  await desk.close(String(hidden?.caseId))
  await desk.advance(90 * DAY_MS)
  assert.deepEqual(
    await desk.forget(),
    { ...all, 'rosa-2': '0 0 0' },
    'what was decided lately, and what a label stands on, stays',
  )
  await desk.advance(100 * DAY_MS)
  const gone = { ...all, 'rosa-1': '0 0 0', 'rosa-2': '0 0 0' }
  assert.deepEqual(await desk.forget(), gone)
  const restore = `/v1/enforcements/${String(standing?.enforcementId)}/restore`
  await desk.gate.post(await desk.person(), restore)
  assert.equal(
    (await desk.gate.signed(await desk.person({ roles: ['lead'] }), restore, { reason: 'It is old.' })).status,
    202,
  )
  await desk.enforcementIn(String(standing?.enforcementId), 'restored')
  assert.deepEqual(await desk.forget(), gone)
  await desk.close(String(standing?.caseId))
  await desk.advance(190 * DAY_MS)
  assert.deepEqual(await desk.forget(), { ...gone, 'rosa-more-1': '0 0 0' })
  await assert.rejects(desk.db.query(sql`delete from signal`), /permission denied/)
  await assert.rejects(desk.db.query(sql`delete from automation_run`), /permission denied/)
})

test('legal holds and open cases keep signals and their entries', async (t) => {
  const desk = await startForgetting(t)
  const lead = await desk.person({ roles: ['lead'] })
  for (const id of ['rosa-2', 'rosa-more-2']) await desk.signal(id, { score: 0.95 })
  assert.equal((await desk.spoken('rosa-more-2')).length, 1)
  const waits = await givenReport(desk, { kind: 'content', id: 'rosa-more-2' })
  const until = new Date(desk.now().getTime() + 300 * DAY_MS).toISOString()
  const hold = { subject: { kind: 'account', id: 'rosa' }, reason: 'asked for', until }
  assert.equal((await desk.gate.post(lead, '/v1/legal-holds', hold)).status, 201)
  await desk.advance(200 * DAY_MS)
  const all = await desk.left()
  assert.deepEqual([all['rosa-2'], all['rosa-more-2']], ['1 1 2', '1 1 2'])
  assert.deepEqual(await desk.forget(), all)
  await desk.advance(110 * DAY_MS)
  assert.deepEqual(await desk.forget(), { ...all, 'rosa-2': '0 0 0' }, 'the hold has ended, and a case is open')
  await desk.close(waits)
  await desk.advance(190 * DAY_MS)
  assert.deepEqual(await desk.forget(), { ...all, 'rosa-2': '0 0 0', 'rosa-more-2': '0 0 0' })
})
