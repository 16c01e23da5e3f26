import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { isDeepStrictEqual } from 'node:util'
import pg from 'pg'
import { ASSESSMENT, identified, MINISTER, only, startGate } from '../support/gate-flow.ts'
import { readAccounts } from '../support/known-accounts.ts'
import { givenKey } from '../support/people.ts'
import { isRefusal, type RoleThief, stealRole } from '../support/role-thief.ts'
import { ensureKey } from '../support/sign.ts'
import { DESK, PEOPLE } from './forged-people.ts'
import { FACTS, type Forgery, ENFORCEMENTS, CONCLUSIONS } from './role-forgeries.ts'
import { SHADOWING_OBJECTS } from './shadowing-objects.ts'

/** Rows: each must be refused. */
const FORGED_ROWS: readonly Forgery[] = [...ENFORCEMENTS, ...CONCLUSIONS, ...FACTS, ...PEOPLE, ...DESK]

/** Everything that must be as it was, read by qualified names so that no object of the thief's answers instead. */
const STATE = `
  select jsonb_build_object(
    'enforcements', (select jsonb_agg(jsonb_build_array(id, state, protected, proposed_by) order by id) from public.enforcement),
    'moves', (select count(*) from public.enforcement_move),
    'states', (select jsonb_agg(jsonb_build_array(subject, desired) order by subject) from public.subject_state where desired is not null),
    'floor', public.is_recorded_protected('vale'), 'shadow', public.in_shadow(), 'organisation', public.organisation_kind(),
    'agreeing', (select count(*) from public.enforcement o cross join lateral public.list_agreeing_people(o.id)),
    'staff', (select jsonb_agg(jsonb_build_array(id, roles, approves_from, ended_at) order by id) from public.staff),
    'restricted', (select count(*) from public.staff_restriction), 'checks', (select count(*) from public.ledger_check),
    'followed', (select jsonb_agg(jsonb_build_array(number, problem_count)) from public.ledger_follow),
    'reviews', (select count(*) from public.enforcement_offer where own_at is not null),
    'passkeys', (select jsonb_agg(jsonb_build_array(id, staff_id, removed_at) order by id) from public.passkey),
    'policies', (select count(*) from public.rule_set_version), 'keys', (select count(*) from public.api_key),
    'changes', (select count(*) from public.desk_change where state = 'applied'),
    'entries', (select count(*) from public.ledger_leaf), 'setUp', (select count(*) from public.setup_end),
    'clock', public.desk_now() < '2029-01-01') as state`

/** A set-up desk, a minister whose account waits for approvals, and a thief of the database role. */
async function startRobbed(t: TestContext, { creates }: { creates: boolean }) {
  const desk = await startGate(t)
  const { gate } = desk
  const [ana, ben, lead] = [
    await desk.person(),
    await desk.person({ roles: ['senior'], team: 'north' }),
    await desk.person({ roles: ['lead', 'policy'] }),
  ]
  const more = { ...identified(MINISTER, 'minister_vale'), ...ASSESSMENT }
  const caseId = await gate.claim(MINISTER, ana)
  const enforcement = only((await gate.ask(caseId, ana, { action: 'deactivate' }, more)).body.enforcements)
  await ensureKey(desk.desk.db, ben.id)
  const { ownerPool } = desk.database
  await ownerPool.query(`insert into account (id, protected, source, facts_at) values ('rosa', false, 'platform', desk_now())
    on conflict do nothing`)
  await readAccounts(ownerPool, [{ id: 'rosa' }])
  const scim = (await givenKey(desk.desk.db, ['scim'])).id
  await ownerPool.query('insert into setup_end default values on conflict do nothing')
  const { rows } = await ownerPool.query<{ id: string }>('select id from passkey where staff_id = $1', [ben.id])
  const names = { enforcement, ana: ana.id, ben: ben.id, leadId: lead.id, key: only(rows.map(({ id }) => id)), scim }
  return { thief: await stealRole(t, desk.database, { creates }), names }
}

/** Runs each statement, also after a refused one; returns the errors. All is rolled back. */
async function attempt(thief: RoleThief, { statements }: Forgery, names: Record<string, string>) {
  const errors: unknown[] = []
  await thief.run('begin')
  try {
    for (const statement of statements) {
      await thief.run('savepoint before_it')
      const text = statement.replace(/\{(\w+)\}/g, (whole, name: string) => names[name] ?? whole)
      await thief.run(text).catch(async (error: unknown) => {
        errors.push(error)
        await thief.run('rollback to savepoint before_it')
      })
    }
    await thief.run('reset role')
    await thief.run('set local search_path = pg_catalog, public, pg_temp')
    return { errors, state: await readState(thief) }
  } finally {
    await thief.run('rollback')
  }
}

async function readState(thief: RoleThief): Promise<State> {
  const [row] = (await thief.run(STATE)).rows as { state: State }[]
  assert.ok(row)
  return row.state
}

/** A rule, a right or a constraint refused it; anything else is a mistake of the attack. */
const INTEGRITY = /^23/
const refused = (error: unknown): boolean =>
  isRefusal(error) || (error instanceof pg.DatabaseError && INTEGRITY.test(error.code ?? ''))

interface State {
  enforcements: [string, string, ...unknown[]][]
  moves: number
}

/** Nothing changed but that an enforcement may have been laid in, which stays where it began. */
function isAsBefore(state: State, before: State): boolean {
  const isTheft = ([id]: State['enforcements'][number]) => id === 'enf_theft'
  const rest = ({ enforcements, moves: _moves, ...more }: State) => ({
    ...more,
    enforcements: enforcements.filter((one) => !isTheft(one)),
  })
  const laidIn = state.enforcements.filter(isTheft)
  return isDeepStrictEqual(rest(state), rest(before)) && laidIn.every(([, where]) => where === 'proposed')
}

for (const creates of [false, true]) {
  const right = creates ? 'with TEMP granted' : 'as it is granted'
  test(`${FORGED_ROWS.length} rows forged by the application role are refused, ${right}`, async (t) => {
    const { thief, names } = await startRobbed(t, { creates })
    const before = await readState(thief)
    const letThrough: string[] = []
    for (const forgery of FORGED_ROWS) {
      const { errors, state } = await attempt(thief, forgery, names)
      if (errors.length === 0) letThrough.push(`${forgery.name}: nothing was refused`)
      for (const error of errors) if (!refused(error)) letThrough.push(`${forgery.name}: ${String(error)}`)
      if (!isAsBefore(state, before)) letThrough.push(`${forgery.name}: something changed`)
    }
    assert.deepEqual(letThrough, [])
  })

  test(`${SHADOWING_OBJECTS.length} objects made by the application role take nothing offline, ${right}`, async (t) => {
    const { thief, names } = await startRobbed(t, { creates })
    const before = await readState(thief)
    const letThrough: string[] = []
    for (const forgery of SHADOWING_OBJECTS) {
      const { errors, state } = await attempt(thief, forgery, names)
      if (!errors.some(refused)) letThrough.push(`${forgery.name}: nothing was refused`)
      if (!isAsBefore(state, before)) letThrough.push(`${forgery.name}: something changed`)
    }
    assert.deepEqual(letThrough, [])
  })
}

test('the desk sets the time of shift events despite forged input', async (t) => {
  const { thief, names } = await startRobbed(t, { creates: true })
  const insert = (kind: string, minutes: string) =>
    thief.run(`insert into shift_event (staff_id, kind, planned_minutes, at)
      values ('${names.ben}', '${kind}', ${minutes}, desk_now() - interval '1 day') returning at = desk_now() as now`)
  for (const made of [await insert('end', 'null'), await insert('start', '480')])
    assert.deepEqual(made.rows, [{ now: true }])
})
