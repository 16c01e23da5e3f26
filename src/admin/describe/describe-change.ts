import sql from 'sql-template-tag'
import { findHold, holdMessage } from '../../cases/legal-holds/hold-queries.ts'
import { findBreaker, nameWhose, spentMessage } from '../../enforcement/limits/breaker.ts'
import { canonicalJson, type Json } from '../../foundation/canonical.ts'
import type { Queryable } from '../../foundation/database/db.ts'
import { refuseUnstorable } from '../../foundation/database/refuse-unstorable.ts'
import { parseSubjectKey } from '../../foundation/domain.ts'
import { DeskError, requireFound } from '../../foundation/errors.ts'
import { message } from '../../foundation/messages/message.ts'
import { storeText } from '../../foundation/messages/stored-text.ts'
import { DEFAULT_PLATFORM } from '../../foundation/platforms.ts'
import { readProfile } from '../../foundation/profile.ts'
import { invalidField } from '../../foundation/schemas/invalid-field.ts'
import { toIso } from '../../foundation/time/to-iso.ts'
import { requireCanonical } from '../../people/access/ids-of-key.ts'
import { findPasskey } from '../../people/passkeys/queries.ts'
import { checkPerson, type NewStaff } from '../../people/staff/add-staff.ts'
import type { Desk } from '../../policy/desk.ts'
import type { Floor } from '../../policy/guards/judge.ts'
import { type MisuseThresholds, toMisuse } from '../../policy/misuse.ts'
import { type Described, SAYS_CHARS_MAX, type Wanted, type WantedProfile } from '../change/wanted.ts'
import { describeErasure } from '../erasure/describe-erasure.ts'
import { describeFlagger } from '../flaggers/describe-flagger.ts'
import { describeMatchList } from '../match-list/describe-match-list.ts'
import { describePause } from '../misuse/describe-pause.ts'
import { describeEndPeople } from '../offboarding/end-listed.ts'
import { describeProtectList } from '../protect-list/describe-protect-list.ts'
import { describeDrillAccount } from '../protections/drill-account.ts'
import { describeElectionWindow } from '../protections/election-window.ts'
import { describeReviewTimes, readReviewTimes } from '../protections/review-times.ts'
import { describeResume } from '../rule-sets/automation-needs.ts'
import { describeRuleSet } from '../rule-sets/describe-rule-set.ts'
import { describeCorrection } from '../settlements/correct-settlement.ts'
import { describeChannel } from '../setup/change-channel.ts'
import { describeProfile } from '../setup/describe-profile.ts'
import { describeFinalReport } from '../transparency/make-report-final.ts'
import { describeAuthority } from './describe-authority.ts'
import { describeConnector } from './describe-connector.ts'
import { describeDenial } from './describe-denial.ts'
import { describeHarmPolicy } from './describe-harm-policy.ts'
import { describeKey } from './describe-key.ts'
import { type Before, describeApprover, describePerson } from './describe-people.ts'
import { describeRecoveryEnd } from './describe-recovery.ts'
import { describeProtection, describeTag } from './describe-subject.ts'

/** A proposed change: in words, with its direction, and with the values that PostgreSQL writes when it is applied. */
interface Proposed extends Omit<Described, 'says'> {
  says: string
  /** The message that renders the words in other languages, as JSON. */
  message: string | null
  body: string
}

/** A desk, or a command, which knows no policies and pauses no sender. */
export type Proposing = Pick<Desk, 'db'> & Partial<Pick<Desk, 'policies'>>

/**
 * Compares a proposed change with the present state. Changes nothing. Refuses a change that is impossible or without
 * effect.
 */
export async function describeChange({ db, policies }: Proposing, wanted: Wanted, person: string): Promise<Proposed> {
  refuseUnstorable(wanted)
  const { described, body } = await (isOfOthers(wanted)
    ? describeOfOthers(db, wanted, { person, misuse: policies?.misuse ?? toMisuse() })
    : compareWithStored(db, wanted, person))
  const { english: says, message: stored } = storeText(described.says, SAYS_CHARS_MAX)
  return { ...described, says, message: stored, body: canonicalJson(body) }
}

/** The changes about people outside: trusted flaggers, senders who misuse reports, those whom a body heard, the public. */
const OF_OTHERS = [
  'flagger',
  'flagger_suspension',
  'sender_pause',
  'settlement_correction',
  'transparency_report',
] as const
type OfOthers = Extract<Wanted, { kind: (typeof OF_OTHERS)[number] }>

const isOfOthers = (wanted: Wanted): wanted is OfOthers => OF_OTHERS.some((kind) => kind === wanted.kind)

function describeOfOthers(
  db: Queryable,
  wanted: OfOthers,
  { person, misuse }: { person: string; misuse: MisuseThresholds },
): Promise<{ described: Described; body: Json }> {
  if (wanted.kind === 'settlement_correction') return describeCorrection(db, wanted, person)
  if (wanted.kind === 'transparency_report') return describeFinalReport(db, wanted)
  return wanted.kind === 'sender_pause' ? describePause(db, wanted, misuse) : describeFlagger(db, wanted)
}

async function compareWithStored(
  db: Queryable,
  wanted: Exclude<Wanted, OfOthers>,
  person: string,
): Promise<{ described: Described; body: Json }> {
  switch (wanted.kind) {
    case 'rule_set':
      return describeRuleSet(db, wanted, person)
    case 'drill_account':
      return { described: await describeDrillAccount(db, wanted), body: bodyOf(wanted) }
    case 'profile':
      return describeProfileChange(db, wanted)
    case 'review_times':
      return describeTimesChange(db, wanted)
    case 'protect_list':
      return describeProtectList(db, wanted)
    case 'connector':
      return describeConnector(db, wanted)
    case 'match_list':
    case 'match_list_end':
      return describeMatchList(db, wanted)
    case 'election_window':
    case 'election_window_end':
      return describeElectionWindow(db, wanted)
    case 'action_denial':
      return describeDenial(db, wanted)
    case 'verified_badge':
    case 'harm_policy':
      return { described: await describeDeclared(db, wanted), body: bodyOf(wanted) }
    case 'automation_resume':
    case 'breaker':
    case 'recovery_end':
    case 'person_erase':
    case 'legal_hold':
      return describeEnd(db, wanted, person)
    case 'tag':
      return { described: describeTag(wanted, await findAccount(db, wanted.accountId)), body: bodyOf(wanted) }
    case 'protection':
      return describeFloorChange(db, wanted)
    case 'end_people':
      return describeEndPeople(db, wanted)
    case 'key':
      return { described: await describeKey(db, wanted), body: { ...bodyOf(wanted), scopes: [...wanted.scopes] } }
    case 'authority':
    case 'authority_removal':
      return { described: await describeAuthority(db, wanted), body: bodyOf(wanted) }
    case 'webhook_secret':
    case 'channel_removal':
      return { described: await describeChannel(db, wanted), body: bodyOf(wanted) }
    case 'approver':
      checkPerson(wanted.person)
      await refuseTakenPseudonym(db, wanted.person)
      return { described: describeApprover(wanted.person), body: { person: toJson(wanted.person) } }
    default:
      return describeOfPerson(db, wanted)
  }
}

/** Describes the end of a legal hold, a breaker, a pause or the recovery state, or the erasure of a person's data. */
async function describeEnd(
  db: Queryable,
  wanted: Extract<Wanted, { kind: 'person_erase' | 'legal_hold' | 'recovery_end' | 'breaker' | 'automation_resume' }>,
  person: string,
): Promise<{ described: Described; body: Json }> {
  if (wanted.kind === 'person_erase') return describeErasure(db, wanted, person)
  if (wanted.kind === 'recovery_end') return describeRecoveryEnd(db, wanted)
  if (wanted.kind === 'automation_resume')
    return { described: await describeResume(db, wanted), body: { pauseId: wanted.pauseId } }
  if (wanted.kind === 'breaker')
    return { described: await describeBreaker(db, wanted), body: { breakerId: wanted.breakerId } }
  return { described: await describeHold(db, wanted.holdId), body: { holdId: wanted.holdId } }
}

async function describeTimesChange(
  db: Queryable,
  wanted: Extract<Wanted, { kind: 'review_times' }>,
): Promise<{ described: Described; body: Json }> {
  const from = await readReviewTimes(db)
  return { described: describeReviewTimes(wanted, from), body: { ...bodyOf(wanted), from: { ...from } } }
}

async function describeFloorChange(
  db: Queryable,
  wanted: Extract<Wanted, { kind: 'protection' }>,
): Promise<{ described: Described; body: Json }> {
  requireCanonical(parseSubjectKey(wanted.subject).id, 'change/subject/id')
  const from = await findFloor(db, wanted.subject)
  return { described: describeProtection(wanted, from), body: { ...bodyOf(wanted), from: { ...from } } }
}

async function describeProfileChange(
  db: Queryable,
  wanted: WantedProfile,
): Promise<{ described: Described; body: Json }> {
  const from = await readProfile(db)
  const { described, to } = describeProfile(wanted, from)
  return { described, body: { ...to, from: { ...from } } }
}

/** Describes a change of one person. */
async function describeOfPerson(
  db: Queryable,
  wanted: Extract<Parameters<typeof describePerson>[0], { staffId: string }>,
): Promise<{ described: Described; body: Json }> {
  if (wanted.kind === 'passkey_removal') await refuseUnknownKey(db, wanted)
  if (wanted.kind === 'role') await refuseUnknownPlatforms(db, wanted.platforms ?? [])
  const { kind: _kind, ...rest } = wanted
  const before = await findBefore(db, wanted.staffId)
  // The approver is shown the present and the new end: if the end moves meanwhile, this is no longer the change to
  // which they agreed.
  const ends = 'endsAt' in rest && { endsAt: toIso(rest.endsAt), from: toIso(before.endsAt) }
  return { described: describePerson(wanted, before), body: { ...rest, ...ends } as Json }
}

/** Describes a change by which two people declare what the platform's badge or a policy means. */
const describeDeclared = async (
  db: Queryable,
  wanted: Extract<Wanted, { kind: 'verified_badge' | 'harm_policy' }>,
): Promise<Described> =>
  wanted.kind === 'verified_badge' ? describeBadge(wanted, await readBadge(db)) : describeHarmPolicy(db, wanted)

function bodyOf<Asked extends { kind: string }>({ kind: _kind, ...body }: Asked): Omit<Asked, 'kind'> {
  return body
}

async function findAccount(db: Queryable, accountId: string): Promise<{ handle: string | null; tags: string[] }> {
  const account = await db.find<{ handle: string | null; tags: string[] }>(sql`
    select handle, tags from account where id = ${accountId}`)
  if (account === undefined) throw new DeskError('not_found', message('account.unknown', { accountId }))
  return account
}

async function findFloor(db: Queryable, subject: string): Promise<Floor> {
  const { rows } = await db.query<Floor>(sql`
    select approvals, hold_ms as "holdMs" from protection where subject = ${subject}`)
  return rows[0] ?? { approvals: 0, holdMs: 0 }
}

async function findBefore(db: Queryable, staffId: string): Promise<Before> {
  const before = await db.find<Before>(sql`
    select pseudonym, roles, role_platforms as "rolePlatforms", clearances, team, ends_at as "endsAt", ended_at is not null as ended,
      employment = 'contractor' as contractor, standing.restricted
    from staff cross join lateral staff_standing(id) standing where id = ${staffId}`)
  if (before === undefined) throw new DeskError('not_found', message('staff.unknown', { staffId }))
  return before
}

/** Refuses the name of a platform to which people never agreed: the role would count nowhere. */
async function refuseUnknownPlatforms(db: Queryable, platforms: readonly string[]): Promise<void> {
  const known = await db.listValues<string>(sql`select distinct platform from connector_pin`)
  const platform = platforms.find((name) => name !== DEFAULT_PLATFORM && !known.includes(name))
  if (platform !== undefined) throw invalidField('change/platforms', message('field.noPlatform', { platform }))
}

async function refuseUnknownKey(
  db: Queryable,
  { staffId, credentialId }: { staffId: string; credentialId: string },
): Promise<void> {
  const key = await findPasskey(db, credentialId)
  if (key?.staffId === staffId && key.removedAt === null) return
  throw new DeskError('not_found', message('passkey.none'))
}

async function refuseTakenPseudonym(db: Queryable, { pseudonym }: NewStaff): Promise<void> {
  const { rows } = await db.query(sql`select from staff where pseudonym = ${pseudonym}`)
  if (rows.length === 0) return
  throw new DeskError('conflict', message('change.pseudonymTaken', { pseudonym }))
}

const toJson = ({ startsAt, endsAt, ...person }: NewStaff): Json => ({
  ...person,
  ...(startsAt ? { startsAt: startsAt.toISOString() } : {}),
  ...(endsAt ? { endsAt: endsAt.toISOString() } : {}),
})

/** True when two people declared that the platform's badge means a checked identity. */
async function readBadge(db: Queryable): Promise<boolean> {
  return (await db.findValue<boolean>(sql`select badge_is_identity() as "isIdentity"`)) === true
}

/**
 * Describes the declaration that the platform's badge means a checked identity, or its end. It always takes two people.
 * Refuses one that changes nothing. Pure.
 */
function describeBadge({ isIdentity }: { isIdentity: boolean }, before: boolean): Described {
  if (isIdentity === before) throw new DeskError('conflict', message('change.badge'))
  return { says: message(isIdentity ? 'described.badge.declared' : 'described.badge.takenBack'), direction: 'mixed' }
}

/** Describes the closing of a circuit breaker. */
async function describeBreaker(db: Queryable, { breakerId }: Extract<Wanted, { kind: 'breaker' }>): Promise<Described> {
  const breaker = requireFound(await findBreaker(db, breakerId), message('breaker.unknown', { breakerId }))
  if (breaker.closedAt !== null) throw new DeskError('conflict', message('breaker.closed', { breakerId }))
  const whose = (await nameWhose(db, [breaker]))(breaker)
  return {
    says: message('described.breaker', { breakerId, budget: breaker.budgetId, whose, spent: spentMessage(breaker) }),
    direction: 'looser',
  }
}

/** Describes the lifting of a legal hold before its time. */
async function describeHold(db: Queryable, holdId: string): Promise<Described> {
  const hold = requireFound(await findHold(db, holdId), message('hold.none', { holdId }))
  if (!hold.stands) throw new DeskError('conflict', message('hold.over', { holdId }))
  return {
    says: message('described.hold.lifted', { holdId, hold: holdMessage(hold), subject: hold.subject }),
    direction: 'looser',
  }
}
