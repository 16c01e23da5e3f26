import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import sql from 'sql-template-tag'
import { givenCase } from '../../../test/support/cases.ts'
import { freshDatabase } from '../../../test/support/fresh-database.ts'
import { givenStaff } from '../../../test/support/people.ts'
import { inTransaction, type Pool } from '../../foundation/database/db.ts'
import { claimJobs } from '../../foundation/jobs.ts'
import { countReporterOutcome, queueOutcomeJob } from './count-reporter-outcome.ts'

async function start(t: TestContext) {
  const { pool: db } = await freshDatabase(t)
  const { id: staffId } = await givenStaff(db)
  let drafts = 0
  const decide = async (caseId: string, conclusion: string) => {
    await db.query(sql`
      insert into decision (case_id, staff_id, draft_id, body_hash, conclusion, policy_id, escalated_to, urgency, rationale,
        seconds_on_case)
      values (${caseId}, ${staffId}, ${`draft-${++drafts}`}, sha256(''), ${conclusion},
        ${conclusion === 'violation' ? 'spam' : null}, ${conclusion === 'escalate' ? 'lead' : null},
        ${conclusion === 'escalate' ? 'normal' : null}, '', 1)`)
    await inTransaction(db, async (tx) => queueOutcomeJob(tx, caseId))
  }
  return { db, decide, spread: () => spreadAll(db) }
}

/** Runs all due jobs, as a worker does, and returns the number of runs. */
async function spreadAll(db: Pool): Promise<number> {
  for (let runs = 0; ; runs++) {
    const [job] = await claimJobs(db, 'background', 1)
    if (job === undefined) return runs
    await countReporterOutcome({ db }, job)
  }
}

const givenReporters = (db: Pool, caseId: string, count: number) =>
  db.query(sql`
    insert into case_reporter (case_id, reporter_id) select ${caseId}, 'p-' || n from generate_series(1, ${count}::integer) n`)

const records = async (db: Pool) =>
  (
    await db.query<{ upheld: number; decided: number; n: number }>(
      sql`select upheld, decided, count(*) as n from reporter_record group by 1, 2 order by 1, 2`,
    )
  ).rows.map(({ upheld, decided, n }) => `${upheld}/${decided}: ${n}`)

test('a decision counts once in the record of each reporter', async (t) => {
  const { db, decide, spread } = await start(t)
  const [one, two] = [await givenCase(db), await givenCase(db)]
  await givenReporters(db, one, 2_500)
  await givenReporters(db, two, 3)
  await decide(one, 'violation')
  await decide(two, 'no_violation')
  assert.equal(await spread(), 2)
  assert.deepEqual(await records(db), ['1/1: 2497', '1/2: 3'])
})

test('a case with very many reporters is counted in several jobs', async (t) => {
  const { db, decide, spread } = await start(t)
  const caseId = await givenCase(db)
  await givenReporters(db, caseId, 50_001)
  await decide(caseId, 'violation')
  assert.equal(await spread(), 2)
  assert.deepEqual(await records(db), ['1/1: 50001'])
})

test("a later decision corrects the reporters' records", async (t) => {
  const { db, decide, spread } = await start(t)
  const caseId = await givenCase(db)
  await givenReporters(db, caseId, 2)
  await decide(caseId, 'violation')
  await spread()
  await decide(caseId, 'violation')
  await spread()
  assert.deepEqual(await records(db), ['1/1: 2'])
  await db.query(sql`insert into case_reporter (case_id, reporter_id) values (${caseId}, 'p-late')`)
  await decide(caseId, 'no_violation')
  await spread()
  assert.deepEqual(await records(db), ['0/1: 3'])
})

test("an escalation counts in no reporter's record", async (t) => {
  const { db, decide, spread } = await start(t)
  const caseId = await givenCase(db)
  await givenReporters(db, caseId, 2)
  await decide(caseId, 'escalate')
  await spread()
  assert.deepEqual(await records(db), [])
})

test("concurrent workers count no reporter's outcome twice", async (t) => {
  const { db, decide } = await start(t)
  const cases = [await givenCase(db), await givenCase(db), await givenCase(db)]
  for (const caseId of cases) {
    await givenReporters(db, caseId, 300)
    await decide(caseId, 'violation')
  }
  const dues = await claimJobs(db, 'background', 3)
  await Promise.all([...dues, ...dues].map((job) => countReporterOutcome({ db }, job)))
  assert.deepEqual(await records(db), ['3/3: 300'])
})
