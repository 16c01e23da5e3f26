import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { ENFORCEMENT_MOVES } from '../../test/model/enforcement-moves.ts'
import { freshDatabase } from '../../test/support/fresh-database.ts'
import { ENFORCEMENT_STATES } from '../foundation/domain.ts'
import { sqlState } from '../foundation/database/db.ts'

test('SQL and TypeScript agree on the moves of an enforcement', async (t) => {
  const { pool } = await freshDatabase(t)
  const { rows } = await pool.query<{ from_state: string; to_state: string }>(sql`
    select from_state, to_state from enforcement_transition`)
  const inSql = rows.map((row) => `${row.from_state} -> ${row.to_state}`).sort()
  const inTypeScript = ENFORCEMENT_STATES.flatMap((from) =>
    ENFORCEMENT_MOVES[from].map((to) => `${from} -> ${to}`),
  ).sort()
  assert.deepEqual(inSql, inTypeScript)
})

test('SQL and TypeScript agree on the states of an enforcement', async (t) => {
  const { ownerPool } = await freshDatabase(t)
  const { rows } = await ownerPool.query<{ definition: string }>(sql`
    select pg_get_constraintdef(oid) as definition from pg_constraint where conname = 'enforcement_state_check'`)
  const inSql = [...(rows[0]?.definition.matchAll(/'(\w+)'::text/g) ?? [])].map((match) => match[1]).sort()
  assert.deepEqual(inSql, [...ENFORCEMENT_STATES].sort())
})

const ENFORCEMENT = sql`insert into enforcement (subject, action, policy_id, source, proposed_by, protected, moved_by, expires_at)
  values ('account:rosa', 'deactivate', 'spam', 'person', 'staff:staff_1', false, 'staff:staff_1', desk_now() + interval '4 hours') returning id`

// The statements that PostgreSQL refuses to the desk's own role, also when an attacker controls it.
const FORBIDDEN: readonly { name: string; statement: string; code: string }[] = [
  {
    name: 'begin an enforcement anywhere but as proposed',
    statement: `insert into enforcement (subject, action, policy_id, source, proposed_by, protected, moved_by, expires_at, state) values ('account:a', 'hide', 'p', 'person', 's', false, 's', desk_now(), 'in_effect')`,
    code: 'CS001',
  },
  { name: 'leave out a state', statement: `update enforcement set state = 'in_effect'`, code: 'CS001' },
  { name: 'release without a verdict', statement: `update enforcement set state = 'releasing'`, code: 'CS001' },
  { name: 'change what an enforcement is', statement: `update enforcement set action = 'warn'`, code: '42501' },
  { name: 'change who proposed it', statement: `update enforcement set proposed_by = 'staff:staff_2'`, code: '42501' },
  { name: 'delete an enforcement', statement: 'delete from enforcement', code: '42501' },
  { name: 'change a verdict', statement: `update verdict set outcome = 'clear'`, code: '42501' },
  {
    name: 'write a move by hand',
    statement: `insert into enforcement_move (enforcement_id, to_state, by, at) values ('enf_1', 'confirmed', 'x', desk_now())`,
    code: '42501',
  },
  {
    name: 'switch off the guard trigger',
    statement: 'alter table enforcement disable trigger check_enforcement_move',
    code: '42501',
  },
  { name: 'change a ledger leaf', statement: `update ledger_leaf set leaf = '\\x00'`, code: '42501' },
  { name: 'delete a ledger payload', statement: 'delete from ledger_payload', code: '42501' },
  { name: 'number a leaf by hand', statement: `insert into ledger_entry values (1, 1, '', '')`, code: '42501' },
  { name: 'shorten a shift', statement: 'delete from shift_event', code: '42501' },
  { name: 'change a decision', statement: `update decision set rationale = ''`, code: '42501' },
  { name: 'set the clock', statement: 'select set_driven_clock(now())', code: '42501' },
  { name: 'mark the database', statement: `select mark_database('demo')`, code: '42501' },
]

test('the application role moves no enforcement without the rows that justify', async (t) => {
  const { pool } = await freshDatabase(t)
  await pool.query(ENFORCEMENT)
  for (const { name, statement, code } of FORBIDDEN) {
    await assert.rejects(pool.query({ text: statement, values: [] }), (error) => sqlState(error) === code, name)
  }
})

test("a subject's generation never falls", async (t) => {
  const { pool } = await freshDatabase(t)
  await pool.query(sql`insert into subject_state (subject, generation) values ('account:rosa', 5)`)
  await assert.rejects(pool.query(sql`update subject_state set generation = 4`), /never falls/)
})
