import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import sql from 'sql-template-tag'
import { givenCase } from '../../../test/support/cases.ts'
import { freshDatabase } from '../../../test/support/fresh-database.ts'
import { givenStaff } from '../../../test/support/people.ts'
import { claimNextCase } from './claim-next.ts'
import { storeExposureLimit } from './store-exposure-limit.ts'

const HOUR_MS = 3_600_000

/** Starts a desk with limits on severe cases per day and in a row, and one reviewer on shift. */
async function startLimited(t: TestContext, limit = { severeADay: 2, severeInARow: 99 }) {
  const database = await freshDatabase(t, { driven: true })
  const { pool } = database
  await database.setClock(new Date('2026-05-04T09:30:00Z'))
  await storeExposureLimit(pool, limit)
  const { id } = await givenStaff(pool, { onShift: true })
  const given = async (severity: number, rank: number) => {
    const caseId = await givenCase(pool, { rank })
    await pool.query(sql`update review_case set severity = ${severity}, partition_id = null where id = ${caseId}`)
    await pool.query(sql`update review_case set rank = ${rank} where id = ${caseId}`)
    return caseId
  }
  /** Takes the next case and finishes it. */
  const next = async (staffId = id) => {
    const claimed = await claimNextCase(pool, staffId)
    await pool.query(sql`
      update review_case set state = 'closed', closed_at = desk_now(), claimed_by = null, claimed_at = null,
        claimed_until = null where id = ${claimed?.id ?? ''}`)
    return claimed?.id
  }
  return { database, pool, id, given, next }
}

test('a reviewer is given no more severe cases than the daily limit', async (t) => {
  const { database, pool, given, next, id } = await startLimited(t)
  const severe = [await given(5, 9), await given(4, 8), await given(4, 7), await given(4, 6)]
  const calm = await given(3, 1)
  assert.deepEqual([await next(), await next(), await next(), await next()], [severe[0], severe[1], calm, undefined])
  const other = await givenStaff(pool, { onShift: true })
  assert.equal(await next(other.id), severe[2], 'somebody else has their own day')
  await database.advance(25 * HOUR_MS)
  await pool.query(sql`insert into shift_event (staff_id, kind, planned_minutes) values (${id}, 'start', 480)`)
  assert.equal(await next(), severe[3])
})

test('a reviewer is given another kind after several severe cases', async (t) => {
  const { given, next } = await startLimited(t, { severeADay: 99, severeInARow: 2 })
  const severe = []
  for (let rank = 9; rank > 3; rank--) severe.push(await given(4, rank))
  const calm = await given(1, 1)
  assert.deepEqual([await next(), await next(), await next()], [severe[0], severe[1], calm])
  assert.deepEqual([await next(), await next()], [severe[2], severe[3]])
  assert.equal(await next(), severe[4], 'nothing else waits, and severe cases don’t wait for something else')
})

test('a case that becomes severe after its claim counts as severe', async (t) => {
  const { pool, given, next } = await startLimited(t, { severeADay: 1, severeInARow: 99 })
  await given(5, 9)
  const worse = await given(2, 5)
  await next()
  await pool.query(sql`update review_case set severity = 5 where id = ${worse}`)
  assert.equal(await next(), undefined)
})

test('a transferred severe case counts; without limits no case is withheld', async (t) => {
  const { pool, id, given, next } = await startLimited(t, { severeADay: 1, severeInARow: 99 })
  const handed = await given(5, 9)
  await pool.query(sql`
    update review_case set claimed_by = ${id}, claimed_at = desk_now(), claimed_until = desk_now() + interval '1 minute'
    where id = ${handed}`)
  const waiting = await given(5, 8)
  assert.equal(await next(), undefined)
  await storeExposureLimit(pool, undefined)
  assert.equal(await next(), waiting)
})
