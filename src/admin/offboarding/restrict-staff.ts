import sql from 'sql-template-tag'
import { queueAlert } from '../../alerts/alert.ts'
import { stopWaitingOf } from '../../enforcement/end/stop-enforcements-of.ts'
import type { Desk } from '../../policy/desk.ts'
import { type StaffCaller, staffKey } from '../../foundation/domain.ts'
import { message } from '../../foundation/messages/message.ts'
import { queueEntry } from '../../ledger/queue-entry.ts'
import { contentHash } from '../../ledger/entries/content-hash.ts'
import { inTransaction, type Tx } from '../../foundation/database/db.ts'
import { DeskError } from '../../foundation/errors.ts'
import { insertSignature, readSignature } from '../../people/signatures/accept-signature.ts'
import type { GivenSignature } from '../../foundation/acts.ts'
import { lockRemovals } from '../../people/staff/removal-limit.ts'
import { signableRemoval } from '../../people/staff/sign-removal.ts'
import { readStanding } from '../../people/staff/standing.ts'

interface Restricted {
  staffId: string
  pseudonym: string
  restrictedAt: Date
  enforcementsStopped: readonly string[]
}

interface RestrictionRequest {
  staffId: string
  by: StaffCaller
  reason: string
  /** A signature of the act `staff_restrict`. It may be missing only during set-up. */
  signature?: GivenSignature | undefined
}

/**
 * Restricts a person. From this answer on they propose, approve and confirm nothing restrictive, and their earlier
 * approvals no longer count. Their waiting proposals are stopped; they keep stop and restore. One lead or administrator
 * restricts, signed with a passkey; two people lift it. Beyond the limit of one person it also takes reading, and
 * leaves the right to have it undone.
 */
export async function restrictStaff(
  desk: Pick<Desk, 'restoreDb' | 'relyingParty'>,
  request: RestrictionRequest,
): Promise<Restricted> {
  const { staffId, by, reason, signature } = request
  if (by.id === staffId) throw new DeskError('not_allowed', message('offboarding.ownRights'))
  const signed =
    signature && (await readSignature(desk.restoreDb, desk, { act: 'staff_restrict', about: staffId, by, signature }))
  return inTransaction(desk.restoreDb, async (tx) => {
    await lockRemovals(tx)
    const pseudonym = await lockBoth(tx, staffId, by)
    const ground = await findGround(tx, staffId, by)
    if (signed) await insertSignature(tx, signed, await signableRemoval(tx, staffId))
    const cause = ground === 'beyond' ? 'many' : 'one'
    const row = await tx.only<{ id: number; at: Date }>(sql`
      insert into staff_restriction (staff_id, cause, reason, by, signature_id)
      values (${staffId}, ${cause}, ${reason}, ${staffKey(by.id)}, ${signed?.id ?? null}) returning id, at`)
    const actor = { kind: 'staff', id: by.id } as const
    queueEntry(tx, {
      ...{ kind: 'staff_restricted', staffId, restrictionId: row.id, cause },
      ...{ reasonHash: contentHash({ reason }), by: actor },
    })
    const enforcementsStopped = await stopWaitingOf(tx, { kind: 'staff', id: staffId }, actor)
    queueRestrictedAlerts(tx, { staffId, pseudonym, enforcementsStopped }, by, reason)
    return { staffId, pseudonym, restrictedAt: row.at, enforcementsStopped }
  })
}

type Ground = 'within' | 'back' | 'always' | 'beyond'

/** Returns the ground on which this person may restrict that one, as PostgreSQL decides it. */
async function findGround(tx: Tx, staffId: string, by: StaffCaller): Promise<Ground> {
  const ground = await tx.findValue<Ground | null>(sql`
    select restriction_ground(${by.id}, ${staffId}) as ground`)
  if (ground) return ground
  throw new DeskError('not_allowed', message('offboarding.restrictRole'))
}

/**
 * Locks both rows in the order of their ids, as every transaction does. Returns the pseudonym of the restricted person.
 */
async function lockBoth(tx: Tx, staffId: string, by: StaffCaller): Promise<string> {
  const { rows } = await tx.query<{ id: string; pseudonym: string; ended: boolean }>(sql`
    select id, pseudonym, ended_at is not null as ended from staff where id in (${staffId}, ${by.id})
    order by id for no key update`)
  const person = rows.find(({ id }) => id === staffId)
  if (person === undefined) throw new DeskError('not_found', message('staff.unknown', { staffId }))
  if (person.ended) throw new DeskError('conflict', message('staff.endedAlready', { pseudonym: person.pseudonym }))
  const standing = await readStanding(tx, staffId)
  if (standing?.restricted)
    throw new DeskError('conflict', message('offboarding.restricted', { pseudonym: person.pseudonym }))
  return person.pseudonym
}

function queueRestrictedAlerts(
  tx: Tx,
  { staffId, pseudonym, enforcementsStopped }: Omit<Restricted, 'restrictedAt'>,
  by: StaffCaller,
  reason: string,
): void {
  const enforcements = { as: 'commas', list: enforcementsStopped } as const
  const stopped = enforcementsStopped.length === 0 ? '' : message('alert.restricted.stopped', { enforcements })
  const why = message('alert.restricted.told', { by: by.pseudonym, who: pseudonym, stopped, reason })
  for (const role of ['lead', 'admin'] as const) queueAlert(tx, { kind: 'restricted', to: { role }, why })
  const theirs = message('alert.restricted.you', { by: by.pseudonym, staffId: by.id, stopped })
  queueAlert(tx, { kind: 'restricted', to: { staff: staffId }, why: theirs })
}
