import sql from 'sql-template-tag'
import { descending, type PageOf, type PageRequest, selectPage } from '../../foundation/database/select-page.ts'
import type { Desk } from '../../policy/desk.ts'
import { REVIEWING_ROLES, type StaffCaller } from '../../foundation/domain.ts'
import { type Message, message } from '../../foundation/messages/message.ts'
import { queueEntry } from '../../ledger/queue-entry.ts'
import { contentHash } from '../../ledger/entries/content-hash.ts'
import { inAnsweredTransaction, inTransaction, type Queryable, type Tx } from '../../foundation/database/db.ts'
import { DeskError } from '../../foundation/errors.ts'
import { insertSignature, readSignature } from '../../people/signatures/accept-signature.ts'
import type { GivenSignature, Signable } from '../../foundation/acts.ts'
import { lockStanding, type Standing } from '../../people/staff/standing.ts'
import { wakeHeld } from '../gate-queries.ts'
import { queueAlert } from '../../alerts/alert.ts'

/** The duration of one person's freeze. Twin of check_freeze in SQL. */
export const FREEZE_MS = 30 * 60_000
/** The duration once a person has frozen FREEZES_A_DAY_MAX times within a day: another person must decide then. */
const FREEZE_OVER_BUDGET_MS = 15 * 60_000
export const FREEZES_A_DAY_MAX = 5
/** The duration from the moment at which a second person extends the freeze. */
export const EXTENSION_MS = 4 * 3_600_000

export interface Freeze {
  id: number
  by: string
  /** Null: not given yet. */
  reason: string | null
  at: Date
  until: Date
  secondedBy: string | null
  endedBy: string | null
  endedAt: Date | null
}

const FREEZE = sql`id, by, reason, at, until, seconded_by as "secondedBy", ended_by as "endedBy", ended_at as "endedAt"`

/** Lists the freezes in force, and those of the last day, the newest first. */
export async function listFreezes(db: Queryable, page: PageRequest): Promise<PageOf<Freeze>> {
  const rows = sql`select ${FREEZE} from enforcement_freeze where until > desk_now() - interval '1 day'`
  return selectPage<Freeze>(db, { rows, key: [descending(sql`listed.id`, 'number')] }, page)
}

/**
 * Begins a freeze. From the moment this returns nothing restrictive begins: running releases are awaited, and none
 * begins unnoticed after. One person on duty does it, for half an hour; leads are alerted. A freeze never covers legal
 * duties, interim measures or restores. It needs no reason: its author gives that afterwards.
 */
export async function beginFreeze(desk: Desk, by: StaffCaller, reason: string | null): Promise<Freeze> {
  return inAnsweredTransaction(desk.restoreDb, async (tx) => {
    await lockDuty(tx, by)
    await tx.query(sql`select pg_advisory_xact_lock(freeze_lock())`)
    const freeze = await tx.only<Freeze>(sql`
      insert into enforcement_freeze (by, reason, until)
      select ${by.id}, ${reason}, desk_now() + interval '1 ms' * case
        when count(*) < ${FREEZES_A_DAY_MAX} then ${FREEZE_MS}::integer else ${FREEZE_OVER_BUDGET_MS}::integer end
      from enforcement_freeze where by = ${by.id} and at > desk_now() - interval '1 day'
      returning ${FREEZE}`)
    queueFreezeEntry(tx, 'freeze_begun', freeze, by.id)
    const told = { who: by.pseudonym, until: freeze.until, reason: reason ?? message('alert.freeze.noReason') }
    queueAlert(tx, { kind: 'freeze', to: 'on_call', why: message('alert.freeze.begun', told) })
    return freeze
  })
}

/**
 * Records the missing reason of a freeze, once, by its author, also after it has ended and off duty. A freeze without a
 * reason holds as long as one with a reason; only a second person extends none.
 */
export async function giveFreezeReason(
  { restoreDb }: Pick<Desk, 'restoreDb'>,
  { freezeId, by, reason }: { freezeId: number; by: StaffCaller; reason: string },
): Promise<Freeze> {
  return inTransaction(restoreDb, async (tx) => {
    const author = await tx.findValue<string>(sql`select by from enforcement_freeze where id = ${freezeId}`)
    if (author === undefined)
      throw new DeskError('not_found', message('freeze.unknown', { freezeId: String(freezeId) }))
    // Before the row is locked: the request of another person never delays the end of a freeze.
    if (author !== by.id) throw new DeskError('not_allowed', message('freeze.refused', { why: NOT_AUTHOR }))
    const given = await tx.find<Freeze>(sql`
      update enforcement_freeze set reason = ${reason} where id = ${freezeId} and reason is null returning ${FREEZE}`)
    if (given === undefined) throw new DeskError('conflict', message('freeze.reasonGiven', { freezeId }))
    queueFreezeEntry(tx, 'freeze_reason_given', given, by.id)
    return given
  })
}

const NOT_AUTHOR = message('freeze.refusal.notAuthor')

/** Returns the text of an extension that a second person signs. */
export async function prepareExtension(
  { restoreDb }: Pick<Desk, 'restoreDb'>,
  { about, by }: { about: string; by: StaffCaller },
): Promise<Signable> {
  const freeze = await findFreeze(restoreDb, /^[0-9]{1,15}$/.test(about) ? Number(about) : 0, about)
  refuseExtension(freeze, by)
  return signableExtension(freeze)
}

const signableExtension = ({ id, reason, at, until }: Freeze): Signable => ({
  about: String(id),
  core: { freeze: id, reason: contentHash({ reason }), forMs: EXTENSION_MS },
  asShown: { reason: reason ?? '', at: at.toISOString(), until: until.toISOString() },
})

const OWN = message('freeze.refusal.own')
const UNEXPLAINED = message('freeze.refusal.unexplained')

/** Refuses the author, and any extension without a reason: it would be written above the second person's signature. */
function refuseExtension(freeze: Freeze, by: StaffCaller): void {
  if (freeze.by === by.id) throw new DeskError('not_allowed', message('freeze.refused', { why: OWN }))
  if (freeze.reason === null) throw new DeskError('conflict', message('freeze.refused', { why: UNEXPLAINED }))
}

/** Extends a freeze by a second person, who signs the extension. */
export async function extendFreeze(
  desk: Desk,
  freezeId: number,
  by: StaffCaller,
  signature: GivenSignature | undefined,
): Promise<Freeze> {
  const signed = await readSignature(desk.restoreDb, desk, {
    act: 'freeze_extend',
    about: String(freezeId),
    by,
    signature,
  })
  return inTransaction(desk.restoreDb, async (tx) => {
    await lockDuty(tx, by)
    const freeze = await lockFreeze(tx, freezeId)
    refuseExtension(freeze, by)
    await insertSignature(tx, signed, signableExtension(freeze))
    const extended = await tx.only<Freeze>(sql`
      update enforcement_freeze set until = greatest(until, desk_now() + ${EXTENSION_MS} * interval '1 ms'), seconded_by = ${by.id},
        signature_id = ${signed.id}
      where id = ${freezeId} returning ${FREEZE}`)
    queueFreezeEntry(tx, 'freeze_extended', extended, by.id)
    return extended
  })
}

/**
 * Ends a freeze early, by the person who began it or a lead on duty. The enforcements that it held continue unless they
 * have expired.
 */
export async function endFreeze(desk: Desk, freezeId: number, by: StaffCaller): Promise<Freeze> {
  return inTransaction(desk.restoreDb, async (tx) => {
    const standing = await lockStanding(tx, by.id)
    const freeze = await lockFreeze(tx, freezeId)
    const why = findEndRefusal(freeze, by, standing)
    if (why !== null) throw new DeskError('not_allowed', message('freeze.refused', { why }))
    const ended = await tx.only<Freeze>(sql`
      update enforcement_freeze set ended_by = ${by.id}, ended_at = desk_now() where id = ${freezeId} returning ${FREEZE}`)
    queueFreezeEntry(tx, 'freeze_ended', ended, by.id)
    await wakeHeld(tx)
    return ended
  })
}

/** Refuses a person who has left or is off duty, with their row locked. */
async function lockDuty(tx: Tx, by: StaffCaller): Promise<void> {
  const why = findDutyRefusal(by, await lockStanding(tx, by.id))
  if (why !== null) throw new DeskError('not_allowed', message('freeze.refused', { why }))
}

function findDutyRefusal({ roles }: StaffCaller, standing: Standing | undefined): Message | null {
  if (!roles.some((role) => REVIEWING_ROLES.includes(role))) return message('freeze.refusal.role')
  return standing?.active && (standing.onShift || standing.onCall) ? null : message('freeze.refusal.offDuty')
}

/** Returns the reason for which this person may not end the freeze. Null: they may. */
export function findEndRefusal(freeze: Freeze, by: StaffCaller, standing: Standing | undefined): Message | null {
  const why = findDutyRefusal(by, standing)
  if (why !== null) return why
  if (standing?.restricted) return message('freeze.refusal.restricted')
  return freeze.by === by.id || by.roles.includes('lead') ? null : message('freeze.refusal.notTheirs')
}

/** Returns the reason for which this person may not extend the freeze. Null: they may. */
export const findExtensionRefusal = (freeze: Freeze, by: StaffCaller, standing: Standing | undefined): Message | null =>
  findDutyRefusal(by, standing) ?? (freeze.by === by.id ? OWN : freeze.reason === null ? UNEXPLAINED : null)

const lockFreeze = async (tx: Tx, freezeId: number): Promise<Freeze> =>
  findFreeze(tx, freezeId, String(freezeId), 'lock')

/** A freeze in force. */
async function findFreeze(db: Queryable, freezeId: number, named: string, lock?: 'lock'): Promise<Freeze> {
  const freeze = await db.find<Freeze & { over: boolean }>(sql`
    select ${FREEZE}, until <= desk_now() or ended_at is not null as over from enforcement_freeze
    where id = ${freezeId} ${lock ? sql`for update` : sql``}`)
  if (freeze === undefined) throw new DeskError('not_found', message('freeze.unknown', { freezeId: named }))
  if (freeze.over) throw new DeskError('conflict', message('freeze.over', { freezeId }))
  return freeze
}

const queueFreezeEntry = (
  tx: Tx,
  kind: 'freeze_begun' | 'freeze_reason_given' | 'freeze_extended' | 'freeze_ended',
  freeze: Freeze,
  by: string,
): void =>
  queueEntry(tx, {
    kind,
    freezeId: freeze.id,
    until: freeze.until.toISOString(),
    reasonHash: contentHash({ reason: freeze.reason }),
    by: { kind: 'staff', id: by },
  })
