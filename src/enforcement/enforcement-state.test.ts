import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { ENFORCEMENT_MOVES } from '../../test/model/enforcement-moves.ts'
import { freshDatabase } from '../../test/support/fresh-database.ts'
import { ENFORCEMENT_STATES, type EnforcementState } from '../foundation/domain.ts'
import { sqlState } from '../foundation/database/db.ts'
import type { EnforcementIn } from './queries.ts'

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

const COLUMNS = {
  heldSince: 'held_since',
  generation: 'generation',
  inEffectAt: 'in_effect_at',
  endsAt: 'ends_at',
  confirmBy: 'confirm_by',
  confirmedAt: 'confirmed_at',
  platformHeldUntil: 'platform_held_until',
  failing: 'failing',
  lifted: 'lifted',
} as const
type Column = keyof typeof COLUMNS

/** The rule of one column in one state, by the type: `set` is a value or true, `unset` null or false. */
type Rule<Value> = [Value] extends [null | false] ? 'unset' : Extract<Value, null | false> extends never ? 'set' : 'any'
type Rules<State extends EnforcementState> = { [Name in Column]: Rule<EnforcementIn<State>[Name]> }

const UNRELEASED = {
  generation: 'unset',
  inEffectAt: 'unset',
  endsAt: 'unset',
  confirmBy: 'unset',
  confirmedAt: 'unset',
  platformHeldUntil: 'unset',
  failing: 'unset',
  lifted: 'unset',
} as const
const RELEASED = {
  heldSince: 'any',
  generation: 'set',
  endsAt: 'any',
  confirmBy: 'any',
  confirmedAt: 'any',
  platformHeldUntil: 'any',
  lifted: 'any',
} as const

/**
 * The rules of the type `Enforcement`: it does not compile when the type says otherwise.
 * Twin of enforcement_progress in SQL.
 */
const STATE_COLUMNS: { [State in EnforcementState]: Rules<State> } = {
  proposed: { ...UNRELEASED, heldSince: 'unset' },
  awaiting_approval: { ...UNRELEASED, heldSince: 'any' },
  held: { ...UNRELEASED, heldSince: 'set' },
  declined: { ...UNRELEASED, heldSince: 'any' },
  stopped: { ...UNRELEASED, heldSince: 'any' },
  expired: { ...UNRELEASED, heldSince: 'any' },
  superseded: { ...UNRELEASED, heldSince: 'any' },
  releasing: { ...RELEASED, inEffectAt: 'unset', failing: 'any' },
  in_effect: { ...RELEASED, inEffectAt: 'set', failing: 'unset' },
  confirmed: { ...RELEASED, inEffectAt: 'set', confirmedAt: 'set', failing: 'unset' },
  restoring: { ...RELEASED, inEffectAt: 'any', failing: 'any' },
  restored: { ...RELEASED, inEffectAt: 'any', failing: 'any' },
  failed: { ...RELEASED, inEffectAt: 'unset', failing: 'set' },
}

/** SQL that lists every state with every combination of these columns, and whether the constraint allows it. */
const combinations = (columns: readonly string[], constraint: string): string => `
  select state, array[${columns.map((column) => `with_${column}`).join(', ')}] as set, (${constraint}) as allowed
  from (select *, ${columns
    .filter((column) => column !== 'failing' && column !== 'lifted')
    .map((column) => `case when with_${column} then ${column === 'generation' ? '1' : 'now()'} end as ${column}`)
    .join(', ')}, with_failing as failing, with_lifted as lifted
    from unnest($1::text[]) state
    ${columns.map((column) => `cross join (values (true), (false)) of_${column}(with_${column})`).join('\n')}) enforcement`

test('SQL allows the columns of each state that the type allows', async (t) => {
  const { ownerPool } = await freshDatabase(t)
  const { rows: constraints } = await ownerPool.query<{ expression: string }>(sql`
    select pg_get_expr(conbin, conrelid) as expression from pg_constraint where conname = 'enforcement_progress'`)
  const names = Object.keys(COLUMNS) as Column[]
  const { rows } = await ownerPool.query<{ state: EnforcementState; set: boolean[]; allowed: boolean }>({
    text: combinations(Object.values(COLUMNS), constraints[0]?.expression ?? ''),
    values: [ENFORCEMENT_STATES],
  })
  assert.equal(rows.length, ENFORCEMENT_STATES.length * 2 ** names.length)
  for (const { state, set, allowed } of rows) {
    const isRight = names.every((name, place) => {
      const rule = STATE_COLUMNS[state][name]
      return rule === 'any' || (rule === 'set') === set[place]
    })
    assert.equal(allowed, isRight, `${state} with ${names.filter((_, place) => set[place]).join(', ')}`)
  }
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
