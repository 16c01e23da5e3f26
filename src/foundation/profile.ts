import sql from 'sql-template-tag'
import type { Organisation } from './domain.ts'
import type { Queryable } from './database/db.ts'

/** What kind of organisation the desk is, whether its guards hold, and whether people at work are shown in numbers. */
export interface Profile {
  organisation: Organisation
  /** Verdicts are recorded, and nothing is held. */
  shadow: boolean
  /** False: what is counted of people at work is shown by shift, and of nobody. */
  personMetrics: boolean
}

const PROFILE_DEFAULT: Profile = { organisation: 'company', shadow: false, personMetrics: true }

/** The profile in force. */
export async function readProfile(db: Queryable): Promise<Profile> {
  const { rows } = await db.query<Profile>(sql`
    select organisation, shadow, person_metrics as "personMetrics" from desk_profile order by id desc limit 1`)
  return rows[0] ?? PROFILE_DEFAULT
}
