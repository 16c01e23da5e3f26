import { type Static, type TSchema, Type } from 'typebox'
import {
  ACTIONS,
  HARMS,
  KEY_SCOPES,
  ORGANISATIONS,
  REVIEWING_ROLES,
  ROLES,
  subjectKey,
} from '../../foundation/domain.ts'
import {
  AuthorityId,
  ChangeId,
  ChannelId,
  ErasureId,
  FlaggerId,
  GivenTime,
  HoldId,
  MatchListId,
  PlatformId,
  PlatformName,
  ReportOfPeriodId,
  StaffId,
  SubjectSchema,
  strict,
} from '../../foundation/schemas/schemas.ts'
import { readTime } from '../../foundation/time/read-time.ts'
import { TOKEN_DAYS_MAX } from '../../people/access/staff-tokens.ts'
import { SignatureBody } from '../../people/signatures/signature-body.ts'
import type { NewStaff } from '../../people/staff/add-staff.ts'
import { Grant, RoleBody } from '../../people/staff/role-rules.ts'
import { NAME_PATTERN } from '../../policy/automation/automation-file.ts'
import { PUBLIC_INTEREST_TAGS } from '../../policy/requirements/protected.ts'
import { FILE_LENGTH_MAX, RULE_SETS } from '../../policy/rule-sets.ts'
import { toWantedDenial } from '../describe/describe-denial.ts'
import { FlaggerBody, toWantedFlagger } from '../flaggers/flagger-body.ts'
import { PauseBody } from '../misuse/describe-pause.ts'
import { MATCHES_MAX, PublicList } from '../protect-list/match-list.ts'
import { REVIEW_BOUNDS } from '../protections/review-times.ts'
import { EffectiveAt, readEffectiveAt } from '../rule-sets/versions/succession.ts'
import { CorrectionBody } from '../settlements/correct-settlement.ts'
import type { Wanted } from './wanted.ts'

const PEOPLE_MAX = 5
/** The most people of one list. A longer one must be split: each is one transaction with all that its people hold. */
export const END_PEOPLE_MAX = 200
const HOLD_MAX_MS = 86_400_000

const of = <Kind extends string, Members extends Record<string, TSchema>>(kind: Kind, members: Members) =>
  Type.Object({ kind: Type.Literal(kind), ...members }, strict)
const Name = Type.String({ minLength: 1, maxLength: 100 })
const Names = Type.Array(Type.String({ minLength: 1, maxLength: 64 }), { maxItems: 50, uniqueItems: true })
const File = Type.String({ minLength: 1, maxLength: FILE_LENGTH_MAX, description: 'The whole file.' })
const days = ({ from, to }: { from: number; to: number }, description: string) =>
  Type.Integer({ minimum: from, maximum: to, description })
const RowNumber = (description: string) => Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER, description })

const Person = Type.Object(
  {
    pseudonym: Type.String({ minLength: 1, maxLength: 64 }),
    name: Type.String({ minLength: 1, maxLength: 200, description: 'The name. Only administrators see it.' }),
    roles: Type.Array(Type.Enum([...ROLES]), { minItems: 1, uniqueItems: true }),
    languages: Type.Optional(Names),
    clearances: Type.Optional(Names),
    employment: Type.Enum(['employee', 'contractor']),
    employer: Name,
    site: Name,
    team: Name,
    rollingContract: Type.Optional(Type.Boolean()),
    startsAt: Type.Optional(GivenTime),
    endsAt: Type.Optional(GivenTime),
  },
  strict,
)

const fingerprint = (description: string) => Type.String({ pattern: '^[0-9a-f]{64}$', maxLength: 64, description })

/** The schemas of the changes that a person may propose, one for each kind. */
const WantedBody = Type.Union([
  of('rule_set', { name: Type.Enum([...RULE_SETS]), text: File, effectiveAt: Type.Optional(EffectiveAt) }),
  of('drill_account', { op: Type.Enum(['add', 'remove']), accountId: PlatformId }),
  of('profile', {
    organisation: Type.Optional(Type.Enum([...ORGANISATIONS])),
    shadow: Type.Optional(Type.Boolean({ description: 'True: verdicts are recorded and nothing is held.' })),
    personMetrics: Type.Optional(
      Type.Boolean({ description: 'False when numbers about work are shown by shift and never by person.' }),
    ),
  }),
  of('review_times', {
    everyDays: days(REVIEW_BOUNDS.everyDays, 'The days between two reviews of a protection.'),
    graceDays: days(REVIEW_BOUNDS.graceDays, 'The days after which a review counts as missed.'),
  }),
  of('protect_list', {
    source: Type.String({ minLength: 1, maxLength: 500, description: 'The address at which the list is published.' }),
    sha256: fingerprint('The SHA-256 of the list file, in hex.'),
    tag: Type.String({ minLength: 1, maxLength: 64 }),
    reviewAt: GivenTime,
    list: PublicList,
    ticked: Type.Array(PlatformId, {
      maxItems: MATCHES_MAX,
      uniqueItems: true,
      description: 'The doubtful accounts to protect as well, each by its id.',
    }),
  }),
  of('connector', {
    address: Type.String({
      pattern: '^https?://',
      maxLength: 500,
      description: 'The address at which the platform accepts signed calls.',
    }),
    secretFingerprint: Type.String({
      pattern: '^[A-Za-z0-9_-]{43}$',
      maxLength: 43,
      description: 'The fingerprint of the secret that signs the calls, as “countersign connector show” prints it.',
    }),
    platform: Type.Optional(PlatformName),
  }),
  of('match_list', { listId: MatchListId }),
  of('match_list_end', { listId: MatchListId }),
  of('election_window', {
    from: GivenTime,
    until: GivenTime,
    accounts: Type.Array(PlatformId, { maxItems: MATCHES_MAX, uniqueItems: true }),
    tags: Type.Array(Type.Enum([...PUBLIC_INTEREST_TAGS]), {
      uniqueItems: true,
      maxItems: PUBLIC_INTEREST_TAGS.length,
      description: 'The tags, such as candidate: every account with one of them.',
    }),
  }),
  of('election_window_end', { windowId: ChangeId }),
  of('verified_badge', {
    isIdentity: Type.Boolean({ description: 'True: the platform gives its badge only to verified identities.' }),
  }),
  of('harm_policy', {
    policyId: Type.String({ minLength: 1, maxLength: 64 }),
    harm: Type.Union([Type.Enum([...HARMS]), Type.Null()], {
      description:
        'The irreversible harm that the policy covers: one person then acts alone on it. Null: the mark is removed.',
    }),
  }),
  of('action_denial', {
    role: Type.Optional(Type.Enum([...REVIEWING_ROLES], { description: 'The role, and with it the roles below it.' })),
    staffId: Type.Optional(StaffId),
    actions: Type.Array(Type.Enum([...ACTIONS]), {
      maxItems: ACTIONS.length,
      uniqueItems: true,
      description:
        'All actions that are denied from then on, each with every stricter one. Empty: none. Name a role or a person.',
    }),
  }),
  of('automation_resume', { pauseId: RowNumber('The pause to end.') }),
  of('breaker', { breakerId: RowNumber('The breaker to close.') }),
  of('tag', {
    op: Type.Enum(['add', 'remove']),
    accountId: PlatformId,
    tag: Type.String({ minLength: 1, maxLength: 64 }),
  }),
  of('protection', {
    subject: SubjectSchema,
    approvals: Type.Integer({ minimum: 0, maximum: PEOPLE_MAX }),
    holdMs: Type.Integer({ minimum: 0, maximum: HOLD_MAX_MS }),
  }),
  RoleBody,
  of('clearance', {
    op: Grant,
    staffId: StaffId,
    clearance: Type.String({
      pattern: '^[a-z][a-z0-9-]{0,63}$',
      maxLength: 64,
      description: 'The clearance, such as protected.',
    }),
  }),
  of('approver', { person: Person }),
  of('end_later', {
    staffId: StaffId,
    endsAt: Type.Union([GivenTime, Type.Null()], { description: 'Null: without an end.' }),
  }),
  of('team', { staffId: StaffId, team: Name }),
  of('sign_on', {
    staffId: StaffId,
    issuer: Type.String({ minLength: 1, maxLength: 500, description: 'The address of the identity provider.' }),
    subject: Type.String({
      minLength: 1,
      maxLength: 256,
      description: 'The id of the person at the provider: its sub, or the configured claim.',
    }),
  }),
  of('passkey_removal', {
    staffId: StaffId,
    credentialId: Type.String({ pattern: '^[A-Za-z0-9_-]+$', maxLength: 1364 }),
  }),
  of('unrestrict', { staffId: StaffId }),
  of('unseal', { staffId: StaffId }),
  of('end_people', {
    staffIds: Type.Array(StaffId, {
      minItems: 1,
      maxItems: END_PEOPLE_MAX,
      uniqueItems: true,
      description: 'The people whose access ends together, such as those of a vendor.',
    }),
    endsAt: Type.Optional(
      Type.Union([GivenTime, Type.Null()], {
        description: 'The end of their access. Null or omitted: when a second person agrees.',
      }),
    ),
  }),
  of('legal_hold', { holdId: HoldId }),
  of('person_erase', { erasureId: ErasureId }),
  of('token', {
    staffId: StaffId,
    label: Name,
    days: Type.Integer({ minimum: 1, maximum: TOKEN_DAYS_MAX }),
    fingerprint: fingerprint('The SHA-256, in hex, of the token, which its user created and keeps secret.'),
  }),
  of('key', {
    name: Name,
    scopes: Type.Array(Type.Enum([...KEY_SCOPES]), { minItems: 1, uniqueItems: true }),
    source: Type.Optional(
      Type.String({
        pattern: NAME_PATTERN,
        maxLength: 64,
        description: 'The source whose signals it sends, as automation.yaml names it.',
      }),
    ),
    authorityId: Type.Optional(AuthorityId),
    flaggerId: Type.Optional(FlaggerId),
    platform: Type.Optional(PlatformName),
    fingerprint: fingerprint('The SHA-256, in hex, of the key, which the proposer created.'),
  }),
  of('authority', {
    name: Type.String({ pattern: '\\S', maxLength: 200 }),
    country: Type.String({ pattern: '^[A-Z]{2}$', maxLength: 2, description: 'ISO 3166-1 alpha-2, such as IE.' }),
    contact: Type.String({
      pattern: '\\S',
      maxLength: 500,
      description: 'The contact to check that an order is genuine.',
    }),
  }),
  of('authority_removal', { authorityId: AuthorityId }),
  FlaggerBody,
  of('flagger_suspension', { flaggerId: FlaggerId }),
  PauseBody,
  CorrectionBody,
  of('channel_removal', { channelId: ChannelId }),
  of('transparency_report', { reportId: ReportOfPeriodId }),
  of('recovery_end', { recoveryId: RowNumber('The recovery that ends: restrictive actions take effect again.') }),
])

export const ReasonText = Type.String({ minLength: 1, maxLength: 2_000 })
export const ChangeBody = Type.Object(
  {
    change: WantedBody,
    reason: ReasonText,
    signature: Type.Optional(SignatureBody),
  },
  {
    ...strict,
    description:
      'The removal of a role or clearance takes effect at once when you sign it, as staff_rights about the person and the right (staff_12:role:senior). Without a signature a second person must agree.',
  },
)

/** Converts a body to the proposed change. Refuses times that don't exist. */
export function toWanted(body: Static<typeof WantedBody>): Wanted {
  switch (body.kind) {
    case 'rule_set':
      return { ...body, effectiveAt: readEffectiveAt(body.effectiveAt, 'change/effectiveAt') }
    case 'action_denial':
      return toWantedDenial(body)
    case 'protection':
      return { ...body, subject: subjectKey(body.subject) }
    case 'approver':
      return { kind: 'approver', person: toPerson(body.person) }
    case 'protect_list':
      return { ...body, reviewAt: readTime(body.reviewAt, 'change/reviewAt') }
    case 'election_window':
      return { ...body, from: readTime(body.from, 'change/from'), until: readTime(body.until, 'change/until') }
    case 'flagger':
      return toWantedFlagger(body)
    case 'end_later':
      return { ...body, endsAt: body.endsAt === null ? null : readTime(body.endsAt, 'change/endsAt') }
    case 'end_people':
      return { ...body, endsAt: body.endsAt == null ? null : readTime(body.endsAt, 'change/endsAt') }
    default:
      return body
  }
}

function toPerson({ startsAt, endsAt, ...person }: Static<typeof Person>): NewStaff {
  return {
    ...person,
    languages: person.languages ?? [],
    clearances: person.clearances ?? [],
    rollingContract: person.rollingContract ?? false,
    ...(startsAt === undefined ? {} : { startsAt: readTime(startsAt, 'change/person/startsAt') }),
    ...(endsAt === undefined ? {} : { endsAt: readTime(endsAt, 'change/person/endsAt') }),
  }
}
