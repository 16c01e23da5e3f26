import sql from 'sql-template-tag'
import { queueAlert } from '../../alerts/alert.ts'
import { stopWaitingOf } from '../../enforcement/end/stop-enforcements-of.ts'
import type { Desk } from '../../policy/desk.ts'
import { type Actor, actorKey, type StaffCaller } from '../../foundation/domain.ts'
import { message } from '../../foundation/messages/message.ts'
import { queueEntry } from '../../ledger/queue-entry.ts'
import { contentHash } from '../../ledger/entries/content-hash.ts'
import { inTransaction, only, type Tx } from '../../foundation/database/db.ts'
import { DeskError } from '../../foundation/errors.ts'
import { insertSignature, readSignature, type Signed } from '../../people/signatures/accept-signature.ts'
import type { GivenSignature } from '../../foundation/acts.ts'
import { type EndedStaff, endLocked, lockEndable } from './end-staff.ts'
import type { LockedStaff } from '../../people/staff/queries.ts'
import { isLimitReached, lockRemovals } from '../../people/staff/removal-limit.ts'
import { signableRemoval } from '../../people/staff/sign-removal.ts'
import { readStanding, refuseGone } from '../../people/staff/standing.ts'

/** The outcome for one person who was to be ended. */
export type Ending =
  | ({ staffId: string; pseudonym: string; ended: true } & EndedStaff)
  /**
   * The person is beyond the limit: they lose reading and restrictive rights now; until this time they may stop,
   * restore and undo this.
   */
  | { staffId: string; pseudonym: string; ended: false; until: Date; enforcementsStopped: readonly string[] }

/**
 * Ends people, one after the other. It is the only way to end a person whose end wasn't planned. One actor ends at most
 * `removals_max()` people within seven days. The next ones lose reading and restrictive rights at once. They keep stop,
 * restore and undoing this for a day, and end then, unless two people lift it.
 */
export async function endPeople(desk: Pick<Desk, 'db'>, staffIds: readonly string[], by: Actor): Promise<Ending[]> {
  const endings: Ending[] = []
  for (const staffId of staffIds) endings.push(await inTransaction(desk.db, (tx) => endOneIn(tx, staffId, by)))
  return endings
}

/** An administrator ends one person, and signs with their passkey. */
export async function endBySignature(
  desk: Pick<Desk, 'db' | 'relyingParty'>,
  { staffId, by, signature }: { staffId: string; by: StaffCaller; signature: GivenSignature | undefined },
): Promise<Ending> {
  if (by.id === staffId) {
    throw new DeskError('not_allowed', message('offboarding.yourself'))
  }
  const signed = await readSignature(desk.db, desk, { act: 'staff_end', about: staffId, by, signature })
  return inTransaction(desk.db, (tx) => endOneIn(tx, staffId, { kind: 'staff', id: by.id }, signed))
}

/** Ends one person, within a transaction that has locked no subject, enforcement or case yet. */
export async function endOneIn(tx: Tx, staffId: string, by: Actor, signed?: Signed): Promise<Ending> {
  await lockRemovals(tx)
  await refuseGone(tx, by)
  const person = await lockEndable(tx, staffId, by)
  const { pseudonym } = person
  if (signed) await insertSignature(tx, signed, await signableRemoval(tx, staffId))
  if (!person.over && (await isLimitReached(tx, by, staffId))) {
    return { staffId, pseudonym, ended: false, ...(await endInADay(tx, staffId, person, { by, signed })) }
  }
  return { staffId, pseudonym, ended: true, ...(await endLocked(tx, staffId, person, by, signed)) }
}

const REASON = 'ended by a person who had ended or restricted as many people as one person may alone'

async function endInADay(
  tx: Tx,
  staffId: string,
  { pseudonym }: LockedStaff,
  { by, signed }: { by: Actor; signed: Signed | undefined },
) {
  if ((await readStanding(tx, staffId))?.restricted) {
    throw new DeskError('conflict', message('offboarding.limit', { pseudonym }))
  }
  const restricted = await tx.query<{ id: number }>(sql`
    insert into staff_restriction (staff_id, cause, ending, reason, by, signature_id)
    values (${staffId}, 'many', true, ${REASON}, ${actorKey(by)}, ${signed?.id ?? null}) returning id`)
  const reasonHash = contentHash({ reason: REASON })
  const restrictionId = only(restricted.rows).id
  queueEntry(tx, { kind: 'staff_restricted', staffId, restrictionId, cause: 'many', reasonHash, by })
  const { until } = await tx.only<{ until: Date }>(sql`select ends_at as until from staff where id = ${staffId}`)
  queueEntry(tx, { kind: 'staff_ending', staffId, endsAt: until.toISOString(), by })
  const enforcementsStopped = await stopWaitingOf(tx, { kind: 'staff', id: staffId }, by)
  const why = message('alert.left.ending', { who: pseudonym, by: actorKey(by), until })
  for (const role of ['lead', 'admin'] as const) queueAlert(tx, { kind: 'left', to: { role }, why })
  queueAlert(tx, { kind: 'left', to: { staff: staffId }, why })
  return { until, enforcementsStopped }
}
