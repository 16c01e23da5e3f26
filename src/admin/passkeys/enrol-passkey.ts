import sql from 'sql-template-tag'
import { queueAlert } from '../../alerts/alert.ts'
import type { Desk } from '../../policy/desk.ts'
import { DESK, parseActorKey, type StaffCaller } from '../../foundation/domain.ts'
import { message } from '../../foundation/messages/message.ts'
import { queueEntry } from '../../ledger/queue-entry.ts'
import { passkeyHash } from '../../ledger/entries/content-hash.ts'
import { inTransaction, type Queryable, REFUSED, sqlState } from '../../foundation/database/db.ts'
import { DeskError } from '../../foundation/errors.ts'
import { findInvitation, queueUsedEntry, type OpenInvitation, useInvitation } from '../../people/invitations/invite.ts'
import { fingerprintOf, type NewPasskey } from '../../people/passkeys/queries.ts'
import { SOFTWARE_AAGUID, type Registration } from '../../people/passkeys/software-authenticator.ts'
import { verifyRegistration } from '../../people/passkeys/verify-registration.ts'
import { challengeIn, takeCeremony } from '../../people/sessions/ceremony.ts'
import { endSetup } from '../setup/end-setup.ts'
import { proposeChange } from '../change/propose-change.ts'
import { findConfinement, isRecovering, queueFreedEntry, recordRecoveryUsed, queueAlertForAll } from './recover-keys.ts'

interface EnrolmentRequest {
  registration: Registration
  transports: readonly string[]
  label: string
}

interface Enrolled {
  credentialId: string
  /** The fingerprint that the approver compares with the one that the person reads aloud. */
  fingerprint: string
  /** The change to which another person must agree. Null: the passkey is enrolled and counts. */
  changeId: string | null
}

/**
 * Enrols the passkey that an invited person has just created: at once during the first days, or during a recovery of
 * access. Later it is a change: another person agrees, and the passkey counts a day after that. An invitation works
 * once, whether or not the change is agreed to.
 */
export async function enrolInvited(desk: Desk, secret: string, request: EnrolmentRequest): Promise<Enrolled> {
  const invitation = await findInvitation(desk.db, secret)
  if (invitation === undefined) throw noInvitation()
  const key = await readKey(desk, { staffId: invitation.staffId, invitationId: invitation.id }, request)
  const recovering = await isRecovering(desk.db, invitation.staffId)
  if (recovering || (await isWindowOpen(desk.db))) return enrolAtOnce(desk, invitation, { key, recovering })
  const by = await findInviter(desk.db, invitation)
  const used = await inTransaction(desk.db, (tx) => useInvitation(tx, invitation.id, invitation.staffId))
  if (!used) throw noInvitation()
  return proposeKey(desk, key, by, invitation.id)
}

/** Proposes another passkey for a person who is signed in. Another person must agree, for every role. */
export async function enrolAnother(desk: Desk, by: StaffCaller, request: EnrolmentRequest): Promise<Enrolled> {
  const key = await readKey(desk, { staffId: by.id, invitationId: null }, request)
  return proposeKey(desk, key, by, null)
}

export const noInvitation = (): DeskError => new DeskError('not_allowed', message('passkey.noInvitation'))

async function readKey(
  desk: Desk,
  whose: { staffId: string; invitationId: string | null },
  { registration, transports, label }: EnrolmentRequest,
): Promise<NewPasskey> {
  const challenge = challengeIn(registration.clientDataJSON) ?? ''
  const begun = await takeCeremony(desk.db, 'enrol', challenge)
  const isTheirs = begun?.staffId === whose.staffId && begun.invitationId === whose.invitationId
  const made = isTheirs && (await verifyRegistration({ ...desk.relyingParty, challenge }, registration, transports))
  if (!made || (made.aaguid === SOFTWARE_AAGUID && !(await isMarked(desk.db)))) {
    throw new DeskError('refused', message('passkey.invalid'))
  }
  const { rows } = await desk.db.query(sql`select from passkey where id = ${made.id}`)
  if (rows.length > 0) throw new DeskError('conflict', message('passkey.taken'))
  return { ...made, staffId: whose.staffId, label }
}

async function enrolAtOnce(
  desk: Desk,
  { id, staffId, pseudonym }: OpenInvitation,
  { key, recovering }: { key: NewPasskey; recovering: boolean },
): Promise<Enrolled> {
  const body = JSON.stringify(toBody(key, id))
  try {
    await inTransaction(desk.db, async (tx) => {
      const confinement = await findConfinement(tx, staffId)
      const { rows } = await tx.query<{ closed: boolean }>(sql`
        select enrol_by_invitation(${id}, ${body}::jsonb) as closed`)
      queueUsedEntry(tx, id, staffId)
      if (confinement) queueFreedEntry(tx, staffId, confinement)
      const stored = await tx.query<{ countsFrom: Date }>(sql`
        select counts_from as "countsFrom" from passkey where id = ${key.id}`)
      queueEntry(tx, {
        kind: 'passkey_added',
        credentialId: key.id,
        staffId,
        countsFrom: stored.rows[0]?.countsFrom.toISOString() ?? '',
        software: key.aaguid === SOFTWARE_AAGUID,
        contentHash: passkeyHash({ ...key, publicKey: key.publicKey.toString('hex') }),
        by: { kind: 'staff', id: staffId },
      })
      const told = { who: pseudonym, fingerprint: fingerprintOf(key.publicKey) }
      const why = message(recovering ? 'alert.passkey.recovered' : 'alert.passkey.first', told)
      for (const role of ['lead', 'admin'] as const) queueAlert(tx, { kind: 'passkey', to: { role }, why })
      queueAlert(tx, { kind: 'enrolment', to: { staff: staffId }, why })
      if (!rows[0]?.closed) return
      if (recovering) return recordRecoveryUsed(tx)
      queueEntry(tx, { kind: 'key_window_closed', why: 'enough', by: DESK })
      queueAlertForAll(tx, message('alert.passkey.windowEnough'))
    })
  } catch (error) {
    // A third person's passkey ended immediate enrolment, or another invitation enrolled a passkey first.
    if (sqlState(error) !== REFUSED) throw error
    throw new DeskError('conflict', message('passkey.changed'))
  }
  return { credentialId: key.id, fingerprint: fingerprintOf(key.publicKey), changeId: null }
}

async function proposeKey(
  desk: Desk,
  key: NewPasskey,
  by: StaffCaller,
  invitationId: string | null,
): Promise<Enrolled> {
  const wanted = { kind: 'passkey', staffId: key.staffId, ...toBody(key, invitationId) } as const
  const reason = invitationId === null ? 'another passkey of their own' : `invited (${invitationId})`
  const { id: changeId } = await proposeChange(desk, { wanted, reason, by })
  return { credentialId: key.id, fingerprint: fingerprintOf(key.publicKey), changeId }
}

const toBody = ({ id, staffId: _staffId, publicKey, transports, ...key }: NewPasskey, invitationId: string | null) => ({
  ...key,
  credentialId: id,
  publicKey: publicKey.toString('hex'),
  transports: [...transports],
  invitationId,
})

/** Records, once, that immediate enrolment is over. It also ends set-up as soon as two people can agree to changes. */
export async function closeKeyWindow(desk: Pick<Desk, 'db'>): Promise<void> {
  await closeByTime(desk)
  const { rows } = await desk.db.query(sql`
    select from key_window where closed_at is not null and not exists (select from setup_end)`)
  // The person at the command line, who alone may add people and create tokens until set-up ends, must lose that right
  // at the same time.
  if (rows.length > 0) await endSetup(desk.db)
}

async function closeByTime(desk: Pick<Desk, 'db'>): Promise<void> {
  const { rows: due } = await desk.db.query(sql`
    select from key_window where closed_at is null and opened_at + interval '7 days' <= desk_now()`)
  if (due.length === 0) return
  await inTransaction(desk.db, async (tx) => {
    const { rows } = await tx.query<{ closed: boolean }>(sql`select close_key_window() as closed`)
    if (!rows[0]?.closed) return
    queueEntry(tx, { kind: 'key_window_closed', why: 'time', by: DESK })
    queueAlertForAll(tx, message('alert.passkey.windowTime'))
  })
}

async function isWindowOpen(db: Queryable): Promise<boolean> {
  return (await db.findValue<boolean>(sql`select key_window_open() as open`)) === true
}

async function isMarked(db: Queryable): Promise<boolean> {
  const { rows } = await db.query(sql`select from database_mark`)
  return rows.length > 0
}

async function findInviter(db: Queryable, { madeBy }: OpenInvitation): Promise<StaffCaller> {
  const actor = parseActorKey(madeBy)
  const id = actor.kind === 'staff' ? actor.id : ''
  const inviter = await db.find<Pick<StaffCaller, 'id' | 'pseudonym' | 'roles'>>(sql`
    select id, pseudonym, roles from staff where id = ${id} and ended_at is null`)
  if (inviter === undefined) throw noInvitation()
  return { kind: 'staff', ...inviter }
}
