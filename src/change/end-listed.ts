import sql from 'sql-template-tag'
import type { Actor } from '../domain.ts'
import type { Queryable, Tx } from '../lib/db.ts'
import { DeskError } from '../lib/errors.ts'
import { settleEnded } from '../staff/end-staff.ts'
import { lockStaff } from '../staff/queries.ts'
import type { Described } from './wanted.ts'

/** Says whom a list would end. Refuses a list that names somebody who is not here. */
export async function describeEndPeople(db: Queryable, staffIds: readonly string[]): Promise<Described> {
  const { rows } = await db.query<{ id: string; pseudonym: string; employer: string }>(sql`
    select id, pseudonym, employer from staff where id = any (${staffIds}) and ended_at is null order by employer, pseudonym`)
  const here = new Set(rows.map(({ id }) => id))
  const gone = staffIds.filter((id) => !here.has(id))
  if (gone.length > 0) {
    throw new DeskError('conflict', `Nothing was proposed: not here, or ended already: ${gone.join(', ')}.`)
  }
  const people = rows.map(({ pseudonym, employer }) => `${pseudonym} (${employer})`).join(', ')
  return { says: `These ${rows.length} people end at once: ${people}.`, direction: 'looser' }
}

/** Takes back what everybody leaves behind whom a change has just ended. */
export async function settleListed(tx: Tx, staffIds: readonly string[], by: Actor): Promise<void> {
  for (const staffId of [...staffIds].sort()) {
    const person = await lockStaff(tx, staffId)
    if (person === undefined) throw new Error(`${staffId} was ended by a change and is gone`)
    await settleEnded(tx, staffId, person, by)
  }
}
