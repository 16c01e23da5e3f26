import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { freshDatabase } from '../../../test/support/fresh-database.ts'
import { CHANGE_STATES, type ChangeState } from './change-state.ts'
import { CHANGE_KINDS, DIRECTIONS } from './wanted.ts'

/** Every move that a change may make. SQL alone decides at a desk. Twin of change_transition in SQL. */
const CHANGE_MOVES: Record<ChangeState, readonly ChangeState[]> = {
  proposed: ['agreed', 'applied', 'declined', 'withdrawn', 'expired'],
  // An agreed change waits for its time. Any lead may stop it until then.
  agreed: ['applied', 'stopped', 'withdrawn', 'failed'],
  applied: [],
  declined: [],
  withdrawn: [],
  expired: [],
  stopped: [],
  failed: [],
}

test('SQL and TypeScript agree on the moves of a change', async (t) => {
  const { pool } = await freshDatabase(t)
  const { rows } = await pool.query<{ from_state: string; to_state: string }>(sql`
    select from_state, to_state from change_transition`)
  const inSql = rows.map((row) => `${row.from_state} -> ${row.to_state}`).sort()
  const inTypeScript = CHANGE_STATES.flatMap((from) => CHANGE_MOVES[from].map((to) => `${from} -> ${to}`)).sort()
  assert.deepEqual(inSql, inTypeScript)
})

test("SQL and TypeScript agree on a change's states, kinds and directions", async (t) => {
  const { ownerPool } = await freshDatabase(t)
  const words = async (name: string) => {
    const { rows } = await ownerPool.query<{ definition: string }>(sql`
      select pg_get_constraintdef(oid) as definition from pg_constraint where conname = ${name}`)
    return [...(rows[0]?.definition.matchAll(/'(\w+)'::text/g) ?? [])].map((match) => match[1]).sort()
  }
  assert.deepEqual(await words('desk_change_state_check'), [...CHANGE_STATES].sort())
  assert.deepEqual(await words('desk_change_kind_check'), [...CHANGE_KINDS].sort())
  assert.deepEqual(await words('desk_change_direction_check'), [...DIRECTIONS].sort())
})
