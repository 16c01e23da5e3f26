import sql from 'sql-template-tag'
import { insertPage } from '../approval/page/page.ts'
import { stopWaitingOf } from '../approval/stop-orders-of.ts'
import type { Desk } from '../desk.ts'
import { type Actor, actorKey } from '../domain.ts'
import { append } from '../ledger/append.ts'
import { contentHash } from '../ledger/content-hash.ts'
import { inTransaction, type Tx } from '../lib/db.ts'
import { type EndedStaff, endLocked, lockEndable } from './end-staff.ts'
import { refuseGone } from './standing.ts'

/** What became of somebody who was to be ended. */
export type Ending =
  | ({ staffId: string; pseudonym: string; ended: true } & EndedStaff)
  /** Too many end at once: no harm any more from this moment, and until then they stop and restore. */
  | { staffId: string; pseudonym: string; ended: false; until: Date; ordersStopped: readonly string[] }

/** So long those are left to undo who are ended with too many others. */
const GRACE = sql`interval '1 hour'`
/** Any number that nobody else uses. */
const ENDING_LOCK = 7_103_840_912

/**
 * Ends people, one after the other; the one way by which anybody ends who wasn't planned to. More than five within an hour,
 * or more than a fifth of all, is what a broken or stolen directory would do: whoever comes then loses every harmful right
 * at once, keeps stop and restore for an hour, and ends after it.
 */
export async function endPeople(desk: Pick<Desk, 'db'>, staffIds: readonly string[], by: Actor): Promise<Ending[]> {
  const endings: Ending[] = []
  for (const [index, staffId] of staffIds.entries()) {
    endings.push(await inTransaction(desk.db, (tx) => endOneIn(tx, staffId, by, staffIds.length - index)))
  }
  return endings
}

/** One of them, of `toCome`, within a transaction that has held no subject, order or case yet. */
export async function endOneIn(tx: Tx, staffId: string, by: Actor, toCome = 1): Promise<Ending> {
  await holdEndings(tx)
  await refuseGone(tx, by)
  const person = await lockEndable(tx, staffId, by)
  const { pseudonym } = person
  const many = !person.over && (await isMany(tx, toCome, staffId))
  if (many) return { staffId, pseudonym, ended: false, ...(await endSoon(tx, staffId, pseudonym, by)) }
  return { staffId, pseudonym, ended: true, ...(await endLocked(tx, staffId, person, by)) }
}

/** Whoever has somebody end, now or later, waits for whoever else does, so that all are counted. Before any person's row. */
export async function holdEndings(tx: Tx): Promise<void> {
  await tx.query(sql`select pg_advisory_xact_lock(${ENDING_LOCK})`)
}

async function isMany(tx: Tx, more: number, staffId: string): Promise<boolean> {
  const { rows } = await tx.query<{ many: boolean }>(sql`select ending_many(${more}, ${staffId}) as many`)
  return rows[0]?.many ?? true
}

const REASON = 'ended together with too many others'

async function endSoon(tx: Tx, staffId: string, pseudonym: string, by: Actor) {
  const restricted = await tx.query<{ id: number }>(sql`
    insert into staff_restriction (staff_id, cause, reason, by) values (${staffId}, 'many', ${REASON}, ${actorKey(by)})
    on conflict do nothing returning id`)
  const [restriction] = restricted.rows
  if (restriction !== undefined) {
    const reasonHash = contentHash({ reason: REASON })
    append(tx, { kind: 'staff_restricted', staffId, restrictionId: restriction.id, cause: 'many', reasonHash, by })
  }
  const { rows } = await tx.query<{ until: Date }>(sql`
    update staff set ends_at = date_trunc('milliseconds', least(ends_at, desk_now() + ${GRACE}))
    where id = ${staffId} returning ends_at as until`)
  const until = rows[0]?.until ?? tx.now
  append(tx, { kind: 'staff_ending', staffId, endsAt: until.toISOString(), by })
  const ordersStopped = await stopWaitingOf(tx, { kind: 'staff', id: staffId }, by)
  const why = `${pseudonym} is being ended together with many others, so they stop and restore until ${until.toISOString()} and do no harm. If that is a mistake, two people ask for a later end and lift the restriction.`
  for (const role of ['lead', 'admin'] as const) insertPage(tx, { kind: 'left', to: { role }, why })
  insertPage(tx, { kind: 'left', to: { staff: staffId }, why })
  return { until, ordersStopped }
}
