import assert from 'node:assert/strict'
import { once } from 'node:events'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { type GivenCase, givenAccount, givenCase } from '../../../test/support/cases.ts'
import { freshDatabase, type TestDatabase } from '../../../test/support/fresh-database.ts'
import { type GivenStaff, givenStaff } from '../../../test/support/people.ts'
import { waitForLock } from '../../../test/support/wait-for-lock.ts'
import type { Pool } from '../../foundation/database/db.ts'
import { DeskError } from '../../foundation/errors.ts'
import { claimNextCase } from './claim-next.ts'

const MINUTE_MS = 60_000

const claim = async (db: Pool, staffId: string) => (await claimNextCase(db, staffId))?.id
const reviewer = async (db: Pool, given: GivenStaff = {}) => (await givenStaff(db, { onShift: true, ...given })).id
const event = (db: Pool, staffId: string, kind: 'break' | 'back' | 'end') =>
  db.query(sql`insert into shift_event (staff_id, kind) values (${staffId}, ${kind})`)

async function eventsOf(db: Pool, caseId: string): Promise<string[]> {
  const { rows } = await db.query<{ kind: string; by: string }>(
    sql`select kind, by from case_event where case_id = ${caseId} order by id`,
  )
  return rows.map(({ kind, by }) => `${kind} ${by}`)
}

async function entriesOf(db: Pool, kind: string): Promise<{ caseId: string; by: string }[]> {
  const { rows } = await db.query<{ payload: Buffer }>(
    sql`select payload from ledger_payload where kind = ${kind} order by leaf_id`,
  )
  return rows.map(({ payload }) => JSON.parse(payload.toString()))
}

test('two reviewers never hold one case; each holds at most two', async (t) => {
  const { pool } = await freshDatabase(t)
  for (let index = 0; index < 12; index++) await givenCase(pool)
  const people = await Promise.all(Array.from({ length: 5 }, () => reviewer(pool)))
  const asked = people.flatMap((person) => [person, person, person, person])
  const answers = await Promise.allSettled(asked.map((person) => claim(pool, person)))
  const given = answers.flatMap((answer) => (answer.status === 'fulfilled' && answer.value ? [answer.value] : []))
  assert.equal(new Set(given).size, given.length)
  const { rows } = await pool.query<{ held: number }>(
    sql`select count(*) as held from review_case where claimed_by is not null group by claimed_by`,
  )
  assert.deepEqual(
    rows.map(({ held }) => held),
    [2, 2, 2, 2, 2],
  )
  assert.equal(given.length, 10)
  for (const answer of answers) if (answer.status === 'rejected') assert.ok(answer.reason instanceof DeskError)
  assert.equal((await entriesOf(pool, 'case_claimed')).length, 10)
})

test('returned cases are claimed first, then by rank, then by age', async (t) => {
  const { pool } = await freshDatabase(t)
  const at = (second: number) => new Date(Date.UTC(2031, 0, 1, 0, 0, second))
  const young = await givenCase(pool, { rank: 3, openedAt: at(9) })
  const old = await givenCase(pool, { rank: 3, openedAt: at(1) })
  const back = await givenCase(pool, { rank: 1, openedAt: at(5), returned: true })
  const urgent = await givenCase(pool, { rank: 5, openedAt: at(8) })
  const [ana, ben] = [await reviewer(pool), await reviewer(pool)]
  const given = [await claim(pool, ana), await claim(pool, ana), await claim(pool, ben), await claim(pool, ben)]
  assert.deepEqual(given, [back, urgent, old, young])
})

test('a claim waits for a locked case and then succeeds', async (t) => {
  const { pool, ownerPool } = await freshDatabase(t)
  const [caseId, person] = [await givenCase(pool), await reviewer(pool)]
  const writing = await ownerPool.connect()
  t.after(() => writing.release())
  await writing.query('begin')
  await writing.query(sql`update review_case set report_count = report_count + 1 where id = ${caseId}`)
  const asked = claim(pool, person)
  await once(pool, 'release')
  await writing.query('commit')
  assert.equal(await asked, caseId)
})

test('a claim lasts ten minutes and is in history and ledger', async (t) => {
  const { pool } = await freshDatabase(t)
  const [caseId, person] = [await givenCase(pool), await reviewer(pool)]
  const claimed = await claimNextCase(pool, person)
  assert.equal(claimed?.id, caseId)
  assert.equal(claimed?.claimedBy, person)
  const lasts = (claimed?.claimedUntil.getTime() ?? 0) - (claimed?.claimedAt.getTime() ?? 0)
  assert.ok(lasts >= 10 * MINUTE_MS && lasts < 10 * MINUTE_MS + 1_000, `${lasts}`)
  assert.deepEqual(await eventsOf(pool, caseId), [`claimed staff:${person}`])
  const [entry] = await entriesOf(pool, 'case_claimed')
  assert.deepEqual([entry?.caseId, entry?.by], [caseId, `staff:${person}`])
})

test('an expired claim frees its case at once and is recorded', async (t) => {
  const database = await freshDatabase(t, { driven: true })
  const { pool } = database
  const caseId = await givenCase(pool)
  const [ana, ben] = [await reviewer(pool), await reviewer(pool)]
  assert.equal(await claim(pool, ana), caseId)
  await database.advance(10 * MINUTE_MS - 1)
  assert.equal(await claim(pool, ben), undefined)
  await database.advance(1)
  assert.equal(await claim(pool, ben), caseId)
  assert.deepEqual(await eventsOf(pool, caseId), [
    `claimed staff:${ana}`,
    `lapsed staff:${ana}`,
    `claimed staff:${ben}`,
  ])
  assert.deepEqual(
    (await entriesOf(pool, 'case_lapsed')).map(({ by }) => by),
    [`staff:${ana}`],
  )
})

const REFUSED: [string, GivenStaff, (db: Pool, person: string) => Promise<unknown>, RegExp][] = [
  ['off shift', { onShift: false }, async () => undefined, /not on shift/],
  ['whose shift is over', {}, (db, person) => event(db, person, 'end'), /not on shift/],
  ['on a break', {}, (db, person) => event(db, person, 'break'), /on a break/],
  ['whose work has not begun', { startsAt: new Date('2999-01-01') }, async () => undefined, /do not work here/],
  [
    'who was ended',
    {},
    (db, person) => db.query(sql`update staff set ended_at = desk_now() where id = ${person}`),
    /do not work here/,
  ],
  [
    'who holds two cases',
    {},
    async (db, person) => {
      for (const _each of [1, 2]) {
        await givenCase(db)
        await claim(db, person)
      }
    },
    /You hold case_\d+ and case_\d+/,
  ],
]
for (const [who, given, begin, message] of REFUSED) {
  test(`a reviewer ${who} is given no case and learns why`, async (t) => {
    const { pool } = await freshDatabase(t)
    const person = await reviewer(pool, given)
    await begin(pool, person)
    const waiting = await givenCase(pool)
    await assert.rejects(claim(pool, person), message)
    const { rows } = await pool.query<{ holder: string | null }>(
      sql`select claimed_by as holder from review_case where id = ${waiting}`,
    )
    assert.equal(rows[0]?.holder, null)
  })
}

const FITTING: [string, GivenCase, GivenStaff, GivenStaff][] = [
  ['language', { language: 'de' }, { languages: ['en', 'de'] }, { languages: ['en'] }],
  ['language, in any country', { language: 'PT-br' }, { languages: ['pt'] }, { languages: ['pt-PT'] }],
  ['clearances', { clearances: ['safety', 'x'] }, { clearances: ['x', 'y', 'safety'] }, { clearances: ['safety'] }],
  ['employer', { employer: 'Northwind' }, { employer: 'Northwind' }, { employer: 'Southwind' }],
  ['site', { site: 'Porto' }, { site: 'Porto' }, { site: 'Manila' }],
]
for (const [what, given, fitting, other] of FITTING) {
  test(`a case is given only to reviewers with its ${what}`, async (t) => {
    const { pool } = await freshDatabase(t)
    const caseId = await givenCase(pool, given)
    assert.equal(await claim(pool, await reviewer(pool, other)), undefined)
    assert.equal(await claim(pool, await reviewer(pool, fitting)), caseId)
  })
}

test('a reviewer without languages is given cases of every language', async (t) => {
  const { pool } = await freshDatabase(t)
  const caseId = await givenCase(pool, { language: 'fi' })
  assert.equal(await claim(pool, await reviewer(pool, { languages: [] })), caseId)
})

const CLEARED = { clearances: ['protected'], plannedMinutes: 720 } as const
const UNKNOWN: [string, (db: Pool) => Promise<string | null>][] = [
  ['of a protected account', (db) => givenAccount(db, { protected: true })],
  ['of an account the desk does not know', async () => 'never-seen'],
  ['whose account is not known', async () => null],
]
for (const [which, account] of UNKNOWN) {
  test(`a case ${which} needs the clearance "protected"`, async (t) => {
    const { pool } = await freshDatabase(t)
    const caseId = await givenCase(pool, { accountId: await account(pool) })
    assert.equal(await claim(pool, await reviewer(pool, { clearances: ['safety'] })), undefined)
    assert.equal(await claim(pool, await reviewer(pool, CLEARED)), caseId)
  })
}

test('a case counts as protected as soon as its account does', async (t) => {
  const { pool } = await freshDatabase(t)
  const accountId = await givenAccount(pool)
  await givenCase(pool, { accountId })
  await pool.query(sql`update account set protected = true where id = ${accountId}`)
  assert.equal(await claim(pool, await reviewer(pool)), undefined)
})

/** Minutes into a shift of 12 hours; a break of 20 minutes is taken at each of the times named. */
async function workTo(database: TestDatabase, person: string, minutes: number, breaksAt: readonly number[]) {
  let now = 0
  for (const at of breaksAt) {
    await database.advance((at - now) * MINUTE_MS)
    await event(database.pool, person, 'break')
    await database.advance(20 * MINUTE_MS)
    await event(database.pool, person, 'back')
    now = at + 20
  }
  await database.advance((minutes - now) * MINUTE_MS)
}

const HALF_DAY = [100, 220, 340, 460]
const UNFIT: [string, GivenStaff, { minutes: number; breaksAt: readonly number[] }, boolean][] = [
  ['rested', {}, { minutes: 119, breaksAt: [] }, true],
  ['two hours without a break', {}, { minutes: 120, breaksAt: [] }, false],
  ['back from a break', {}, { minutes: 239, breaksAt: [100] }, true],
  ['two hours back from a break', {}, { minutes: 240, breaksAt: [100] }, false],
  ['short of nine hours on shift', {}, { minutes: 539, breaksAt: HALF_DAY }, true],
  ['nine hours on shift', {}, { minutes: 540, breaksAt: HALF_DAY }, false],
  ['an hour before the end of their shift', { plannedMinutes: 110 }, { minutes: 50, breaksAt: [] }, true],
  ['in the last hour of their shift', { plannedMinutes: 110 }, { minutes: 51, breaksAt: [] }, false],
  ['past the end of their shift', { plannedMinutes: 30 }, { minutes: 40, breaksAt: [] }, false],
]
for (const [who, given, work, fit] of UNFIT) {
  test(`a reviewer ${who} is ${fit ? 'given a protected case' : 'given unprotected cases only'}`, async (t) => {
    const database = await freshDatabase(t, { driven: true })
    const { pool } = database
    const other = await givenCase(pool, { rank: 1 })
    const guarded = await givenCase(pool, { rank: 5, accountId: null })
    const person = await reviewer(pool, { ...CLEARED, ...given })
    await workTo(database, person, work.minutes, work.breaksAt)
    assert.equal(await claim(pool, person), fit ? guarded : other)
    assert.equal(await claim(pool, person), fit ? other : undefined)
  })
}

const DAY_MS = 86_400_000
const LEAVING: [string, (now: number) => GivenStaff, boolean][] = [
  ['in 15 days', (now) => ({ endsAt: new Date(now + 15 * DAY_MS) }), true],
  ['in 14 days', (now) => ({ endsAt: new Date(now + 14 * DAY_MS) }), false],
  ['in 4 days of a rolling contract', (now) => ({ endsAt: new Date(now + 4 * DAY_MS), rollingContract: true }), true],
  ['in 3 days of a rolling contract', (now) => ({ endsAt: new Date(now + 3 * DAY_MS), rollingContract: true }), false],
  ['some day, with notice given', (now) => ({ noticeGivenAt: new Date(now) }), false],
]
for (const [when, given, fit] of LEAVING) {
  test(`a reviewer who leaves ${when} is given ${fit ? 'a' : 'no'} protected case`, async (t) => {
    const database = await freshDatabase(t, { driven: true })
    const now = Date.UTC(2026, 4, 4, 9)
    await database.setClock(new Date(now))
    const caseId = await givenCase(database.pool, { accountId: null })
    const person = await reviewer(database.pool, { ...CLEARED, ...given(now) })
    assert.equal(await claim(database.pool, person), fit ? caseId : undefined)
  })
}

test('a claim waits while its reviewer is ended, then is refused', async (t) => {
  const { pool } = await freshDatabase(t)
  await givenCase(pool)
  const person = await reviewer(pool)
  const ending = await pool.connect()
  await ending.query('begin')
  await ending.query(sql`update staff set ended_at = desk_now() where id = ${person}`)
  const claiming = claim(pool, person)
  claiming.catch(() => undefined)
  await waitForLock(pool)
  await ending.query('commit')
  ending.release()
  await assert.rejects(claiming, /do not work here/)
})

test('a closed case is given to no reviewer', async (t) => {
  const { pool } = await freshDatabase(t)
  const caseId = await givenCase(pool)
  await pool.query(sql`update review_case set state = 'closed', closed_at = desk_now() where id = ${caseId}`)
  assert.equal(await claim(pool, await reviewer(pool)), undefined)
})
