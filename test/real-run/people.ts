import { DESK } from '../../src/domain.ts'
import type { Pool } from '../../src/lib/db.ts'
import { addStaff } from '../../src/staff/add-staff.ts'
import { startShift } from '../../src/staff/shifts.ts'
import { addStaffToken } from '../../src/staff/staff-tokens.ts'

/**
 * Who works in each process. So many, because what each of them does waits for the disk, and the disk takes what many do
 * at once.
 */
const TEAM: readonly Place[] = [
  ...['heron', 'plover', 'dunlin'].map((bird) => ({
    bird,
    cleared: false,
    role: 'reviewer' as const,
  })),
  ...['curlew', 'avocet'].map((bird) => ({ bird, cleared: true, role: 'reviewer' as const })),
  { bird: 'osprey', cleared: true, role: 'lead' },
]
/** Each has a lead, as nobody is given what they asked themselves. All invented. */
const TEAMS = ['north', 'south']
const CLEARANCES = ['protected', 'safety']
const SHIFT_MINUTES = 480
const TOKEN_DAYS = 1

interface Place {
  bird: string
  cleared: boolean
  role: 'reviewer' | 'lead'
}

/** Somebody who reviews, and what they sign in with. */
export interface Person {
  pseudonym: string
  /** May be given protected cases. */
  cleared: boolean
  token: string
}

/** Adds the people, begins their shifts, and signs them in; answers them team by team. */
export const makeTeams = (db: Pool): Promise<Person[][]> =>
  Promise.all(TEAMS.map((team) => Promise.all(TEAM.map((place) => makePerson(db, team, place)))))

async function makePerson(db: Pool, team: string, { bird, cleared, role }: Place): Promise<Person> {
  const pseudonym = `${team}-${bird}`
  const person = {
    pseudonym,
    name: `Scripted ${pseudonym}`,
    roles: [role],
    languages: [],
    clearances: cleared ? CLEARANCES : [],
    employment: 'employee',
    employer: 'Real run',
    site: 'here',
    team,
    rollingContract: false,
  } as const
  const { id } = await addStaff({ db }, person, DESK)
  await startShift({ db }, id, SHIFT_MINUTES)
  const { token } = await addStaffToken({ db }, { staffId: id, label: 'real run', days: TOKEN_DAYS }, DESK)
  return { pseudonym, cleared, token }
}
