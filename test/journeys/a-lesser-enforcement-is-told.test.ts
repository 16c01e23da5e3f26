import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { findOutcome } from '../../src/review/public/status/answer-notices.ts'
import { startAppeals } from '../support/appeals.ts'
import { givenAuthority, orderOf, receivedOrder } from '../support/authority.ts'
import { givenReport, violation } from '../support/desk-flow.ts'
import { only, startGate } from '../support/gate-flow.ts'
import { checkLedger } from '../support/working-desk.ts'

const ROSA = { kind: 'account', id: 'rosa' } as const
const DAY_MS = 86_400_000
const REPORTER = 'mara_quay'

/** A desk on which an account is deactivated, and a function by which a new judge lessens the latest enforcement. */
async function startDecided(t: Parameters<typeof startGate>[0]) {
  const desk = await startGate(t)
  const { db } = desk.desk
  const appeals = await startAppeals(desk)
  const latest = () =>
    db.onlyValue<string>(
      sql`select id from enforcement where subject = 'account:rosa' order by proposed_at desc limit 1`,
    )
  /** Decides with an explanation that names the reporter and the first reviewer. */
  const decide = async () => {
    const ana = await desk.person({ roles: ['lead'] })
    const caseId = await desk.gate.claim(ROSA, ana)
    const name = await db.onlyValue<string>(sql`select pseudonym from staff where id = ${ana.id}`)
    const explanation = `${REPORTER} sent us the screenshot, and ${name} compared both.`
    const decided = await desk.gate.post(
      ana,
      `/v1/cases/${caseId}/decisions`,
      violation({ actions: [{ action: 'deactivate' }], basis: { explanation } }),
    )
    assert.equal(decided.status, 201, JSON.stringify(decided.body))
    return { caseId, name, id: only(decided.body.enforcements) }
  }
  const judged = async (conclusion: object, outcome: object) => {
    await desk.advance(1_000)
    const [judge, enforcementId] = [await desk.person(), await latest()]
    const sent = await appeals.appeal({ enforcementId })
    assert.equal(sent.status, 201, JSON.stringify(sent.body))
    const caseId = await appeals.next(judge)
    assert.equal((await appeals.conclude(judge, caseId, conclusion)).status, 200)
    const answer = await desk.gate.post(judge, `/v1/cases/${caseId}/appeal`, { reason: 'Less is enough.', ...outcome })
    assert.equal(answer.status, 200, JSON.stringify(answer.body))
  }
  const lessen = async (days: number) => {
    const lesser = { action: 'suspend', durationMs: days * DAY_MS }
    const found = { conclusion: 'violation', policyId: 'scam', wished: lesser, rationale: 'Less is enough.' }
    await judged(found, { outcome: 'lessen', lesser })
    return latest()
  }
  const overturn = () =>
    judged({ conclusion: 'no_violation', rationale: 'It breaks no rule.' }, { outcome: 'overturn' })
  return { ...desk, db, decide, lessen, overturn }
}

test('a statement of a lesser enforcement names neither reporter nor reviewer', async (t) => {
  const desk = await startDecided(t)
  desk.work()
  await givenReport(desk, ROSA, { reporterId: REPORTER, ground: 'illegal' })
  const { id, name } = await desk.decide()
  const told = async (enforcementId: string) => {
    await desk.enforcementIn(enforcementId, 'in_effect')
    // It follows the restore of the one before.
    await desk.advance(10_000)
    return desk.untilSo('its statement to be made', () =>
      desk.db.findValue<{ explanation: string; source: string }>(sql`
        select facts from statement join statement_content on statement_id = id
        where enforcement_id = ${enforcementId} and kind = 'restriction'`),
    )
  }
  const facts = [await told(id), await told(await desk.lessen(30)), await told(await desk.lessen(7))]
  for (const { explanation, source } of facts)
    assert.deepEqual([explanation, source], ['… sent us the screenshot, and … compared both.', 'notice'], name)
  const sources = await desk.database.ownerPool.query(
    `select distinct facets ->> 'source' as source from transparency_measures('-infinity', 'infinity')`,
  )
  assert.deepEqual(sources.rows, [{ source: 'notice' }])
  await checkLedger(desk.desk)
})

test('the silence of an order holds after an appeal', async (t) => {
  const desk = await startDecided(t)
  const { db } = desk
  const authority = await givenAuthority(desk)
  const silentUntil = new Date(desk.now().getTime() + 10 * DAY_MS).toISOString()
  await receivedOrder(desk, authority.token, orderOf([], { accounts: ['rosa'], silentUntil }))
  desk.work()
  await desk.enforcementIn((await desk.decide()).id, 'in_effect')
  await desk.enforcementIn(await desk.lessen(30), 'in_effect')
  const silences = await db.listValues<Date | null>(sql`select silence_of(enforcement) from enforcement`)
  assert.deepEqual(silences, [new Date(silentUntil), new Date(silentUntil)])
})

test('people who sent a notice are answered when a lesser enforcement ends', async (t) => {
  const desk = await startDecided(t)
  const { db } = desk
  desk.work()
  const { caseId, id } = await desk.decide()
  await desk.enforcementIn(id, 'in_effect')
  for (const days of [30, 7]) await desk.enforcementIn(await desk.lessen(days), 'in_effect')
  assert.equal(await findOutcome(db, caseId), 'actioned', 'the last one runs')
  const { ownerPool } = desk.database
  await ownerPool.query('alter table notice disable trigger user')
  await ownerPool.query(sql`
    insert into notice (reference, form, body_hash, kind, subject, address, language, signed, accepted_at, report_id, case_id, outcome, concluded_at)
    select '22222-22222', decode(repeat('ab', 16), 'hex'), decode(repeat('ab', 32), 'hex'), 'scam', subject, 'https://x.example/rosa', 'en',
      false, desk_now(), id, case_id, 'actioned', desk_now() from report where case_id = ${caseId} limit 1`)
  await ownerPool.query('alter table notice enable trigger user')
  await desk.overturn()
  await desk.untilSo(
    'the notice to be answered anew',
    async () => (await db.onlyValue<string>(sql`select outcome from notice`)) === 'not_actioned',
  )
})
