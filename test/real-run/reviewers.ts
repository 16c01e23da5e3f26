import { DESK } from '../../src/domain.ts'
import type { Pool } from '../../src/lib/db.ts'
import { addStaff } from '../../src/staff/add-staff.ts'
import { startShift } from '../../src/staff/shifts.ts'
import { addStaffToken } from '../../src/staff/staff-tokens.ts'
import { DeskClient } from './desk-client.ts'

const ORDINARY = ['heron', 'plover', 'dunlin', 'teal', 'siskin', 'martin']
const CLEARED = ['curlew', 'avocet']
const CLEARANCES = ['protected', 'safety']
const SHIFT_MINUTES = 480
const TOKEN_DAYS = 1

export interface Reviewer {
  id: string
  pseudonym: string
  /** May be given protected cases. */
  cleared: boolean
  client: DeskClient
}

/** Adds the reviewers, begins their shifts, and signs them in. All invented. */
export async function makeReviewers(db: Pool, deskUrl: string): Promise<Reviewer[]> {
  const people = [
    ...ORDINARY.map((pseudonym) => ({ pseudonym, cleared: false })),
    ...CLEARED.map((pseudonym) => ({ pseudonym, cleared: true })),
  ]
  return Promise.all(people.map((person) => makeReviewer(db, deskUrl, person)))
}

async function makeReviewer(
  db: Pool,
  deskUrl: string,
  { pseudonym, cleared }: Pick<Reviewer, 'pseudonym' | 'cleared'>,
): Promise<Reviewer> {
  const person = {
    pseudonym,
    name: `Scripted ${pseudonym}`,
    roles: ['reviewer'],
    languages: [],
    clearances: cleared ? CLEARANCES : [],
    employment: 'employee',
    employer: 'Real run',
    site: 'here',
    team: cleared ? 'south' : 'north',
    rollingContract: false,
  } as const
  const { id } = await addStaff({ db }, person, DESK)
  await startShift({ db }, id, SHIFT_MINUTES)
  const { token } = await addStaffToken({ db }, { staffId: id, label: 'real run', days: TOKEN_DAYS }, DESK)
  return { id, pseudonym, cleared, client: new DeskClient(deskUrl, token) }
}
