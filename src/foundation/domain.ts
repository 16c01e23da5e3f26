/** The vocabulary of the desk. Every stage, table, route and screen uses these terms and no others. */
import type { PlatformState } from '@countersign/platform-kit'

export type { Fact, OwnAction, OwnLoss, PlatformState, ReadBack, Revert, SubjectEvent } from '@countersign/platform-kit'
export { OWN_LOSSES } from '@countersign/platform-kit'

export const SUBJECT_KINDS = ['account', 'content'] as const
export type SubjectKind = (typeof SUBJECT_KINDS)[number]

/** A subject: an account or a content, by the platform's own id. */
export interface Subject {
  kind: SubjectKind
  id: string
}

/**
 * The prefix of the ids of each table: `enf_12` is an enforcement. Each prefix is unique, so that an id names its type
 * in logs and on the phone. The column defaults in SQL write the same prefixes, which a test compares.
 */
export const ID_PREFIXES = {
  api_key: 'key',
  appeal: 'apl',
  appeal_file: 'apf',
  appeal_settlement: 'aps',
  authority: 'authority',
  authority_order: 'order',
  authority_order_act: 'oact',
  bulk_action: 'bulk',
  bulk_restore: 'restore',
  case_opening: 'opening',
  case_set: 'set',
  case_snooze: 'snooze',
  channel: 'ch',
  consumer_notice: 'cnt',
  content_match: 'match',
  content_media: 'media',
  ...{ correspondent: 'corr', counter_notice: 'ctn' },
  decision: 'dec',
  desk_change: 'chg',
  directory_group: 'group',
  directory_person: 'user',
  drill_run: 'drill',
  drill_schedule: 'sched',
  enforcement: 'enf',
  evidence: 'ev',
  invitation: 'inv',
  legal_clock: 'clock',
  legal_hold: 'lhold',
  person_erasure: 'erasure',
  match_list: 'mlist',
  ...{ misuse_appeal: 'msa', misuse_mark: 'mark', misuse_measure: 'msr', misuse_sender: 'snd' },
  newsworthy_exception: 'exc',
  notice: 'ntc',
  referral: 'referral',
  removal_request: 'removal',
  report: 'rep',
  review_case: 'case',
  rota_entry: 'rota',
  signal: 'signal',
  signing: 'signing',
  staff: 'staff',
  staff_session: 'session',
  staff_token: 'token',
  staff_view: 'view',
  standing_restriction: 'standing',
  ...{ statement: 'stm', strike_case: 'stk' },
  drift: 'drift',
  transparency_report: 'trep',
  trusted_flagger: 'flagger',
} as const

/** Formats a subject as a key: `account:8821`, `content:t12`. */
export const subjectKey = (subject: Subject): string => `${subject.kind}:${subject.id}`
export const accountKey = (id: string): string => subjectKey({ kind: 'account', id })
export const contentKey = (id: string): string => subjectKey({ kind: 'content', id })

export const SUBJECT_KEY_PATTERN = '^(account|content):'
export const SUBJECT_KEY_LENGTH_MAX = 300

export function parseSubjectKey(key: string): Subject {
  const [written, id] = splitKey(key)
  const kind = SUBJECT_KINDS.find((known) => known === written)
  if (kind === undefined) throw new Error(`"${key}" is not a subject key: it must begin with account: or content:`)
  return { kind, id }
}

/** Splits a key into the kind before the first colon and the id after it, which may contain colons. */
function splitKey(key: string): [kind: string, id: string] {
  const colon = key.indexOf(':')
  return colon === -1 ? [key, ''] : [key.slice(0, colon), key.slice(colon + 1)]
}

export const GROUNDS = ['illegal', 'terms'] as const
export type Ground = (typeof GROUNDS)[number]

/**
 * The grounds on which one person alone takes a content of a protected account offline: an authority's authenticated
 * order, a match with a list that the desk itself found, a stored document, or irreversible harm.
 * Twin of ALONE_GROUNDS in platform-kit.
 */
export const CONTENT_GROUNDS = ['order', 'match', 'document', 'harm'] as const
/**
 * The grounds on which one person alone acts on a protected account: those for a content, and a takeover that the
 * platform reports, to lock the account.
 */
export const ACTING_GROUNDS = [...CONTENT_GROUNDS, 'hijack'] as const
export type ActingGround = (typeof ACTING_GROUNDS)[number]

/** The kinds of irreversible harm: on a policy marked with one, one person acts alone. */
export const HARMS = [
  'child_abuse',
  'intimate_images',
  'home_address',
  'suicide_in_progress',
  'threat_to_life',
] as const
export type Harm = (typeof HARMS)[number]

/**
 * A ground for acting alone, with the row that proves it. Harm is proved by its policy, and a takeover by the
 * platform's own answer.
 */
export interface RecordedGround {
  kind: ActingGround
  ref: string | null
}

/** The statement-of-reasons categories of the EU's DSA Transparency Database, without their STATEMENT_CATEGORY_ prefix. */
export const CATEGORIES = [
  'ANIMAL_WELFARE',
  'CONSUMER_INFORMATION',
  'CYBER_VIOLENCE',
  'CYBER_VIOLENCE_AGAINST_WOMEN',
  'DATA_PROTECTION_AND_PRIVACY_VIOLATIONS',
  'ILLEGAL_OR_HARMFUL_SPEECH',
  'INTELLECTUAL_PROPERTY_INFRINGEMENTS',
  'NEGATIVE_EFFECTS_ON_CIVIC_DISCOURSE_OR_ELECTIONS',
  'NOT_SPECIFIED_NOTICE',
  'OTHER_VIOLATION_TC',
  'PROTECTION_OF_MINORS',
  'RISK_FOR_PUBLIC_SECURITY',
  'SCAMS_AND_FRAUD',
  'SELF_HARM',
  'UNSAFE_AND_PROHIBITED_PRODUCTS',
  'VIOLENCE',
] as const
export type Category = (typeof CATEGORIES)[number]

/**
 * The classes of evidence. For the restricted class (child sexual abuse, intimate images) the desk stores hash and
 * reference, never bytes.
 */
export const EVIDENCE_CLASSES = ['ordinary', 'sensitive', 'restricted'] as const
export type EvidenceClass = (typeof EVIDENCE_CLASSES)[number]

/** The kinds of media that a content can have beside its text. */
export const MEDIA_KINDS = ['image', 'video', 'audio'] as const
export type MediaKind = (typeof MEDIA_KINDS)[number]

export const ROLES = ['reviewer', 'senior', 'lead', 'policy', 'auditor', 'admin'] as const
export type Role = (typeof ROLES)[number]

/**
 * The roles that review cases and approve enforcements.
 * Twin of may_review in SQL.
 */
export const REVIEWING_ROLES: readonly Role[] = ['reviewer', 'senior', 'lead']
/**
 * The roles that propose and approve changes of the organisation.
 * Twin of may_change in SQL.
 */
export const CHANGING_ROLES: readonly Role[] = ['policy', 'lead', 'admin']

/** The kinds of organisation. company: shifts and teams. community: a few volunteers. solo: one person. */
export const ORGANISATIONS = ['company', 'community', 'solo'] as const
export type Organisation = (typeof ORGANISATIONS)[number]

export const KEY_SCOPES = [
  'report',
  'facts',
  'scim',
  'events',
  'account_events',
  'signals',
  'appeals',
  'orders',
  'enforcements',
  'export',
] as const
export type KeyScope = (typeof KEY_SCOPES)[number]

export const CONCLUSIONS = ['no_violation', 'violation', 'newsworthy_exception', 'escalate'] as const
export type Conclusion = (typeof CONCLUSIONS)[number]

/** The specialists whom a reviewer can ask about a case. Each has a queue. */
export const ESCALATION_QUEUES = ['lead', 'policy', 'legal', 'child_safety', 'threat_to_life'] as const
export type EscalationQueue = (typeof ESCALATION_QUEUES)[number]

export const URGENCIES = ['immediate', 'urgent', 'normal'] as const
export type Urgency = (typeof URGENCIES)[number]

/** The ways in which an enforcement is proposed. The same guards judge all of them, and each has budgets of its own. */
export const ENFORCEMENT_SOURCES = ['person', 'bulk_action', 'automation', 'schedule', 'appeal'] as const
export type EnforcementSource = (typeof ENFORCEMENT_SOURCES)[number]

export const ACTIONS = ['warn', 'label', 'limit', 'hide', 'remove', 'lock', 'suspend', 'deactivate'] as const
export type Action = (typeof ACTIONS)[number]

/**
 * The actions that take an account offline: only the platform's own staff sees it then.
 * Twin of takes_offline in SQL.
 */
export const TAKING_OFFLINE: readonly Action[] = ['suspend', 'deactivate']
export const takesOffline = (action: Action): boolean => TAKING_OFFLINE.includes(action)

/**
 * The actions that one person may take at once and for a short time, mildest first, while a stricter one waits or is
 * barred.
 */
export const INTERIM_MEASURES = ['limit', 'hide', 'lock'] as const satisfies readonly Action[]
export type InterimMeasure = (typeof INTERIM_MEASURES)[number]

export const ENFORCEMENT_STATES = [
  'proposed',
  'awaiting_approval',
  'held',
  'releasing',
  'in_effect',
  'confirmed',
  'restoring',
  'declined',
  'stopped',
  'expired',
  'superseded',
  'failed',
  'restored',
] as const
export type EnforcementState = (typeof ENFORCEMENT_STATES)[number]

export const RESTORE_CAUSES = ['mistake', 'ended', 'appeal', 'unconfirmed', 'left', 'undo'] as const
export type RestoreCause = (typeof RESTORE_CAUSES)[number]

export const ANSWERS = ['agree', 'decline', 'duty', 'confirm'] as const
/**
 * A colleague's answer about another person's enforcement: duty accepts the task of reviewing it once it is in effect,
 * confirm says that it is right.
 */
export type Answer = (typeof ANSWERS)[number]

/**
 * The author of an act: a person, a machine's API key, a source of automation by its rules, or the desk itself (an end,
 * a retry).
 */
export type Actor =
  | { kind: 'staff'; id: string }
  | { kind: 'key'; id: string }
  | { kind: 'source'; id: string }
  | { kind: 'desk' }
export const DESK: Actor = { kind: 'desk' }
export const actorKey = (actor: Actor): string => (actor.kind === 'desk' ? 'desk' : `${actor.kind}:${actor.id}`)

export const staffKey = (id: string): string => actorKey({ kind: 'staff', id })
export const sourceKey = (id: string): string => actorKey({ kind: 'source', id })

export function parseActorKey(key: string): Actor {
  const [kind, id] = splitKey(key)
  return kind === 'staff' || kind === 'key' || kind === 'source' ? { kind, id } : DESK
}

/** The desired state of a subject without any enforcement, past or present. */
export const UNTOUCHED: PlatformState = { visible: true, spread: 'full', mayPost: true, labels: [] }

/** The authenticated caller: a person by their session or token, or a machine by its API key. */
export type Caller =
  | {
      kind: 'staff'
      id: string
      pseudonym: string
      roles: readonly Role[]
      /** The way of authentication. Undefined without a call of the API: a command or the desk itself calls. */
      via?: 'session' | 'token'
      /** The id of the session or of the access token. */
      sessionId?: string
      tokenId?: string
      /** True while restricted beyond the limit of one administrator: they only stop, restore and undo that. */
      confined?: boolean | undefined
    }
  | {
      kind: 'key'
      id: string
      scopes: readonly KeyScope[]
      /** The signal source for which the API key speaks. */
      source?: string
      /** The named platform to which it belongs. Left out: the default platform. */
      platform?: string
    }
/** A person at the desk, as the one who acts. */
export type StaffActor = Extract<Actor, { kind: 'staff' }>
export type StaffCaller = Extract<Caller, { kind: 'staff' }>
export type KeyCaller = Extract<Caller, { kind: 'key' }>
