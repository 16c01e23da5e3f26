import sql from 'sql-template-tag'
import type { Organisation } from './domain.ts'
import type { Queryable } from './database/db.ts'

/** The kind of organisation, the mode of the guards, and the level at which work is counted. */
export interface Profile {
  organisation: Organisation
  /** True in shadow mode: verdicts are recorded, and bind no enforcement. */
  shadow: boolean
  /** False: counts of people's work are shown by shift, and for no single person. */
  personMetrics: boolean
}

const PROFILE_DEFAULT: Profile = { organisation: 'company', shadow: false, personMetrics: true }

/** Reads the profile in force. */
export async function readProfile(db: Queryable): Promise<Profile> {
  const { rows } = await db.query<Profile>(sql`
    select organisation, shadow, person_metrics as "personMetrics" from desk_profile order by id desc limit 1`)
  return rows[0] ?? PROFILE_DEFAULT
}
