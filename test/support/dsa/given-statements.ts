import sql from 'sql-template-tag'
import type { StatementFacts } from '../../../src/enforcement/statements/statement-facts.ts'
import type { Pool } from '../../../src/foundation/database/db.ts'
import { SOME_FACTS } from './some-facts.ts'

const GUARDED = ['enforcement', 'statement'] as const
const AUTHOR = 'author'

/** Rows as they are written: those of numbers `first` to `first + count - 1`, all with these facts. */
export interface GivenStatements {
  first?: number
  count: number
  facts?: Partial<StatementFacts>
  /** False: the restrictions are on their way to the platform. */
  inEffect?: boolean
}

/**
 * Writes statements of restrictions straight into the tables, as the owner and without the guard triggers of
 * enforcements: `stm_1`, about `content:post1` by an account with a handle and a name, and so on.
 */
export async function givenStatements(ownerPool: Pool, given: GivenStatements): Promise<string[]> {
  for (const table of GUARDED) await ownerPool.query(`alter table ${table} disable trigger user`)
  await ownerPool.query(sql`
    insert into account (id, handle, display_name, protected, source, facts_at)
    values (${AUTHOR}, 'vale.harbour', 'Zoe van der Berg', false, 'report', desk_now()) on conflict do nothing`)
  await insertEnforcements(ownerPool, given)
  const ids = await insertStatements(ownerPool, given)
  for (const table of GUARDED) await ownerPool.query(`alter table ${table} enable trigger user`)
  return ids
}

async function insertEnforcements(
  ownerPool: Pool,
  { first = 1, count, inEffect = true }: GivenStatements,
): Promise<void> {
  await ownerPool.query(sql`
    insert into enforcement (id, subject, account_id, action, policy_id, source, proposed_by, protected, state, moved_by,
      expires_at, released_at, in_effect_at, generation)
    select 'enf_' || n, 'content:post' || n, ${AUTHOR}, 'hide', 'hate', 'person', 'staff:staff_7', false,
      ${inEffect ? 'in_effect' : 'releasing'}, 'staff:staff_7', desk_now() + interval '4 hours', desk_now(),
      case when ${inEffect} then desk_now() end, 1
    from generate_series(${first}::integer, ${first + count - 1}::integer) n`)
}

/** The content begins in another statement: its trigger lets it in only while the statement is on its way. */
async function insertStatements(ownerPool: Pool, { first = 1, count, facts = {} }: GivenStatements): Promise<string[]> {
  const last = first + count - 1
  await ownerPool.query(sql`
    insert into statement (id, kind, enforcement_id, subject)
    select 'stm_' || n, 'restriction', 'enf_' || n, 'content:post' || n
    from generate_series(${first}::integer, ${last}::integer) n`)
  return ownerPool.listValues<string>(sql`
    insert into statement_content (statement_id, facts, texts, redress, hash, policies_hash, notices_hash)
    select 'stm_' || n, ${JSON.stringify({ ...SOME_FACTS, ...facts })}::jsonb || jsonb_build_object('enforcementId', 'enf_' || n),
      '[]', '[]', sha256(n::text::bytea), sha256(''), sha256('')
    from generate_series(${first}::integer, ${last}::integer) n
    returning statement_id`)
}
