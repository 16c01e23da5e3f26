import sql from 'sql-template-tag'
import { queueAlert } from '../../alerts/alert.ts'
import { wakeHeld } from '../../enforcement/gate-queries.ts'
import { only, type Tx } from '../../foundation/database/db.ts'
import { type Actor, actorKey } from '../../foundation/domain.ts'
import { type Message, message, type Text } from '../../foundation/messages/message.ts'
import { findStored } from '../../foundation/messages/stored-text.ts'
import { DEFAULT_PLATFORM } from '../../foundation/platforms.ts'
import { toIso } from '../../foundation/time/to-iso.ts'
import { contentHash, passkeyHash, type StaffContent, staffHash } from '../../ledger/entries/content-hash.ts'
import { queueEntry } from '../../ledger/queue-entry.ts'
import { queueEnrolmentAlerts } from '../../people/passkeys/enrolment-alerts.ts'
import { findPasskey } from '../../people/passkeys/queries.ts'
import { recordAuthority } from '../describe/describe-authority.ts'
import { recordDenial } from '../describe/describe-denial.ts'
import { recordRecoveryEnd } from '../describe/describe-recovery.ts'
import { queueUnsealedEntry } from '../describe/unseal.ts'
import { queueSuspensionEntry, recordFlagger } from '../flaggers/describe-flagger.ts'
import { recordPause } from '../misuse/describe-pause.ts'
import { settleListed } from '../offboarding/end-listed.ts'
import { queueDrillAccountEntry } from '../protections/drill-account.ts'
import { queueReviewTimesEntry } from '../protections/review-times.ts'
import { recordAdoption } from '../rule-sets/versions.ts'
import { carryOutCorrection } from '../settlements/correct-settlement.ts'
import { queueProfileEntry, readTo } from '../setup/profile.ts'
import { recordFinalReport } from '../transparency/make-report-final.ts'
import { type Change, storedOf, updateChangeState } from './change-queries.ts'
import type { ChangeState } from './change-state.ts'
import type { ChangeKind } from './wanted.ts'

/** Moves a locked change to another state, with its ledger entry. */
export async function moveChange(tx: Tx, change: Change, to: ChangeState, by: Actor, reason?: string): Promise<Change> {
  const moved = await updateChangeState(tx, change.id, to, actorKey(by))
  const told = reason === undefined ? {} : { reason }
  const later = to === 'agreed' && moved.takesEffectAt ? { takesEffectAt: moved.takesEffectAt.toISOString() } : {}
  queueEntry(tx, { kind: 'change_moved', changeId: change.id, from: change.state, to, ...told, ...later, by })
  return moved
}

/**
 * Applies a locked change: PostgreSQL carries it out, or refuses it. The ledger records the outcome. Leads are alerted
 * about each person who may approve more than before, and about each change by one person alone.
 */
export async function applyChange(tx: Tx, change: Change, by: Actor): Promise<Change> {
  const first = change.kind === 'protection' && (await isFirstProtection(tx, String(JSON.parse(change.body).subject)))
  const applied = await moveChange(tx, change, 'applied', by)
  await NOTES[applied.kind](tx, applied, by, first)
  queueAppliedAlerts(tx, applied)
  return applied
}

type Note = (tx: Tx, change: Change, by: Actor, first: boolean) => void | Promise<void>
const saidBy = ({ body }: Change) => JSON.parse(body)
const recordStaff: Note = (tx, change, by) => recordChangedPerson(tx, String(saidBy(change).staffId), change.id, by)

/** The ledger entry for the outcome of a change, by kind of change. */
const NOTES: Record<ChangeKind, Note> = {
  rule_set: recordAdoption,
  automation_resume: queueResumedEntry,
  profile: (tx, change, by) => queueProfileEntry(tx, readTo(change), by, change.id),
  drill_account: (tx, change, by) => queueDrillAccountEntry(tx, saidBy(change), by, change.id),
  review_times: (tx, change, by) => queueReviewTimesEntry(tx, saidBy(change), by, change.id),
  action_denial: recordDenial,
  breaker: recordClosing,
  legal_hold: (tx, change, by) =>
    queueEntry(tx, { kind: 'legal_hold_lifted', holdId: String(saidBy(change).holdId), changeId: change.id, by }),
  protection: (tx, change, by, first) => queueProtectionEntry(tx, change, first, by),
  approver: (tx, change, by) => recordNewPerson(tx, String(saidBy(change).person.pseudonym), by),
  token: (tx, change, by) => recordToken(tx, String(saidBy(change).fingerprint), by),
  key: (tx, change, by) => recordMachineKey(tx, String(saidBy(change).fingerprint), by),
  webhook_secret: queueSecretEntry,
  channel_removal: (tx, change, by) =>
    queueEntry(tx, { kind: 'channel_removed', channelId: String(saidBy(change).channelId), changeId: change.id, by }),
  passkey: (tx, change, by) => recordKey(tx, String(saidBy(change).credentialId), by),
  sign_on: queueSignOnEntry,
  passkey_removal: queueKeyRemovalEntry,
  unseal: (tx, change, by) => queueUnsealedEntry(tx, change, by),
  end_people: (tx, change, by) => settleListed(tx, saidBy(change), by),
  unrestrict: (tx, change, by) => recordEndOfRestriction(tx, String(saidBy(change).staffId), change.id, by),
  role: recordStaff,
  clearance: recordStaff,
  end_later: recordStaff,
  team: recordStaff,
  match_list: queueMatchListEntry,
  match_list_end: (tx, change, by) =>
    queueEntry(tx, { kind: 'match_list_ended', listId: String(saidBy(change).listId), changeId: change.id, by }),
  authority: (tx, change, by) => recordAuthority(tx, change, by),
  authority_removal: (tx, change, by) =>
    queueEntry(tx, {
      kind: 'authority_revoked',
      authorityId: String(saidBy(change).authorityId),
      changeId: change.id,
      by,
    }),
  connector: recordConnector,
  flagger: recordFlagger,
  flagger_suspension: queueSuspensionEntry,
  recovery_end: recordRecoveryEnd,
  sender_pause: recordPause,
  settlement_correction: carryOutCorrection,
  transparency_report: recordFinalReport,
  // No further entry is needed: the change's own ledger entry states everything.
  tag: () => undefined,
  person_erase: () => undefined,
  verified_badge: () => undefined,
  election_window: () => undefined,
  election_window_end: () => undefined,
  protect_list: () => undefined,
  harm_policy: () => undefined,
}

function queueAppliedAlerts(tx: Tx, change: Change): void {
  queueChangeAlerts(tx, change, ofChange(change.direction === 'stricter' ? 'alone' : 'agreed'))
}

/** The kinds of changes to a person's ways to sign in. That person and all leads are alerted on every channel. */
const SIGNING_IN: readonly ChangeKind[] = ['passkey', 'passkey_removal', 'token', 'sign_on']

type Told = (told: { changeId: string; says: Text }) => Message
const ofChange =
  (how: 'alone' | 'agreed'): Told =>
  (told) =>
    message(`alert.change.${how}`, told)

/** Alerts all leads to the outcome of a change. */
export function queueChangeAlerts(tx: Tx, change: Change, toMessage: Told): void {
  const { kind, direction } = change
  const isNewApprover = kind === 'approver' || (kind === 'role' && direction === 'looser')
  queueAlertOf(tx, change, isNewApprover ? 'approver' : 'change', toMessage)
}

/** Alerts all leads to the proposal of a change. */
export const queueProposalAlerts = (tx: Tx, change: Change, who: string): void =>
  queueAlertOf(tx, change, 'change', (told) => message('alert.change.proposed', { ...told, who }))

/** Alerts those whom a change concerns. Every channel gets the alert about a channel's removal, that channel too. */
function queueAlertOf(tx: Tx, change: Change, kind: 'approver' | 'change', toMessage: Told): void {
  const why = toMessage({ changeId: change.id, says: changeAnnouncement(change) })
  if (SIGNING_IN.includes(change.kind)) queueEnrolmentAlerts(tx, String(saidBy(change).staffId), why)
  else if (change.kind !== 'channel_removal') queueAlert(tx, { kind, to: { role: 'lead' }, why })
  else for (const role of ['admin', 'lead'] as const) queueAlert(tx, { kind: 'channel_removal', to: { role }, why })
}

/**
 * Formats a change for alerts, which may leave the desk. A person's last day, the handle of a protected account and the
 * contact of a trusted flagger are left out: readers look them up. What a body decided would prime the judges of an appeal.
 */
export function changeAnnouncement(change: Pick<Change, 'kind' | 'says' | 'message' | 'body'>): Text {
  if (change.kind === 'end_later') return message('described.announced.stays')
  if (change.kind === 'flagger') return message('described.announced.flagger', { name: JSON.parse(change.body).name })
  if (change.kind === 'settlement_correction')
    return message('described.announced.settlement', { settlementId: JSON.parse(change.body).settlementId })
  if (change.kind !== 'tag') return findStored(storedOf(change))
  const { accountId, op, tag } = JSON.parse(change.body)
  return message(`described.announced.${op === 'add' ? 'tagAdded' : 'tagRemoved'}`, { accountId, tag })
}

async function isFirstProtection(tx: Tx, subject: string): Promise<boolean> {
  const { rows } = await tx.query(sql`select from protection where subject = ${subject}`)
  return rows.length === 0
}

function queueResumedEntry(tx: Tx, { id: changeId, body }: Change, by: Actor): void {
  queueEntry(tx, { kind: 'automation_resumed', pauseId: Number(JSON.parse(body).pauseId), changeId, by })
}

/** The enforcements that the circuit breaker held become due now and are judged again. */
async function recordClosing(tx: Tx, { id: changeId, body }: Change, by: Actor): Promise<void> {
  queueEntry(tx, { kind: 'breaker_closed', breakerId: Number(JSON.parse(body).breakerId), changeId, by })
  await wakeHeld(tx)
}

function queueProtectionEntry(tx: Tx, { id: changeId, body }: Change, first: boolean, by: Actor): void {
  const { subject, approvals, holdMs } = JSON.parse(body)
  queueEntry(tx, { kind: 'protection_set', changeId, subject, first, approvals, holdMs, by })
}

function queueSignOnEntry(tx: Tx, { id: changeId, body }: Change, by: Actor): void {
  const { staffId, issuer, subject } = JSON.parse(body)
  queueEntry(tx, { kind: 'sign_on_linked', staffId, changeId, contentHash: contentHash({ issuer, subject }), by })
}

type PersonRow = StaffContent & { id: string; roles: readonly string[]; endsAt: Date | null }

const PERSON = sql`id, roles, ends_at as "endsAt", pseudonym, name, languages, clearances, employment, employer, site, team,
  rolling_contract as "rollingContract", role_platforms as "rolePlatforms"`

async function recordNewPerson(tx: Tx, pseudonym: string, by: Actor): Promise<void> {
  const {
    id: staffId,
    roles,
    endsAt,
    ...content
  } = await tx.only<PersonRow>(sql`select ${PERSON} from staff where pseudonym = ${pseudonym}`)
  const end = endsAt === null ? {} : { endsAt: endsAt.toISOString() }
  queueEntry(tx, { kind: 'staff_added', staffId, roles, ...end, contentHash: staffHash(content), by })
}

async function recordChangedPerson(tx: Tx, staffId: string, changeId: string, by: Actor): Promise<void> {
  const {
    id: _id,
    roles,
    endsAt,
    ...content
  } = await tx.only<PersonRow>(sql`select ${PERSON} from staff where id = ${staffId}`)
  const row = { roles, endsAt: toIso(endsAt), contentHash: staffHash(content) }
  queueEntry(tx, { kind: 'staff_changed', staffId, changeId, ...row, by })
}

async function recordEndOfRestriction(tx: Tx, staffId: string, changeId: string, by: Actor): Promise<void> {
  const {
    id: restrictionId,
    ending,
    endsAt,
  } = await tx.only<{ id: number; ending: boolean; endsAt: Date | null }>(sql`
    select restriction.id, ending, ends_at as "endsAt" from staff_restriction restriction join staff on staff.id = staff_id
    where change_id = ${changeId}`)
  queueEntry(tx, { kind: 'staff_unrestricted', staffId, restrictionId, changeId, by })
  if (ending) queueEntry(tx, { kind: 'staff_end_moved', staffId, endsAt: toIso(endsAt), by })
}

async function recordToken(tx: Tx, fingerprint: string, by: Actor): Promise<void> {
  const { id: tokenId, staffId } = await tx.only<{ id: string; staffId: string }>(sql`
    select id, staff_id as "staffId" from staff_token where secret_hash = decode(${fingerprint}, 'hex')`)
  queueEntry(tx, { kind: 'staff_token_added', staffId, tokenId, by })
}

async function recordMachineKey(tx: Tx, fingerprint: string, by: Actor): Promise<void> {
  const {
    id: keyId,
    scopes,
    source,
    authorityId,
    flaggerId,
    platform,
  } = await tx.only<{
    id: string
    scopes: string[]
    source: string | null
    authorityId: string | null
    flaggerId: string | null
    platform: string
  }>(sql`
    select id, scopes, source, authority_id as "authorityId", flagger_id as "flaggerId", platform from api_key where secret_hash = decode(${fingerprint}, 'hex')`)
  const whose = {
    ...(source === null ? {} : { source }),
    ...(authorityId === null ? {} : { authorityId }),
    ...(flaggerId === null ? {} : { flaggerId }),
    ...(platform !== DEFAULT_PLATFORM && { platform }),
  }
  queueEntry(tx, { kind: 'key_added', keyId, scopes, ...whose, by })
}

function queueKeyRemovalEntry(tx: Tx, { id: changeId, body }: Change, by: Actor): void {
  const { credentialId, staffId } = JSON.parse(body)
  queueEntry(tx, { kind: 'passkey_removed', credentialId, staffId, changeId, by })
}

function queueSecretEntry(tx: Tx, { id: changeId, body }: Change, by: Actor): void {
  queueEntry(tx, { kind: 'webhook_secret_changed', channelId: String(JSON.parse(body).channelId), changeId, by })
}

async function recordKey(tx: Tx, credentialId: string, by: Actor): Promise<void> {
  const key = await findPasskey(tx, credentialId)
  if (key === undefined) throw new Error('the key that a change enrolled is not there')
  const { staffId, countsFrom, software, publicKey } = key
  const contentHash = passkeyHash({ ...key, publicKey: publicKey.toString('hex') })
  queueEntry(tx, {
    kind: 'passkey_added',
    credentialId,
    staffId,
    countsFrom: countsFrom.toISOString(),
    software,
    contentHash,
    by,
  })
}

/** Records that a match list counts from now on, with the hash of all its entries. */
function queueMatchListEntry(tx: Tx, { id: changeId, body }: Change, by: Actor): void {
  const { listId, name, source, sha256, entries, entriesHash } = JSON.parse(body)
  const content = contentHash({ name, source, sha256 })
  queueEntry(tx, { kind: 'match_list_agreed', listId, changeId, entries, entriesHash, contentHash: content, by })
}

/** Records the platform's address from now on. */
async function recordConnector(tx: Tx, { id: changeId, body }: Change, by: Actor): Promise<void> {
  const { address, secretFingerprint, platform } = JSON.parse(body)
  const { rows } = await tx.query<{ id: number }>(sql`select id from connector_pin where change_id = ${changeId}`)
  queueEntry(tx, {
    kind: 'connector_pinned',
    pinId: only(rows).id,
    address,
    secretFingerprint,
    changeId,
    ...(platform && { platform }),
    by,
  })
}
