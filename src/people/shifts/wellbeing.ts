import { Type, type Static } from 'typebox'
import sql from 'sql-template-tag'
import type { Queryable } from '../../foundation/database/db.ts'
/** A person's settings for pictures, films and sounds. */
export const WellbeingBody = Type.Object(
  {
    blur: Type.Boolean(),
    grey: Type.Boolean(),
    mute: Type.Boolean(),
  },
  {
    additionalProperties: false,
    description: 'The settings for pictures, films and sounds. All are on by default.',
  },
)
export type Wellbeing = Static<typeof WellbeingBody>

/** The settings of a person who has stored none. */
const EVERYTHING_ON: Wellbeing = { blur: true, grey: true, mute: true }

export async function findWellbeing(db: Queryable, staffId: string): Promise<Wellbeing> {
  const { rows } = await db.query<Wellbeing>(
    sql`select blur, grey, mute from staff_wellbeing where staff_id = ${staffId}`,
  )
  return rows[0] ?? EVERYTHING_ON
}

/** Stores the settings for the person, across browsers. A display setting is no act and has no ledger entry. */
export async function updateWellbeing(db: Queryable, staffId: string, { blur, grey, mute }: Wellbeing): Promise<void> {
  await db.query(sql`
    insert into staff_wellbeing (staff_id, blur, grey, mute) values (${staffId}, ${blur}, ${grey}, ${mute})
    on conflict (staff_id) do update set blur = excluded.blur, grey = excluded.grey, mute = excluded.mute`)
}
