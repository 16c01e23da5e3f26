import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import sql from 'sql-template-tag'
import { freshDatabase } from '../../../test/support/fresh-database.ts'
import { unknownFacts } from '../../../test/support/known-accounts.ts'
import { givenPasskey, givenStaff } from '../../../test/support/people.ts'
import { isMet } from '../../policy/requirements/requirement.ts'
import type { Pool } from '../../foundation/database/db.ts'

const PEOPLE = [
  { roles: ['reviewer'], team: 'north', employer: 'Example' },
  { roles: ['reviewer', 'senior'], team: 'north', employer: 'Example' },
  { roles: ['senior'], team: 'south', employer: 'Vendor' },
  { roles: ['lead'], team: 'south', employer: 'Example' },
  { roles: ['lead', 'reviewer'], team: 'east', employer: 'Vendor' },
] as const

const ALL = [0, 1, 2, 3, 4]

const aClause = fc.record(
  {
    count: fc.integer({ min: 1, max: 4 }),
    roles: fc.subarray(['reviewer', 'senior', 'lead'] as const, { minLength: 1 }),
    teams: fc.integer({ min: 1, max: 3 }),
    employers: fc.integer({ min: 1, max: 2 }),
  },
  { requiredKeys: ['count'] },
)

/** Gives each person two signatures: one by a passkey that counts, one by a passkey that was removed. */
async function giveSignatures(pool: Pool, ownerPool: Pool, ids: readonly string[]): Promise<void> {
  await ownerPool.query('alter table signature disable trigger check_signature')
  for (const id of ids) {
    for (const how of ['kept', 'removed']) {
      const { credentialId } = await givenPasskey(pool, id)
      await ownerPool.query(sql`
        insert into signature (id, staff_id, credential_id, act, about, core, as_shown, client_data, authenticator_data, signature)
        values (${`${how}-${id}`}, ${id}, ${credentialId}, 'agree', 'enf_1', '{}', '{}', '', ${Buffer.alloc(37)}, ${Buffer.alloc(8)})`)
      if (how === 'removed')
        await ownerPool.query(sql`update passkey set removed_at = desk_now() where id = ${credentialId}`)
    }
  }
}

test('SQL and TypeScript agree on met approvals when keys are revoked', async (t) => {
  const { pool, ownerPool } = await freshDatabase(t)
  const ids: string[] = []
  for (const person of PEOPLE) ids.push((await givenStaff(pool, person)).id)
  await giveSignatures(pool, ownerPool, ids)
  await ownerPool.query('alter table approval disable trigger check_approval')
  let enforcement = 0
  const ask = async (clauses: readonly object[], agreeing: readonly number[], keyless: readonly number[]) => {
    const id = `enf_test-${enforcement++}`
    const material = Buffer.alloc(32)
    await ownerPool.query(sql`
      insert into enforcement (id, subject, action, policy_id, source, proposed_by, protected, moved_by, expires_at, material_hash)
      values (${id}, 'account:a', 'deactivate', 'spam', 'person', 'desk', false, 'desk', desk_now() + interval '1 hour', ${material})`)
    await ownerPool.query(sql`
      insert into verdict (enforcement_id, outcome, requirement, fired, off, facts, policy_hash)
      values (${id}, ${clauses.length > 0 ? 'guarded' : 'clear'}, ${JSON.stringify({ approvals: clauses })}, '[]', '{}', ${unknownFacts('a')}, ${material})`)
    await ownerPool.query(sql`
      insert into approval (enforcement_id, staff_id, answer, core, as_shown, material_hash, signature_id)
      select ${id}, staff_id, 'agree', '{}', '{}', ${material},
        case when staff_id = any (${keyless.map((n) => ids[n])}::text[]) then 'removed-' else 'kept-' end || staff_id
      from unnest(${agreeing.map((n) => ids[n])}::text[]) staff_id`)
    const { rows } = await pool.query<{ agreed: boolean }>(sql`select enforcement_is_agreed(${id}) as agreed`)
    return rows[0]?.agreed
  }
  const anAnswer = fc.tuple(fc.array(aClause, { maxLength: 3 }), fc.subarray(ALL), fc.subarray(ALL, { maxLength: 2 }))
  await fc.assert(
    fc.asyncProperty(anAnswer, async ([clauses, agreeing, keyless]) => {
      const people = agreeing.flatMap((n) => {
        if (keyless.includes(n)) return []
        const person = PEOPLE[n]
        return person === undefined ? [] : [{ staffId: ids[n] ?? '', ...person }]
      })
      assert.equal(await ask(clauses, agreeing, keyless), isMet(clauses, people))
    }),
    { numRuns: 300 },
  )
})
