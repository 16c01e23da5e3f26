import sql from 'sql-template-tag'
import type { Queryable } from '../../foundation/database/db.ts'

/** How somebody wants pictures, films and sounds shown to them. */
export interface Care {
  blur: boolean
  grey: boolean
  mute: boolean
}

/** Until somebody says otherwise. */
const EVERYTHING_ON: Care = { blur: true, grey: true, mute: true }

export async function findCare(db: Queryable, staffId: string): Promise<Care> {
  const { rows } = await db.query<Care>(sql`select blur, grey, mute from staff_care where staff_id = ${staffId}`)
  return rows[0] ?? EVERYTHING_ON
}

/** Keeps it for the person, whichever browser they come with. A setting of one's own screen is no act, and in no ledger. */
export async function keepCare(db: Queryable, staffId: string, { blur, grey, mute }: Care): Promise<void> {
  await db.query(sql`
    insert into staff_care (staff_id, blur, grey, mute) values (${staffId}, ${blur}, ${grey}, ${mute})
    on conflict (staff_id) do update set blur = excluded.blur, grey = excluded.grey, mute = excluded.mute`)
}
