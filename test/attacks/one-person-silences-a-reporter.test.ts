import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { alertLostGrounds } from '../../src/cases/misuse/alert-lost-grounds.ts'
import { endMeasure } from '../../src/cases/misuse/decide-measure.ts'
import { withdrawMark } from '../../src/cases/misuse/mark-misuse.ts'
import { CATEGORIES, type StaffCaller } from '../../src/foundation/domain.ts'
import { ALWAYS_RECEIVED, MISUSE_FLOOR, RECEIVED_IN_PAUSE } from '../../src/policy/misuse.ts'
import { findProblems } from '../support/changes.ts'
import { givenFlagger } from '../support/flaggers.ts'
import { SPAMMER, startMisuse, workOnSenders } from '../support/misuse.ts'
import { givenKey } from '../support/people.ts'
import { reportOf } from '../support/reports.ts'
import { waitForLock } from '../support/wait-for-lock.ts'

const DAY_MS = 86_400_000
const ofMisuse = (problems: readonly string[]) => problems.filter((each) => /^(misuse|desk_change)/.test(each))

test('a lead alone neither warns nor pauses a journalist', async (t) => {
  const { plover, wren, heron, mark, warn, proposePause, agree, send, db } = await startMisuse(t)
  for (const _mark of [1, 2, 3, 4, 5]) await mark(plover)
  await assert.rejects(warn(plover), /All marks are your own/)
  await assert.rejects(proposePause(), /was not warned/)
  await mark(heron)
  await warn(plover)
  await assert.rejects(proposePause(), /after the warning/)
  assert.equal((await send()).kind, 'new')
  assert.equal(await db.onlyValue<number>(sql`select count(*)::integer from misuse_measure where kind = 'pause'`), 0)
  await assert.rejects(agree({ id: 'chg_0' }, wren))
})

test('a person who marked or proposed agrees to no pause', async (t) => {
  const { plover, crane, wren, mark, warned, proposePause, agree, send } = await startMisuse(t)
  await warned()
  await mark(crane)
  const change = await proposePause(plover)
  assert.match(change.says, /8 were marked as manifestly unfounded, by 3 people/)
  await assert.rejects(agree(change, plover), /proposed/)
  await assert.rejects(agree(change, crane), /marked or warned this sender/)
  assert.equal((await send()).kind, 'new')
  assert.equal((await agree(change, wren)).state, 'applied')
  assert.equal((await send()).kind, 'paused')
})

test('a person who withdraws their mark agrees to no pause', async (t) => {
  const { desk, plover, crane, mark, warned, proposePause, agree, send } = await startMisuse(t)
  await warned()
  const { id } = await mark(crane)
  const change = await proposePause(plover)
  await withdrawMark(desk, id, crane)
  await assert.rejects(agree(change, crane), /marked or warned this sender/)
  assert.equal((await send()).kind, 'new')
})

test('a reviewer who marks everything reaches a bound and no pause', async (t) => {
  const { heron, mark, warn, plover, proposePause, database } = await startMisuse(t)
  for (let at = 0; at < MISUSE_FLOOR.marksADayMax; at++) await mark(heron)
  await assert.rejects(mark(heron), /as many marks as one person may/)
  await warn(plover)
  await database.advance(DAY_MS)
  for (const _mark of [1, 2]) await mark(heron)
  await assert.rejects(proposePause(), /All marks are of one person/)
})

test('danger to life and children are received from a paused sender', async (t) => {
  const { paused, send, heron, mark, unfounded, db } = await startMisuse(t)
  await paused()
  for (const category of RECEIVED_IN_PAUSE) assert.equal((await send({ category })).kind, 'new', category)
  assert.deepEqual(
    await db.listValues<string>(sql`
      select category from unnest(${[...CATEGORIES]}::text[]) category where is_always_received(category) order by 1`),
    [...ALWAYS_RECEIVED].sort(),
  )
  assert.deepEqual(
    await db.listValues<string>(sql`
      select category from unnest(${[...CATEGORIES]}::text[]) category where is_received_in_pause(category) order by 1`),
    [...RECEIVED_IN_PAUSE].sort(),
  )
  await assert.rejects(mark(heron, await unfounded({ category: 'SELF_HARM' })), /always received/)
  await assert.rejects(mark(heron, await unfounded({ reporterId: 'social~server:7' })), { code: 'conflict' })
  const floor = await db.only(sql`
    select marks_min as "marksMin", after_warning_min as "afterWarningMin", marks_a_day_max as "marksADayMax",
      pause_days_max as "pauseDaysMax" from misuse_floor()`)
  assert.deepEqual(floor, { ...MISUSE_FLOOR })
})

test('a trusted flagger is not paused by this way', async (t) => {
  const { db, propose, agree, unfounded, plover, heron, mark, warn, proposePause, wren } = await startMisuse(t)
  const { keyId } = await givenFlagger({ db, propose, agree: (change) => agree(change, wren) })
  for (const by of [heron, heron, heron, plover, plover]) await mark(by, await unfounded())
  await sendAsFlagger(db, keyId)
  await assert.rejects(warn(plover), /trusted flagger/)
  await assert.rejects(proposePause(), /trusted flagger/)
})

/** Marks one of the sender's reports as a flagger's, as the intake does for the flagger's key. */
async function sendAsFlagger(db: Awaited<ReturnType<typeof startMisuse>>['db'], keyId: string): Promise<void> {
  await db.query(sql`
    insert into flagger_report (report_id, case_id, flagger_id, category, in_lane)
    select report.id, report.case_id, key.flagger_id, '-', false from report, api_key key
    where key.id = ${keyId} and reporter_id = ${SPAMMER} limit 1`)
}

test('another key of the platform and another spelling leave the pause', async (t) => {
  const { paused, send, db } = await startMisuse(t)
  await paused()
  const other = await givenKey(db)
  assert.equal((await send({}, other.id)).kind, 'paused')
  // Another reporter begins without a record: the platform answers for its own accounts.
  assert.equal((await send({ reporterId: 'user-53' })).kind, 'new')
})

test('the application role writes no row of a mark or measure', async (t) => {
  const { db, mark, heron, send, keyId } = await startMisuse(t)
  const { id } = await mark(heron)
  for (const statement of [
    sql`insert into misuse_measure (sender_id, kind, cause, marks, submissions, warned_by) values ('snd_1', 'warning', 'unfounded', 1, 1, ${heron.id})`,
    sql`update misuse_mark set marked_by = marked_by where id = ${id}`,
    sql`update misuse_measure set ends_at = 'infinity'`,
    sql`select begin_sender_pause(desk_change) from desk_change`,
  ])
    await assert.rejects(db.query(statement), /permission denied/)
  await assert.rejects(db.query(sql`select warn_sender('snd_1', 'unfounded', ${heron.id})`), /can not be warned/)
  await assert.rejects(
    db.query(sql`
      insert into paused_report (key_id, client_id, body_hash, measure_id, body)
      values (${keyId}, 'x', sha256('x'), 'msr_1', '{"category": "VIOLENCE", "reporterId": "user-52"}')`),
    /of no paused sender/,
  )
  assert.equal((await send()).kind, 'new')
})

test('a report of a pause that was wrong escapes the next one', async (t) => {
  const { paused, warned, proposePause, agree, send, desk, db, plover, wren } = await startMisuse(t)
  await paused()
  assert.equal((await send({ id: 'kept' })).kind, 'paused')
  for (const id of await db.listValues<string>(sql`select id from misuse_measure`))
    await endMeasure(desk, { measureId: id, reason: 'A class of pupils.', by: plover })
  await warned()
  await agree(await proposePause(), wren)
  await workOnSenders({ desk })
  assert.deepEqual(await db.listValues(sql`select client_id from paused_report`), [])
  assert.deepEqual(await db.listValues(sql`select client_id from report where client_id = 'kept'`), ['kept'])
  assert.equal((await send({ id: 'later' })).kind, 'paused', 'what comes in the next pause waits')
})

test('the end of a pause loses no report on its way', async (t) => {
  const { paused, send, desk, db, database, keyId, plover } = await startMisuse(t)
  const measureId = await paused()
  const late = await database.ownerPool.connect()
  await late.query('begin')
  const report = reportOf({ id: 'late', reporterId: SPAMMER, subject: { kind: 'account', id: 'a-1' } })
  await late.query(
    `insert into paused_report (key_id, client_id, body_hash, measure_id, body) values ($1, 'late', sha256('l'), $2, $3)`,
    [keyId, measureId, JSON.stringify(report)],
  )
  const ending = endMeasure(desk, { measureId, reason: 'A class of pupils.', by: plover })
  await waitForLock(db)
  await late.query('commit')
  late.release()
  await ending
  await workOnSenders({ desk })
  assert.deepEqual(await db.listValues(sql`select client_id from report where client_id = 'late'`), ['late'])
  assert.equal((await send()).kind, 'new')
})

test('a pause that ends meanwhile fails no reports of others', async (t) => {
  const { paused, send, db, database, plover } = await startMisuse(t)
  const measureId = await paused()
  const ending = await database.ownerPool.connect()
  await ending.query('begin')
  await ending.query(`select end_measure($1, $2, 'early', 'A class of pupils.')`, [measureId, plover.id])
  const sent = send()
  await waitForLock(db)
  await ending.query('commit')
  ending.release()
  assert.equal((await sent).kind, 'new')
})

test('one person ends a pause, and what was stored is handed on', async (t) => {
  const { paused, proposePause, send, desk, db, heron, plover } = await startMisuse(t)
  const measureId = await paused()
  assert.equal((await send({ id: 'kept' })).kind, 'paused')
  assert.equal((await send({ id: 'kept', comment: 'Another.' })).kind, 'taken')
  const end = (by: StaffCaller) => endMeasure(desk, { measureId, reason: 'A class of pupils.', by })
  await assert.rejects(end(heron), /may not end/)
  await end(plover)
  await assert.rejects(end(plover), /has ended already/)
  await workOnSenders({ desk })
  assert.equal(await db.onlyValue<number>(sql`select count(*)::integer from report_key where client_id = 'kept'`), 1)
  assert.deepEqual(await db.list(sql`select client_id from paused_report`), [])
  assert.equal((await send()).kind, 'new')
  await assert.rejects(proposePause(), /after the warning/, 'the same marks carry no second pause')
  assert.deepEqual(ofMisuse(await findProblems(db)), [])
})

test('leads learn once that the ground of a running pause fell', async (t) => {
  const { desk, db, paused, heron, plover } = await startMisuse(t)
  await paused()
  const told = async () => {
    await alertLostGrounds(db)
    return db.onlyValue<number>(sql`select count(*)::integer from alert where why like '%too few of its marks%'`)
  }
  assert.equal(await told(), 0)
  const marks = await db.list<{ id: string; by: string }>(
    sql`select id, marked_by as by from misuse_mark order by marked_at`,
  )
  for (const { id } of marks.slice(0, 4)) await withdrawMark(desk, id, heron)
  assert.equal(await told(), 0, 'three still hold')
  await withdrawMark(desk, marks[4]?.id ?? '', plover)
  assert.deepEqual([await told(), await told()], [1, 1])
})
