import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { claimNextCase } from '../../src/cases/claims/claim-next.ts'
import { givenCase } from '../support/cases.ts'
import { freshDatabase, type TestDatabase } from '../support/fresh-database.ts'
import { givenStaff } from '../support/people.ts'

const DAY_MS = 86_400_000
const CHILD = { category: 'PROTECTION_OF_MINORS', severity: 5, clearances: ['safety'], queue: 'safety' } as const
/** A new reporter reports the content. */
const NEW = { reporters: 1, reporterWeight: 1 } as const
/** Three people say so who were never right in twenty reports. */
const LIARS = { reporters: 3, reporterWeight: (3 * 4) / 24 } as const

const cleared = async ({ pool }: TestDatabase) =>
  (await givenStaff(pool, { onShift: true, clearances: ['safety'], plannedMinutes: 600 })).id
const uncleared = async ({ pool }: TestDatabase) => (await givenStaff(pool, { onShift: true, clearances: [] })).id

test('a case of child safety precedes all cases without a legal clock', async (t) => {
  const database = await freshDatabase(t)
  const { pool } = database
  const [ana, ben] = [await cleared(database), await cleared(database)]
  const late = await givenCase(pool, { rank: 900, dueAt: new Date(Date.now() - DAY_MS) })
  await pool.query(sql`update review_case set missed_due_at = due_at where id = ${late}`)
  const returned = await givenCase(pool, { returned: true })
  const pressing = await givenCase(pool, {})
  await pool.query(sql`update review_case set pressing_due_at = desk_now() + interval '1 hour' where id = ${pressing}`)
  const life = await givenCase(pool, { ...CHILD, category: 'SELF_HARM', rank: 9_000, ...NEW })
  const child = await givenCase(pool, { ...CHILD, ...NEW, rank: -500_000 })
  const given: string[] = []
  for (const who of [ana, ana, ben, ben]) given.push((await claimNextCase(pool, who))?.id ?? '')
  assert.deepEqual(given, [pressing, child, life, returned])
})

test('many unreliable reporters move no case forward', async (t) => {
  const database = await freshDatabase(t)
  const { pool } = database
  const person = await cleared(database)
  for (let n = 0; n < 20; n++) await givenCase(pool, { ...CHILD, ...LIARS, rank: 0 })
  const plain = await givenCase(pool, { rank: 10 })
  const child = await givenCase(pool, { ...CHILD, ...LIARS, rank: 5 })
  assert.equal((await claimNextCase(pool, person))?.id, plain)
  // A reporter with a fair record reports the same.
  await pool.query(sql`
    update review_case set reporter_count = reporter_count + 1, reporter_weight = reporter_weight + 1 where id = ${child}`)
  const old = await givenCase(pool, { returned: true, rank: 100 })
  assert.equal((await claimNextCase(pool, person))?.id, child)
  const other = await uncleared(database)
  assert.equal((await claimNextCase(pool, other))?.id, old)
})

test('many new reporters change nothing for reviewers without the clearance', async (t) => {
  const database = await freshDatabase(t)
  const { pool } = database
  await pool.query(sql`insert into exposure_limit (severe_a_day, severe_in_a_row) values (80, 6)`)
  const [person, other] = [await cleared(database), await uncleared(database)]
  const [first, second] = [await givenCase(pool, { rank: 9 }), await givenCase(pool, { rank: 8 })]
  for (let n = 0; n < 30; n++) await givenCase(pool, { ...CHILD, ...NEW, rank: 5_000 })
  assert.equal((await claimNextCase(pool, other))?.id, first)
  const given: string[] = []
  for (let n = 0; n < 7; n++) {
    const claimed = await claimNextCase(pool, person)
    given.push(claimed?.queue ?? '')
    await pool.query(sql`
      update review_case set claimed_by = null, claimed_at = null, claimed_until = null where id = ${claimed?.id}`)
  }
  assert.deepEqual(given, [...Array(6).fill('safety'), 'general'], 'after six severe ones comes something else')
  assert.equal((await claimNextCase(pool, other))?.id, second)
})
