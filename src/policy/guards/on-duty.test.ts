import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { freshDatabase } from '../../../test/support/fresh-database.ts'
import { givenOnCall, givenSession, givenStaff } from '../../../test/support/people.ts'
import type { Pool } from '../../foundation/database/db.ts'
import { endShift, startBreak } from '../../people/shifts/shifts.ts'

const DAY_MS = 86_400_000

/** Inserts one person of each kind. Returns the id of the proposer, who is one of these. */
async function givenPeople(db: Pool): Promise<string> {
  const person = (given: Parameters<typeof givenStaff>[1] = {}) => givenStaff(db, { onShift: true, ...given })
  const asks = await person()
  await person()
  await startBreak({ db }, (await person()).id)
  await endShift({ db }, (await person()).id)
  const lead = await person({ onShift: false, roles: ['lead'] })
  await givenOnCall(db, lead.id)
  await person({ roles: ['policy'] })
  await person({ endsAt: new Date(Date.now() + 9 * DAY_MS) })
  await person({ noticeGivenAt: new Date() })
  await db.query(sql`
    insert into staff_restriction (staff_id, cause, reason, by) values (${(await person()).id}, 'one', 'strange', ${`staff:${lead.id}`})`)
  await person({ onShift: false })
  const restsOnCall = await person()
  await startBreak({ db }, restsOnCall.id)
  await givenOnCall(db, restsOnCall.id)
  return asks.id
}

test('people on duty are the eligible approvers, each listed once', async (t) => {
  const { pool, ownerPool } = await freshDatabase(t)
  const asks = await givenPeople(pool)
  const count = async (but: string | null) =>
    Number(
      (
        await pool.query<{ people: string }>(
          sql`select count(*) as people from list_available_approvers() where id is distinct from ${but}`,
        )
      ).rows[0]?.people,
    )
  const standing = async () =>
    Number(
      (
        await pool.query<{ people: string }>(sql`
          select count(*) as people from staff cross join lateral staff_standing(id) standing
          where id <> ${asks} and roles && '{reviewer,senior,lead}' and active and not leaving and not restricted
            and (on_shift and not on_break or on_call)`)
      ).rows[0]?.people,
    )
  assert.deepEqual([await count(asks), await count(null), await standing()], [3, 4, 3])
  await ownerPool.query(
    `insert into desk_profile (organisation, shadow, person_metrics) values ('community', false, true)`,
  )
  const seen = await givenStaff(pool)
  await givenSession(pool, { staffId: seen.id, credentialId: null }, 'http://127.0.0.1')
  assert.deepEqual([await count(asks), await standing()], [5, 5], 'who was active today, too, but on no break')
})
