import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import sql from 'sql-template-tag'
import { proposeChange } from '../../src/admin/change/propose-change.ts'
import { ROUTES } from '../../src/app/http/routes.ts'
import { endLapsedLanes, LANE_HOURS, listFlaggers } from '../../src/cases/flaggers/flagger-queries.ts'
import { writeFiguresCsv } from '../../src/cases/flaggers/flagger-routes.ts'
import { checkReport } from '../../src/cases/intake/check-report.ts'
import { commitReports } from '../../src/cases/intake/commit-reports.ts'
import { inTransaction } from '../../src/foundation/database/db.ts'
import type { Role, StaffCaller } from '../../src/foundation/domain.ts'
import { agreeSigned, endSetup, findProblems, REASON, startChanging } from '../support/changes.ts'
import { givenFlagger } from '../support/flaggers.ts'
import { givenStaff } from '../support/people.ts'
import { NOTICE, startPublicDesk } from '../support/public-desk.ts'
import { reportOf } from '../support/reports.ts'

const DAY_MS = 86_400_000

async function startFlagged(t: TestContext) {
  const office = await startChanging(t, { driven: true, routes: ROUTES })
  const { db, desk } = office
  const flagger = await givenFlagger(office)
  const alone = await office.person(['admin'])
  await endSetup(db)
  let sent = 0
  const report = async (keyId: string, category = 'SCAMS_AND_FRAUD', account = `a-${++sent}`) => {
    const subject = { kind: 'account', id: account } as const
    const body = reportOf({ id: `r-${++sent}`, reporterId: `p-${sent}`, subject, category: category as 'VIOLENCE' })
    await commitReports(desk, [{ keyId, report: checkReport(body) }])
    return db.only<{ queue: string; clearances: string[]; boost: number; severity: number }>(sql`
      select queue, queue_clearances || clearances as clearances, rank_boost_hours as boost, severity from review_case
      where subject = ${`account:${account}`}`)
  }
  const boosts = () => db.listValues<number>(sql`select rank_boost_hours from review_case order by opened_at, id`)
  return { ...office, ...flagger, alone, report, boosts }
}

test('an administrator alone makes no friend a trusted flagger', async (t) => {
  const { db, alone, propose, agree, pass, wanted, plover } = await startFlagged(t)
  const change = await propose({ ...wanted, name: 'A friend', email: 'friend@mail.example' }, alone)
  assert.equal(change.direction, 'looser')
  await assert.rejects(agree(change, alone), /proposed/)
  const known = () => db.listValues<string>(sql`select name from trusted_flagger order by name`)
  assert.deepEqual(await known(), ['Harbour Hotline'])
  await agree(change, plover)
  assert.deepEqual(await known(), ['Harbour Hotline'], 'every lead may stop it for a day')
  assert.equal(await pass(change), 'applied')
  assert.deepEqual(await known(), ['A friend', 'Harbour Hotline'])
  assert.deepEqual(await findProblems(db), [])
})

test('the application role makes no flagger and marks no foreign report', async (t) => {
  const { db, report, keyId, ordinaryKeyId, flaggerId } = await startFlagged(t)
  await assert.rejects(db.query(sql`update trusted_flagger set expires_at = 'infinity'`), /permission denied/)
  await assert.rejects(db.query(sql`update api_key set flagger_id = ${flaggerId}`), /permission denied/)
  await report(keyId)
  await endLapsedLanes(db)
  await assert.rejects(
    db.query(sql`insert into flagger_report (report_id, case_id, flagger_id, category, in_lane)
      select 'rep_0', id, ${flaggerId}, 'SCAMS_AND_FRAUD', true from review_case`),
    /no active trusted flagger/,
  )
  assert.equal((await report(ordinaryKeyId)).boost, 0)
})

test('a lane keeps queue and clearances, and only for its areas', async (t) => {
  const { db, report, keyId, ordinaryKeyId } = await startFlagged(t)
  assert.equal(await db.onlyValue<number>(sql`select lane_hours()`), LANE_HOURS)
  const ordinary = await report(ordinaryKeyId)
  assert.deepEqual(await report(keyId), { ...ordinary, boost: LANE_HOURS })
  assert.equal((await report(keyId, 'VIOLENCE')).boost, 0, 'not one of its areas')
  // A report of a flagger brings the open case of others forward.
  await report(ordinaryKeyId, 'SCAMS_AND_FRAUD', 'shared')
  assert.equal((await report(keyId, 'SCAMS_AND_FRAUD', 'shared')).boost, LANE_HOURS)
  const child = await report(ordinaryKeyId, 'PROTECTION_OF_MINORS')
  const first = await db.listValues<string>(sql`
    select category from review_case order by precedence desc, rank desc limit 1`)
  assert.deepEqual([child.severity, first], [5, ['PROTECTION_OF_MINORS']])
})

test('an expired flagger keeps no lane', async (t) => {
  const { db, database, report, keyId, boosts } = await startFlagged(t)
  await report(keyId)
  await database.advance(40 * DAY_MS)
  assert.equal((await report(keyId)).boost, 0)
  assert.deepEqual(await boosts(), [LANE_HOURS, 0], 'until the task runs, a minute at most')
  await endLapsedLanes(db)
  assert.deepEqual(await boosts(), [0, 0])
  assert.equal((await listFlaggers(db, { limit: 9, cursor: undefined })).items[0]?.isActive, false)
})

test('a suspension by two people ends the lane', async (t) => {
  const { db, propose, agree, report, keyId, ordinaryKeyId, boosts, flaggerId } = await startFlagged(t)
  await report(keyId, 'SCAMS_AND_FRAUD', 'shared')
  await report(ordinaryKeyId, 'SCAMS_AND_FRAUD', 'shared')
  const change = await propose({ kind: 'flagger_suspension', flaggerId })
  assert.deepEqual(await boosts(), [LANE_HOURS], 'one person alone suspends none')
  assert.equal((await agree(change)).state, 'applied')
  await endLapsedLanes(db)
  assert.deepEqual(await boosts(), [0])
  assert.equal((await report(keyId)).boost, 0)
  assert.deepEqual(await findProblems(db), [])
})

test('a flood fills only the lane and stops no suspension', async (t) => {
  const { db, desk, database, propose, agree, keyId, flaggerId } = await startFlagged(t)
  const flood = Array.from({ length: 1_005 }, (_, at) => {
    const subject = { kind: 'account', id: `flood-${at}` } as const
    return { keyId, report: checkReport(reportOf({ id: `f-${at}`, subject, category: 'SCAMS_AND_FRAUD' })) }
  })
  await commitReports(desk, flood.slice(0, 1_002))
  await commitReports(desk, flood.slice(1_002))
  const inLane = () =>
    db.onlyValue<number>(sql`
    select count(*)::integer from review_case where rank_boost_hours = ${LANE_HOURS}`)
  const listed = async () => (await listFlaggers(db, { limit: 9, cursor: undefined })).items[0]
  assert.equal(await inLane(), 1_000)
  const { inLane: taken, isLaneFull, notices } = (await listed()) ?? {}
  assert.deepEqual([taken, isLaneFull, notices], [1_000, true, 1_005])

  // A decided case leaves its place.
  await database.ownerPool.query(
    `update review_case set state = 'closed', closed_at = desk_now(), rank_boost_hours = 0 where subject = 'account:flood-0'`,
  )
  await endLapsedLanes(db)
  assert.equal((await listed())?.inLane, 999)

  const change = await propose({ kind: 'flagger_suspension', flaggerId })
  await inTransaction(db, async (tx) => {
    await tx.query(sql`select from review_case where subject = 'account:flood-1' for no key update`)
    assert.equal((await agree(change)).state, 'applied')
    await endLapsedLanes(db)
    assert.equal(await inLane(), 1, 'the intake holds this one')
  })
  await endLapsedLanes(db)
  assert.equal(await inLane(), 0)
  assert.deepEqual(await findProblems(db), [])
})

test('an address that another flagger took meanwhile ends the change', async (t) => {
  const { db, propose, agree, pass, wanted, flaggerId } = await startFlagged(t)
  const taken = 'taken@mail.example'
  const other = await propose({ ...wanted, name: 'Other', email: taken })
  const moved = await propose({ ...wanted, flaggerId, email: taken })
  await agree(other)
  await agree(moved)
  // It is the later of both.
  assert.equal(await pass(moved), 'failed')
  assert.equal(await db.onlyValue<number>(sql`select count(*)::integer from trusted_flagger where email = ${taken}`), 1)
})

test('an urgent notice gets its lane by the confirmation', async (t) => {
  const outside = await startPublicDesk(t)
  const { desk } = outside
  const { db } = desk
  const person = async (role: Role): Promise<StaffCaller> => {
    const { id } = await givenStaff(db, { roles: [role], onShift: true })
    return { kind: 'staff', id, pseudonym: id, roles: [role] }
  }
  const [crane, plover] = [await person('policy'), await person('lead')]
  const { wanted } = await givenFlagger(
    {
      db,
      propose: (change) => proposeChange(desk, { wanted: change, reason: REASON, by: crane }),
      agree: ({ id }) => agreeSigned(desk, id, plover),
    },
    ['VIOLENCE'],
  )
  await outside.post({ ...NOTICE, kind: 'threats', email: wanted.email ?? '' })
  await outside.work()
  const lane = () => db.listValues<number>(sql`select rank_boost_hours from review_case`)
  assert.deepEqual(await lane(), [0], 'anyone can type the address')
  assert.equal((await outside.post({}, { url: outside.link() })).status, 200)
  await outside.work()
  assert.deepEqual(await lane(), [LANE_HOURS])
  assert.deepEqual(await db.list(sql`select category, in_lane from flagger_report`), [
    { category: 'VIOLENCE', in_lane: true },
  ])
})

test('figures count outcomes, and a name runs no formula', async (t) => {
  const { app, db, report, keyId, plover, database } = await startFlagged(t)
  await report(keyId)
  await report(keyId)
  await database.ownerPool.query(
    `insert into decision (id, case_id, staff_id, draft_id, body_hash, conclusion, rationale, seconds_on_case, policy_id)
     select 'dec_900', id, (select id from staff limit 1), 'd', sha256('d'), 'violation', 'Yes.', 1, 'scam'
     from review_case order by review_case.opened_at, review_case.id limit 1`,
  )
  const year = (await db.onlyValue<Date>(sql`select desk_now() as now`)).getUTCFullYear()
  const headers = { authorization: `Bearer ${plover.token}` }
  const answer = await app.inject({ url: `/v1/flagger-figures?year=${year}`, headers })
  assert.equal(answer.statusCode, 200, answer.body)
  const [figure] = answer.json().figures as Parameters<typeof writeFiguresCsv>[0]
  assert.ok(figure)
  assert.deepEqual([figure.notices, figure.upheld, figure.notUpheld, figure.open], [2, 1, 0, 1])
  const csv = writeFiguresCsv([{ ...figure, name: '=HYPERLINK("x")', actions: { hide: 2, suspend: 1 } }])
  assert.match(csv, /hide 2; suspend 1/)
  assert.doesNotMatch(csv, /(^|,)"?=/m)
  assert.equal((await app.inject({ url: `/v1/flagger-figure-exports?year=${year}`, headers })).statusCode, 200)
})
