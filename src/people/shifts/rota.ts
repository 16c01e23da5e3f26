import sql from 'sql-template-tag'
import {
  ascending,
  type ListedRows,
  type PageOf,
  type PageRequest,
  selectAll,
  selectPage,
} from '../../foundation/database/select-page.ts'
import type { Desk } from '../../policy/desk.ts'
import type { StaffCaller } from '../../foundation/domain.ts'
import { message } from '../../foundation/messages/message.ts'
import { invalidField } from '../../foundation/schemas/invalid-field.ts'
import { queueEntry } from '../../ledger/queue-entry.ts'
import { rotaHash } from '../../ledger/entries/content-hash.ts'
import { inAnsweredTransaction, inTransaction, type Queryable } from '../../foundation/database/db.ts'
import { DeskError } from '../../foundation/errors.ts'
import { isZone } from '../../foundation/time/is-zone.ts'
import { TIME_OF_DAY } from '../../foundation/schemas/schemas.ts'
import { insertSignature } from '../signatures/accept-signature.ts'
import type { GivenSignature } from '../../foundation/acts.ts'
import { isLimitReached, lockRemovals } from '../staff/removal-limit.ts'
import { readRemoval, signableRight } from '../staff/sign-removal.ts'
import { refuseGone } from '../staff/standing.ts'

export const TURNS = ['primary', 'secondary'] as const
export type Turn = (typeof TURNS)[number]

/** A weekly on-call duty, in the time zone of a place. */
interface RotaEntry {
  staffId: string
  turn: Turn
  /** The time zone, such as Europe/Berlin. */
  zone: string
  /** The days of the week, from 1 for Monday. */
  days: readonly number[]
  /** Begin and end as HH:MM. A duty whose end is not after its begin ends the next day. */
  begins: string
  ends: string
  /** The first day of the duty, as YYYY-MM-DD. */
  fromDay: string
  /** The last day. Null: the duty has no end. */
  untilDay: string | null
}

export interface ListedEntry extends RotaEntry {
  id: string
  pseudonym: string
  /** True when the duty is active at this moment. */
  onCall: boolean
}

/** Lists the duties of the rota that have not passed, by first day: all of them, or a page. */
export const listRota = (db: Queryable): Promise<ListedEntry[]> => selectAll<ListedEntry>(db, ROTA)

export const listRotaPage = (db: Queryable, page: PageRequest): Promise<PageOf<ListedEntry>> =>
  selectPage<ListedEntry>(db, ROTA, page)

const ROTA: ListedRows = {
  rows: sql`
    select entry.id, entry.staff_id as "staffId", member.pseudonym, entry.turn, entry.zone, entry.days,
      to_char(entry.begins, 'HH24:MI') as begins, to_char(entry.ends, 'HH24:MI') as ends,
      entry.from_day::text as "fromDay", entry.until_day::text as "untilDay", is_rota_active(entry, desk_now()) as "onCall"
    from rota_entry entry join staff member on member.id = entry.staff_id
    where entry.removed_at is null and member.ended_at is null
      and (entry.until_day is null or entry.until_day >= (desk_now() at time zone entry.zone)::date - 1)`,
  key: [
    ascending(sql`listed."fromDay"`, 'text'),
    ascending(sql`listed.begins`, 'text'),
    ascending(sql`listed.id`, 'text'),
  ],
}

/**
 * Adds a duty to the on-call rota, which counts as on duty. No person adds themselves, because a person on call may
 * approve other people's proposals.
 */
export async function addToRota(desk: Pick<Desk, 'db'>, entry: RotaEntry, by: StaffCaller): Promise<string> {
  if (entry.staffId === by.id) {
    throw new DeskError('not_allowed', message('rota.own'))
  }
  refuseImpossible(entry)
  return inAnsweredTransaction(desk.db, async (tx) => {
    await refuseGone(tx, { kind: 'staff', id: by.id })
    const person = await tx.find<{ ended: boolean }>(sql`
      select ended_at is not null as ended from staff where id = ${entry.staffId} for key share`)
    if (person === undefined) throw new DeskError('not_found', message('staff.unknown', { staffId: entry.staffId }))
    if (person.ended) throw new DeskError('conflict', message('rota.ended'))
    const days = [...new Set(entry.days)].sort()
    const { rows } = await tx.query<{ id: string }>(sql`
      insert into rota_entry (staff_id, turn, zone, days, begins, ends, from_day, until_day, added_by)
      values (${entry.staffId}, ${entry.turn}, ${entry.zone}, ${days}, ${entry.begins}, ${entry.ends}, ${entry.fromDay},
        ${entry.untilDay}, ${by.id})
      returning id`)
    const id = rows[0]?.id ?? ''
    const { staffId, ...content } = entry
    const contentHash = rotaHash({ ...content, days })
    queueEntry(tx, { kind: 'rota_added', entryId: id, staffId, contentHash, by: { kind: 'staff', id: by.id } })
    return id
  })
}

/** Removes a duty from the rota, by signature. The person is off call from that moment. */
export async function removeFromRota(
  desk: Pick<Desk, 'db' | 'relyingParty'>,
  entryId: string,
  by: StaffCaller,
  signature?: GivenSignature,
): Promise<void> {
  const signed = await readRemoval(desk, { about: undefined, by, signature })
  await inTransaction(desk.db, async (tx) => {
    await lockRemovals(tx)
    await refuseGone(tx, { kind: 'staff', id: by.id })
    const entry = await tx.find<{ staffId: string; removed: boolean; counts: boolean }>(sql`
      select is_rota_active(rota_entry, desk_now()) and staff_id <> ${by.id} as counts, staff_id as "staffId",
        removed_at is not null as removed
      from rota_entry where id = ${entryId} for update`)
    if (entry === undefined) throw new DeskError('not_found', message('rota.unknown', { entryId }))
    if (entry.removed) throw new DeskError('conflict', message('rota.removed', { entryId }))
    if (entry.counts && (await isLimitReached(tx, { kind: 'staff', id: by.id }, entry.staffId))) {
      throw new DeskError('not_allowed', message('rota.limit'))
    }
    if (signed)
      await insertSignature(
        tx,
        signed,
        await signableRight(tx, { staffId: entry.staffId, right: 'shift', which: entryId }),
      )
    await tx.query(sql`
      update rota_entry set removed_by = ${by.id}, removed_at = desk_now(), removal_signature_id = ${signed?.id ?? null}
      where id = ${entryId}`)
    queueEntry(tx, { kind: 'rota_removed', entryId, staffId: entry.staffId, by: { kind: 'staff', id: by.id } })
  })
}

const DAY = /^\d{4}-\d{2}-\d{2}$/
const isDay = (text: string): boolean => {
  const at = new Date(`${text}T00:00:00Z`)
  return DAY.test(text) && !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text)
}

function refuseImpossible({ zone, days, begins, ends, fromDay, untilDay }: RotaEntry): void {
  if (!isZone(zone)) throw invalidField('zone', message('field.zone'))
  if (days.length === 0 || days.some((day) => !(day >= 1 && day <= 7)))
    throw invalidField('days', message('field.weekday'))
  for (const [field, time] of Object.entries({ begins, ends })) {
    if (!new RegExp(TIME_OF_DAY).test(time)) throw invalidField(field, message('field.timeOfDay'))
  }
  if (!isDay(fromDay)) throw invalidField('fromDay', message('field.day'))
  if (untilDay !== null && (!isDay(untilDay) || untilDay < fromDay))
    throw invalidField('untilDay', message('field.lastDay'))
}
