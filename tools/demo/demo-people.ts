import sql from 'sql-template-tag'
import type { DemoAccess } from '../../src/app/cli/print/welcome.ts'
import type { Desk } from '../../src/policy/desk.ts'
import { DESK, type Role, type StaffCaller } from '../../src/foundation/domain.ts'
import { addStaff, type NewStaff } from '../../src/people/staff/add-staff.ts'
import { addKey, revokeKey } from '../../src/people/access/keys.ts'
import { addSoftwareKey } from '../../src/people/passkeys/add-software-key.ts'
import { findSoftwareKey } from '../../src/people/passkeys/queries.ts'
import { endShift, startShift } from '../../src/people/shifts/shifts.ts'
import { addStaffToken, revokeStaffToken } from '../../src/people/access/staff-tokens.ts'
import { readStanding } from '../../src/people/staff/standing.ts'

const SHIFT_MINUTES = 480
const TOKEN_DAYS = 1
const LABEL = 'demo'

/** The people of the demo's desk. All of them are invented. */
const PEOPLE: readonly { pseudonym: string; roles: readonly Role[]; clearances: readonly string[]; team: string }[] = [
  { pseudonym: 'heron', roles: ['reviewer'], clearances: [], team: 'north' },
  { pseudonym: 'wren', roles: ['reviewer', 'senior'], clearances: ['protected', 'safety'], team: 'north' },
  { pseudonym: 'plover', roles: ['reviewer', 'lead'], clearances: ['protected', 'safety'], team: 'south' },
  { pseudonym: 'dunlin', roles: ['reviewer', 'senior'], clearances: ['protected', 'safety'], team: 'east' },
  { pseudonym: 'egret', roles: ['reviewer', 'lead'], clearances: ['protected', 'safety'], team: 'west' },
  { pseudonym: 'crane', roles: ['policy'], clearances: ['protected', 'safety', 'legal'], team: 'policy' },
  { pseudonym: 'finch', roles: ['auditor'], clearances: [], team: 'audit' },
  { pseudonym: 'stork', roles: ['admin'], clearances: [], team: 'people' },
]

/**
 * Creates the demo's people if they are missing, begins new shifts for them, and issues new tokens and keys; those of
 * an earlier start are revoked.
 */
export async function prepareDemoPeople(desk: Desk): Promise<DemoAccess> {
  await revokeEarlier(desk)
  const tokens: Record<string, string> = {}
  for (const person of PEOPLE) {
    const staffId = (await findStaffId(desk, person.pseudonym)) ?? (await addStaff(desk, complete(person), DESK)).id
    if ((await readStanding(desk.db, staffId))?.onShift) await endShift(desk, staffId)
    if (!person.roles.includes('auditor')) await startShift(desk, staffId, SHIFT_MINUTES)
    if ((await findSoftwareKey(desk.db, staffId)) === undefined) await addSoftwareKey(desk, staffId)
    tokens[person.pseudonym] = (await addStaffToken(desk, { staffId, label: LABEL, days: TOKEN_DAYS }, DESK)).token
  }
  const platform = await addKey(desk, { name: `${LABEL} platform`, scopes: ['report', 'facts'] }, DESK)
  const byHand = await addKey(desk, { name: `${LABEL} by hand`, scopes: ['report', 'facts'] }, DESK)
  return { tokens, platformKey: platform.key, key: byHand.key }
}

const complete = (person: (typeof PEOPLE)[number]): NewStaff => ({
  ...person,
  name: `Demo ${person.pseudonym}`,
  languages: [],
  employment: 'employee',
  employer: 'Demo',
  site: 'here',
  rollingContract: false,
})

async function findStaffId(desk: Desk, pseudonym: string): Promise<string | undefined> {
  return desk.db.findValue<string>(sql`select id from staff where pseudonym = ${pseudonym}`)
}

/** Returns a person of the demo as a caller of the API. */
export async function findDemoCaller(desk: Desk, pseudonym: string): Promise<StaffCaller> {
  const person = await desk.db.find<Pick<StaffCaller, 'id' | 'roles'>>(sql`
    select id, roles from staff where pseudonym = ${pseudonym}`)
  if (person === undefined) throw new Error(`the demo has no person called ${pseudonym}`)
  return { kind: 'staff', pseudonym, ...person }
}

async function revokeEarlier(desk: Desk): Promise<void> {
  const tokens = await desk.db.query<{ id: string }>(sql`
    select id from staff_token where label = ${LABEL} and revoked_at is null`)
  for (const { id } of tokens.rows) await revokeStaffToken(desk, id, DESK)
  const keys = await desk.db.query<{ id: string }>(sql`
    select id from api_key where name in (${`${LABEL} platform`}, ${`${LABEL} by hand`}) and revoked_at is null`)
  for (const { id } of keys.rows) await revokeKey(desk, id, DESK)
}
