import sql from 'sql-template-tag'
import type { Organisation } from './domain.ts'
import type { Queryable } from './database/db.ts'

/**
 * The organisation profile: the kind of organisation, the mode of the guards, and the level at which work is counted.
 */
export interface Profile {
  organisation: Organisation
  /** True in shadow mode: verdicts are recorded and have no effect on enforcements. */
  shadow: boolean
  /** False: counts of people's work are shown for shifts, never for one person. */
  personMetrics: boolean
}

const PROFILE_DEFAULT: Profile = { organisation: 'company', shadow: false, personMetrics: true }

/** Reads the organisation profile in force. */
export async function readProfile(db: Queryable): Promise<Profile> {
  const { rows } = await db.query<Profile>(sql`
    select organisation, shadow, person_metrics as "personMetrics" from desk_profile order by id desc limit 1`)
  return rows[0] ?? PROFILE_DEFAULT
}
