import { strict } from './schemas/schemas.ts'
import { Type, type Static } from 'typebox'
import sql from 'sql-template-tag'
import { ORGANISATIONS } from './domain.ts'
import type { Queryable } from './database/db.ts'
/**
 * The organisation profile: the kind of organisation, the mode of the guards, and the level at which work is counted.
 */
export const ProfileReply = Type.Object(
  {
    organisation: Type.Enum([...ORGANISATIONS], {
      description: 'The kind of organisation: company, community (a few volunteers) or solo.',
    }),
    shadow: Type.Boolean({ description: 'True when guards only watch and hold nothing.' }),
    personMetrics: Type.Boolean({
      description: 'False when numbers about work are shown by shift and never by person.',
    }),
  },
  strict,
)
export type Profile = Static<typeof ProfileReply>

const PROFILE_DEFAULT: Profile = { organisation: 'company', shadow: false, personMetrics: true }

/** Reads the organisation profile in force. */
export async function readProfile(db: Queryable): Promise<Profile> {
  const { rows } = await db.query<Profile>(sql`
    select organisation, shadow, person_metrics as "personMetrics" from desk_profile order by id desc limit 1`)
  return rows[0] ?? PROFILE_DEFAULT
}
