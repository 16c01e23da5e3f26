import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import sql from 'sql-template-tag'
import { freshDatabase } from '../../test/support/fresh-database.ts'
import { givenStaff } from '../../test/support/people.ts'
import { isMet } from '../guard/requirement.ts'

const PEOPLE = [
  { roles: ['reviewer'], team: 'north', employer: 'Example' },
  { roles: ['reviewer', 'senior'], team: 'north', employer: 'Example' },
  { roles: ['senior'], team: 'south', employer: 'Vendor' },
  { roles: ['lead'], team: 'south', employer: 'Example' },
  { roles: ['lead', 'reviewer'], team: 'east', employer: 'Vendor' },
] as const

const aClause = fc.record(
  {
    count: fc.integer({ min: 1, max: 4 }),
    roles: fc.subarray(['reviewer', 'senior', 'lead'] as const, { minLength: 1 }),
    teams: fc.integer({ min: 1, max: 3 }),
    employers: fc.integer({ min: 1, max: 2 }),
  },
  { requiredKeys: ['count'] },
)

test('SQL and TypeScript agree on when people meet the clauses of an order', async (t) => {
  const { pool, ownerPool } = await freshDatabase(t)
  const ids: string[] = []
  for (const person of PEOPLE) ids.push((await givenStaff(pool, person)).id)
  await ownerPool.query('alter table approval disable trigger check_approval')
  let order = 0
  const ask = async (clauses: readonly object[], agreeing: readonly number[]): Promise<boolean | undefined> => {
    const id = `o-test-${order++}`
    const material = Buffer.alloc(32)
    await ownerPool.query(sql`
      insert into desk_order (id, subject, action, policy_id, source, proposed_by, protected, moved_by, expires_at, material_hash)
      values (${id}, 'account:a', 'deactivate', 'spam', 'api', 'desk', false, 'desk', desk_now() + interval '1 hour', ${material})`)
    await ownerPool.query(sql`
      insert into verdict (order_id, outcome, requirement, fired, off, facts, policy_hash)
      values (${id}, 'guarded', ${JSON.stringify({ approvals: clauses })}, '[]', '{}', '{}', ${material})`)
    await ownerPool.query(sql`
      insert into approval (order_id, staff_id, answer, core, as_shown, material_hash)
      select ${id}, staff_id, 'agree', '{}', '{}', ${material} from unnest(${agreeing.map((n) => ids[n])}::text[]) staff_id`)
    const { rows } = await pool.query<{ agreed: boolean }>(sql`select order_is_agreed(${id}) as agreed`)
    return rows[0]?.agreed
  }
  const anAnswer = fc.tuple(fc.array(aClause, { maxLength: 3 }), fc.subarray([0, 1, 2, 3, 4]))
  await fc.assert(
    fc.asyncProperty(anAnswer, async ([clauses, agreeing]) => {
      const people = agreeing.flatMap((n) => {
        const person = PEOPLE[n]
        return person === undefined ? [] : [{ staffId: ids[n] ?? '', ...person }]
      })
      assert.equal(await ask(clauses, agreeing), isMet(clauses, people))
    }),
    { numRuns: 300 },
  )
})
