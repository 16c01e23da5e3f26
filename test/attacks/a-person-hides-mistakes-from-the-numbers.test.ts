import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import sql from 'sql-template-tag'
import { proposeChange } from '../../src/admin/change/propose-change.ts'
import { withDeclares } from '../../src/admin/rule-sets/policies-in-force.ts'
import { adoptAtSetup } from '../../src/admin/rule-sets/versions.ts'
import { checkReport } from '../../src/cases/intake/check-report.ts'
import { commitReports } from '../../src/cases/intake/commit-reports.ts'
import { inTransaction, type Pool } from '../../src/foundation/database/db.ts'
import { deleteExpired } from '../../src/oversight/retention/delete-expired.ts'
import { readCounts } from '../../src/oversight/transparency/counts/read-counts.ts'
import { makeReport, writeFiles } from '../../src/oversight/transparency/report/build-report.ts'
import { storeAlone } from '../../src/oversight/transparency/report/stored-reports.ts'
import { agreeSigned, endSetup, findProblems, startChanging } from '../support/changes.ts'
import { countAll } from '../support/count-all.ts'
import { numberEntries } from '../support/desk-with-history.ts'
import { eraseByTwo } from '../support/erasures.ts'
import { startPast } from '../support/past-enforcements.ts'
import { givenKey } from '../support/people.ts'
import { reportOf } from '../support/reports.ts'
import { isRefusal, stealRole } from '../support/role-thief.ts'

const DAY_MS = 86_400_000
const BEGIN = new Date('2027-03-10T09:00:00Z')
const APRIL = new Date('2027-04-02T00:00:00Z')
const PERIOD = { from: '2027-03-01', to: '2027-03-31' }
const NOTICE = { ground: 'illegal', category: 'SCAMS_AND_FRAUD', comment: 'A fake.' } as const
const RETENTION = 'days: { report: 365, evidence: 183, content: 30, view: 30, session: 30 }\n'

/** Lists what the ledger has against the numbers. The past enforcement itself is in no entry. */
const findProblemsOfNumbers = async (db: Pool): Promise<string[]> =>
  (await findProblems(db)).filter((problem) => problem.startsWith('transparency'))

const findFinalAt = (db: Pool, id: string) =>
  db.onlyValue<Date | null>(sql`select final_at from transparency_report where id = ${id}`)

/** A desk where an account was suspended by mistake after a notice of illegal content, and restored eleven minutes later. */
async function startMistaken(t: TestContext) {
  const office = await startChanging(t, { driven: true })
  const { db, desk, database } = office
  await database.setClock(BEGIN)
  await inTransaction(db, (tx) => adoptAtSetup(tx, withDeclares('retention', RETENTION)))
  const key = await givenKey(db)
  for (const id of ['a', 'b']) {
    const body = reportOf({ id: `n-${id}`, reporterId: 'r-1', subject: { kind: 'account', id }, ...NOTICE })
    await commitReports(desk, [{ keyId: key.id, report: checkReport(body) }])
  }
  const caseId = await db.onlyValue<string>(sql`select id from review_case where subject = 'account:a'`)
  const past = await startPast(database)
  await past.enforcement({
    ...{ action: 'deactivate', accountId: 'a', caseId, protected: false, state: 'restored' },
    inEffectAt: '2027-03-10T10:00:00Z',
    restored: { cause: 'mistake', askedAt: '2027-03-10T10:11:00Z', visibleAt: '2027-03-10T10:11:04Z' },
  })
  await database.ownerPool.query(`update review_case set state = 'closed', closed_at = desk_now()`)
  const read = async () => writeFiles(await makeReport(db, { period: PERIOD, settings: {}, policies: desk.policies }))
  return { ...office, read }
}

test('neither retention nor an erasure takes a mistake out of the numbers', async (t) => {
  const { db, desk, database, read, person } = await startMistaken(t)
  await database.setClock(APRIL)
  await countAll(desk)
  const counts = await readCounts(db, PERIOD)
  assert.deepEqual(
    counts.restore.map(({ facets: { cause }, seconds, cases }) => ({ cause, seconds, cases })),
    [{ cause: 'mistake', seconds: 4, cases: 1 }],
  )
  assert.deepEqual(
    counts.notice_action.map(({ facets, seconds }) => [facets.category, seconds]),
    [['SCAMS_AND_FRAUD', 3_600]],
  )
  const before = await read()
  const [by, second] = [await person(['policy']), await person(['lead'], { onShift: true })]
  await endSetup(db)
  const state = await eraseByTwo(
    { desk, advance: (ms) => database.advance(ms) },
    { person: 'account', personId: 'a', by, second },
  )
  assert.equal(state, 'applied')
  assert.deepEqual(await read(), before)
  await database.advance(400 * DAY_MS)
  await numberEntries(db)
  await countAll(desk)
  await deleteExpired(desk)
  assert.equal(await db.onlyValue<boolean>(sql`select exists (select from report where subject = 'account:b')`), false)
  assert.deepEqual(await read(), before)
  assert.deepEqual(await findProblemsOfNumbers(db), [])
})

test('a report is neither deleted nor erased before it is counted', async (t) => {
  const { db, database } = await startMistaken(t)
  await database.advance(400 * DAY_MS)
  await numberEntries(db)
  await inTransaction(db, (tx) => tx.query(sql`select * from delete_expired('report')`))
  assert.equal(await db.onlyValue<number>(sql`select count(*)::integer from report`), 2)
  await database.ownerPool.query(`insert into person_erasure (id, person, person_id, salt, digest, requested_by, begun_at)
    select 'erasure_1', 'account', 'a', sha256('s'), sha256('d'), id, desk_now() from staff limit 1`)
  const finish = () => db.onlyValue<string | null>(sql`select person from finish_erasure('erasure_1')`)
  assert.equal(await finish(), null)
  await countAll({ db })
  assert.equal(await finish(), 'account')
})

const FORGERIES = [
  `delete from transparency_count`,
  `update transparency_count set cases = 1`,
  `insert into transparency_count (day, figure, facets, cases) values ('2027-03-10', 'measure', '{}', 1000)`,
  `delete from transparency_day`,
  `update transparency_day set hash = sha256('')`,
  `update transparency_progress set counted_until = '2027-03-01'`,
  `update transparency_report set files = '{}'`,
  `delete from transparency_report`,
  `update enforcement_restore set cause = 'ended'`,
  `delete from enforcement_restore`,
  `update enforcement set in_effect_at = null`,
  `update enforcement set in_effect_at = '2027-01-01'`,
]

test('the application role changes no number, and a forged report is found', async (t) => {
  const { db, desk, database, crane, plover, person } = await startMistaken(t)
  for (const table of ['enforcement', 'enforcement_restore'])
    await database.ownerPool.query(`alter table ${table} enable trigger user`)
  const thief = await stealRole(t, database)
  await thief.run('select * from count_transparency_day()')
  assert.equal((await thief.run('select * from transparency_count')).rowCount, 0, 'a day that is not over')
  await database.setClock(APRIL)
  await countAll(desk)
  const report = await makeReport(db, { period: PERIOD, settings: {}, policies: desk.policies })
  const { hash, id, finalAt } = await storeAlone(db, report, plover)
  assert.equal(finalAt, null, 'one person makes no report final')
  assert.equal((await storeAlone(db, report, plover)).id, id, 'a second click')
  await assert.rejects(thief.run('update transparency_report set final_at = desk_now()'), isRefusal)
  const finch = await person(['policy'])
  const wanted = { kind: 'transparency_report', reportId: id } as const
  const change = await proposeChange(desk, { wanted, reason: 'The month is over.', by: crane })
  assert.deepEqual(await findFinalAt(db, id), null)
  assert.equal((await agreeSigned(desk, change.id, finch)).state, 'applied')
  assert.notEqual(await findFinalAt(db, id), null)
  await assert.rejects(proposeChange(desk, { wanted, reason: 'Again.', by: crane }), { code: 'conflict' })
  for (const forgery of FORGERIES) await assert.rejects(thief.run(forgery), isRefusal, forgery)
  await numberEntries(db)
  assert.deepEqual(await findProblemsOfNumbers(db), [])
  await thief.run(`insert into transparency_report (first_day, last_day, files, hash, made_by)
    select first_day, last_day, '{}', sha256('a'), made_by from transparency_report`)
  const forged = await db.onlyValue<string>(sql`select id from transparency_report where final_at is null`)
  assert.match(JSON.stringify(await findProblemsOfNumbers(db)), new RegExp(forged), 'no entry says who stored it')
  const proposed = await proposeChange(desk, {
    wanted: { kind: 'transparency_report', reportId: forged },
    reason: 'So.',
    by: crane,
  })
  await assert.rejects(agreeSigned(desk, proposed.id, finch), 'its files have another hash than the two read')
  await database.ownerPool.query(`update transparency_count set cases = 2 where figure = 'restore'`)
  await database.ownerPool.query(`update transparency_report set files = '{"a":"b"}' where encode(hash, 'hex') = $1`, [
    hash,
  ])
  const problems = JSON.stringify(await findProblemsOfNumbers(db))
  for (const table of ['transparency_report', 'transparency_day']) assert.match(problems, new RegExp(table))
  assert.match(problems, new RegExp(id))
})

test('a reviewer makes no report final, and none has open days', async (t) => {
  const { db, desk, database, crane } = await startMistaken(t)
  await database.setClock(new Date('2027-03-31T23:00:00Z'))
  await countAll(desk)
  const make = (period = PERIOD) => makeReport(db, { period, settings: {}, policies: desk.policies })
  await assert.rejects(make(), { code: 'refused', message: /2027-03-31 is not counted yet.*2027-03-30/ })
  await assert.rejects(make({ from: '2027-03-02', to: '2027-03-01' }), { code: 'invalid_input' })
  const report = await make({ from: '2027-03-01', to: '2027-03-30' })
  const reviewer = { ...crane, roles: ['reviewer', 'admin', 'auditor'] as const }
  await assert.rejects(storeAlone(db, report, reviewer), { code: 'not_allowed' })
})
