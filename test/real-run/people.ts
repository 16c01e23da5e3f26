import { DESK } from '../../src/foundation/domain.ts'
import type { Pool } from '../../src/foundation/database/db.ts'
import { addStaff } from '../../src/people/staff/add-staff.ts'
import { addSoftwareKey } from '../../src/people/passkeys/add-software-key.ts'
import { startShift } from '../../src/people/shifts/shifts.ts'
import { addStaffToken } from '../../src/people/access/staff-tokens.ts'

/**
 * The reviewers of each process. There are many, because their work waits for the disk, and the disk takes many writes
 * at once.
 */
const TEAM: readonly Place[] = [
  ...placesOf(['heron', 'plover', 'dunlin'], { cleared: false, role: 'reviewer', work: 'review' }),
  ...placesOf(['curlew', 'avocet'], { cleared: true, role: 'reviewer', work: 'review' }),
  ...placesOf(['osprey'], { cleared: true, role: 'lead', work: 'review' }),
]
/** The approvers and confirmers of each team: enough that none approves one proposer too often. */
const OTHERS: readonly Place[] = [
  ...placesOf(['knot', 'stint', 'godwit', 'turnstone'], { cleared: true, role: 'senior', work: 'approve' }),
  ...placesOf(['spoonbill'], { cleared: true, role: 'lead', work: 'confirm' }),
]
/** Each team has a lead, because no person receives a question of their own. All people are invented. */
const TEAMS = ['north', 'south']
const CLEARANCES = ['protected', 'safety']
const SHIFT_MINUTES = 480
const TOKEN_DAYS = 1

interface Place {
  bird: string
  cleared: boolean
  role: 'reviewer' | 'senior' | 'lead'
  work: Work
}

function placesOf(birds: readonly string[], rest: Omit<Place, 'bird'>): Place[] {
  return birds.map((bird) => ({ bird, ...rest }))
}

/** Decides cases, agrees to others' enforcements or declines them, or confirms what is in effect. */
export type Work = 'review' | 'approve' | 'confirm'

/** A person at work, with their token. */
export interface Person {
  pseudonym: string
  /** True when the person may receive protected cases. */
  cleared: boolean
  work: Work
  token: string
}

/** Adds the people, begins their shifts, and signs them in; answers them by the process they work in. */
export const makeTeams = (db: Pool): Promise<Person[][]> =>
  Promise.all([
    ...TEAMS.map((team) => makePeople(db, team, TEAM)),
    Promise.all(TEAMS.map((team) => makePeople(db, team, OTHERS))).then((people) => people.flat()),
  ])

const makePeople = (db: Pool, team: string, places: readonly Place[]): Promise<Person[]> =>
  Promise.all(places.map((place) => makePerson(db, team, place)))

async function makePerson(db: Pool, team: string, { bird, cleared, role, work }: Place): Promise<Person> {
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
  await addSoftwareKey({ db }, id)
  const { token } = await addStaffToken({ db }, { staffId: id, label: 'real run', days: TOKEN_DAYS }, DESK)
  return { pseudonym, cleared, work, token }
}
