import sql from 'sql-template-tag'
import type { Actor } from '../../foundation/domain.ts'
import { message } from '../../foundation/messages/message.ts'
import { queueEntry } from '../../ledger/queue-entry.ts'
import type { Json } from '../../foundation/canonical.ts'
import type { Queryable, Tx } from '../../foundation/database/db.ts'
import { readDeskTime } from '../../foundation/time/desk-time.ts'
import { DeskError } from '../../foundation/errors.ts'
import { toIso } from '../../foundation/time/to-iso.ts'
import { settleEnded } from './end-staff.ts'
import { lockStaff } from '../../people/staff/queries.ts'
import type { Described, Wanted } from '../change/wanted.ts'

/**
 * Describes which people a list would end, and when. Refuses a list with people who do not work here, and a last moment
 * in the past.
 */
export async function describeEndPeople(
  db: Queryable,
  { staffIds, endsAt }: Extract<Wanted, { kind: 'end_people' }>,
): Promise<{ described: Described; body: Json }> {
  if (endsAt !== null && endsAt <= (await readDeskTime(db))) {
    throw new DeskError('invalid_input', message('offboarding.endPassed', { endsAt }), {
      errors: [{ field: 'change/endsAt', detail: message('field.future') }],
    })
  }
  const { rows } = await db.query<{ id: string; pseudonym: string; employer: string }>(sql`
    select id, pseudonym, employer from staff where id = any (${staffIds}) and ended_at is null order by employer, pseudonym`)
  const here = new Set(rows.map(({ id }) => id))
  const gone = staffIds.filter((id) => !here.has(id))
  if (gone.length > 0) {
    throw new DeskError('conflict', message('offboarding.gone', { people: gone }))
  }
  const list = rows.map(({ pseudonym, employer }) => `${pseudonym} (${employer})`)
  const told = { count: rows.length, people: { as: 'commas', list } } as const
  const says =
    endsAt === null ? message('described.endPeople.now', told) : message('described.endPeople.on', { ...told, endsAt })
  return {
    described: { says, direction: 'looser' },
    body: { staffIds: [...staffIds], endsAt: toIso(endsAt) },
  }
}

/**
 * Records what a change did to the people of a list: it stops and releases what they leave behind, or announces their
 * end.
 */
export async function settleListed(tx: Tx, { staffIds }: { staffIds: readonly string[] }, by: Actor): Promise<void> {
  for (const staffId of [...staffIds].sort()) {
    const person = await lockStaff(tx, staffId)
    if (person === undefined) throw new Error(`${staffId} was ended by a change and is gone`)
    if (person.ended) await settleEnded(tx, staffId, person, by)
    else await recordDeparture(tx, staffId, by)
  }
}

async function recordDeparture(tx: Tx, staffId: string, by: Actor): Promise<void> {
  const { rows } = await tx.query<{ notice: 'voluntary' | 'involuntary'; endsAt: Date }>(sql`
    select notice_kind as notice, ends_at as "endsAt" from staff where id = ${staffId}`)
  for (const { notice, endsAt } of rows)
    queueEntry(tx, { kind: 'staff_notice', staffId, notice, endsAt: endsAt.toISOString(), by })
}
