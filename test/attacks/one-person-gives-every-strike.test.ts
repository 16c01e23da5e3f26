import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import sql from 'sql-template-tag'
import { adoptFirst } from '../../src/admin/rule-sets/policies-in-force.ts'
import { findAnswerRefusal } from '../../src/enforcement/approvers/answer-rights.ts'
import { inTransaction } from '../../src/foundation/database/db.ts'
import { claimJobs, queueJob } from '../../src/foundation/jobs.ts'
import { STRIKE_CASES_AN_HOUR_MAX } from '../../src/policy/strikes/count-strikes.ts'
import { openStrikeCase } from '../../src/review/strikes/open-strike-case.ts'
import { identified, only, type Person, STAR, startGate } from '../support/gate-flow.ts'
import { judgedBy } from '../support/judgement-input.ts'
import { knowSubject } from '../support/known-accounts.ts'
import { REFUSED, stealRole } from '../support/role-thief.ts'
import { giveStrike } from '../support/strikes.ts'

async function start(t: TestContext) {
  const desk = await startGate(t)
  const { db } = desk.desk
  await adoptFirst(db, 'policies')
  const [ana, ben, cleo, dora] = [await desk.person(), await desk.person(), await desk.person(), await desk.person()]
  const know = (id: string) => knowSubject(db, `account:${id}`, judgedBy({ id }).account)
  const strike = (who: Person, accountId: string = STAR.id) =>
    giveStrike(desk.database.ownerPool, { accountId, by: `staff:${who.id}` })
  /** Counts the strikes of an account, as the worker does after each enforcement. */
  const count = async (accountId: string = STAR.id, by = 1) => {
    await inTransaction(db, async (tx) => queueJob(tx, 'strike', `${by} ${accountId}`, 'automation'))
    await runDue()
  }
  const runDue = async () => {
    for (const job of await claimJobs(db, 'automation', 10)) await openStrikeCase(desk.desk, job)
  }
  const listCases = () =>
    db.list<{ caseId: string; points: number; givenBy: string[] }>(sql`
      select case_id as "caseId", points, given_by as "givenBy" from strike_case order by made_at, id`)
  return { ...desk, db, ana, ben, cleo, dora, know, strike, count, runDue, listCases }
}

test('many small enforcements of one person open no case', async (t) => {
  const { ana, ben, know, strike, count, listCases } = await start(t)
  await know(STAR.id)
  for (let each = 0; each < 20; each++) await strike(ana)
  await count()
  assert.deepEqual(await listCases(), [])
  for (let each = 0; each < 2; each++) await strike(ben)
  await count()
  assert.deepEqual(await listCases(), [], 'one person and two strikes of another')
  await strike(ben)
  await count()
  const [opened, ...others] = await listCases()
  assert.deepEqual([opened?.points, opened?.givenBy, others], [23, [ana.id, ben.id].toSorted(), []])
  await count()
  assert.equal((await listCases()).length, 1, 'no further strike, no further case')
})

test('a threshold acts on no account, and its givers approve nothing', async (t) => {
  const desk = await start(t)
  const { db, gate, ana, ben, cleo, dora, strike, count, listCases } = desk
  for (const who of [ana, ben]) for (let each = 0; each < 3; each++) await strike(who)
  const before = await db.onlyValue<number>(sql`select count(*)::integer as count from enforcement`)
  await count()
  const [opened] = await listCases()
  assert.ok(opened)
  assert.equal(await db.onlyValue<number>(sql`select count(*)::integer as count from enforcement`), before)
  const { body: taken } = await gate.post(cleo, '/v1/cases/claim-next')
  assert.equal(taken.id, opened.caseId)
  const { body } = await gate.get(cleo, `/v1/cases/${opened.caseId}`)
  const { strikes, strikeCase } = body as { strikes: { points: number }; strikeCase: { threshold: { action: string } } }
  assert.deepEqual([strikes.points, strikeCase.threshold.action], [6, 'suspend'])
  await desk.advance(30_000)
  const suspend = { action: 'suspend', durationMs: 604_800_000 }
  const named = identified(STAR, 'otto_and_the_owls')
  const enforcementId = only((await gate.ask(opened.caseId, cleo, suspend, named)).body.enforcements)
  const state = await db.onlyValue<string>(sql`select state from enforcement where id = ${enforcementId}`)
  assert.equal(state, 'awaiting_approval', 'reach asks for another person as ever')
  for (const who of [ana, ben])
    assert.equal(await findAnswerRefusal(db, enforcementId, who.id, 'offer'), 'gave_strikes')
  const judges = (who: Person) =>
    db.onlyValue<boolean>(sql`select not is_appeal_party(${enforcementId}, ${who.id}) as "judges"`)
  assert.deepEqual([await judges(ana), await judges(ben), await judges(dora)], [false, false, true])
  assert.equal(await findAnswerRefusal(db, enforcementId, dora.id, 'offer'), null)
})

test('a giver who proposes in the case needs another person', async (t) => {
  const { db, gate, advance, ana, ben, dora, strike, count } = await start(t)
  for (const who of [ana, ben]) for (let each = 0; each < 3; each++) await strike(who)
  await count()
  const { body: taken } = await gate.post(ana, '/v1/cases/claim-next')
  await advance(30_000)
  const suspend = { action: 'suspend', durationMs: 604_800_000 }
  const named = identified(STAR, 'otto_and_the_owls')
  const enforcementId = only((await gate.ask(String(taken.id), ana, suspend, named)).body.enforcements)
  const state = await db.onlyValue<string>(sql`select state from enforcement where id = ${enforcementId}`)
  assert.equal(state, 'awaiting_approval')
  for (const how of ['offer', 'agree'] as const) {
    assert.notEqual(await findAnswerRefusal(db, enforcementId, ana.id, how), null)
    assert.equal(await findAnswerRefusal(db, enforcementId, ben.id, how), 'gave_strikes')
  }
  assert.equal(await findAnswerRefusal(db, enforcementId, dora.id, 'offer'), null)
})

test('the application role invents no strikes and no case of them', async (t) => {
  const { db, database, ana, ben, know, strike } = await start(t)
  await know('rosa')
  const caseId = await db.onlyValue<string>(sql`
    insert into review_case (subject, account_id, queue, category, rank, due_at, partition_id)
    values ('account:rosa', 'rosa', 'general', 'VIOLENCE', 1, desk_now(), 1) returning id`)
  const thief = await stealRole(t, database)
  const forge = () =>
    thief.run(`insert into strike_case (account_id, case_id, threshold, points, enforcement_ids, given_by)
      values ('rosa', '${caseId}', '{"points": 1, "action": "deactivate"}', 99, array['enf_1'], '{}') returning points, given_by`)
  await assert.rejects(forge, { code: REFUSED }, 'there is no strike')
  for (const who of [ana, ben]) for (let each = 0; each < 3; each++) await strike(who, 'rosa')
  const { rows } = await forge()
  assert.deepEqual(rows, [{ points: 6, given_by: [ana.id, ben.id].toSorted() }], 'PostgreSQL counts by itself')
  await assert.rejects(forge, { code: REFUSED }, 'a second one of the same strikes')
  for (const text of ["update strike_case set given_by = '{}'", 'delete from strike_case'])
    await assert.rejects(thief.run(text), { code: '42501' })
})

test('many strikes open few cases an hour, the rest later', async (t) => {
  const { db, ana, ben, know, strike, count, runDue, listCases, database } = await start(t)
  for (const id of ['one', 'two']) {
    await know(id)
    for (const who of [ana, ben]) for (let each = 0; each < 3; each++) await strike(who, id)
  }
  await count('one')
  await database.ownerPool.query(sql`
    alter table strike_case disable trigger user`)
  await database.ownerPool.query(sql`
    insert into strike_case (account_id, case_id, threshold, points, enforcement_ids, given_by)
    select 'other' || n, case_id, threshold, points, enforcement_ids, given_by from strike_case, generate_series(2, ${STRIKE_CASES_AN_HOUR_MAX}) n`)
  await database.ownerPool.query(sql`
    alter table strike_case enable trigger user`)
  for (const by of [1, 2, 3]) await count('two', by)
  assert.equal((await listCases()).length, STRIKE_CASES_AN_HOUR_MAX)
  assert.deepEqual(await db.listValues<string>(sql`select key from job where kind = 'strike'`), ['later two'])
  await database.advance(3_600_001)
  await runDue()
  assert.equal((await listCases()).length, STRIKE_CASES_AN_HOUR_MAX + 1)
})
