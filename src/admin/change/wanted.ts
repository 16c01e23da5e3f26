import type { NewSettlement } from '../../enforcement/settlements/settlement-queries.ts'
import type { Action, Category, Harm, KeyScope, Organisation, Role } from '../../foundation/domain.ts'
import type { Text } from '../../foundation/messages/message.ts'
import type { NewStaff } from '../../people/staff/add-staff.ts'
import type { RuleSetName } from '../../policy/rule-sets.ts'
import type { PublicList } from '../protect-list/match-list.ts'

export const CHANGE_KINDS = [
  'rule_set',
  'automation_resume',
  'breaker',
  'tag',
  'protection',
  'role',
  'clearance',
  'approver',
  'end_later',
  'team',
  'token',
  'key',
  'webhook_secret',
  'passkey',
  'passkey_removal',
  'unrestrict',
  'sign_on',
  'profile',
  'drill_account',
  'legal_hold',
  'review_times',
  'end_people',
  'unseal',
  'verified_badge',
  'protect_list',
  'match_list',
  'match_list_end',
  'election_window',
  'election_window_end',
  'authority',
  'authority_removal',
  'connector',
  'harm_policy',
  'action_denial',
  'person_erase',
  'flagger',
  'flagger_suspension',
  'recovery_end',
  'sender_pause',
  'settlement_correction',
  'transparency_report',
  'channel_removal',
] as const
export type ChangeKind = (typeof CHANGE_KINDS)[number]

export const DIRECTIONS = ['looser', 'stricter', 'mixed'] as const
/**
 * The direction of a change. stricter: one person makes it, at once. mixed: it is looser in some way, or that can't be
 * decided.
 */
export type Direction = (typeof DIRECTIONS)[number]

/** A change that a person proposes, with the members of its kind. */
export type Wanted =
  | WantedRuleSet
  | WantedProfile
  | WantedCorrection
  | WantedProtectList
  /** Calls to the platform go to another address, or are signed with another secret. */
  | { kind: 'connector'; address: string; secretFingerprint: string; platform?: string }
  /** A stored match list counts from then on. */
  | { kind: 'match_list'; listId: string }
  /** A match list ends and never counts again. */
  | { kind: 'match_list_end'; listId: string }
  /**
   * Opens an election window: during it one person's acts end sooner, on these accounts and on those with one of these
   * tags.
   */
  | { kind: 'election_window'; from: Date; until: Date; accounts: readonly string[]; tags: readonly string[] }
  | { kind: 'election_window_end'; windowId: string }
  /** True when the platform's verified badge means a checked identity. */
  | { kind: 'verified_badge'; isIdentity: boolean }
  /** Marks a policy as covering irreversible harm. Null removes the mark. */
  | { kind: 'harm_policy'; policyId: string; harm: Harm | null }
  | WantedDenial
  /** The days between two reviews of protections, and the days of grace. */
  | { kind: 'review_times'; everyDays: number; graceDays: number }
  /** Adds an account on which drills take place, or removes one. */
  | { kind: 'drill_account'; op: 'add' | 'remove'; accountId: string }
  | { kind: 'breaker'; breakerId: number }
  /** Resumes automation that a person paused. */
  | { kind: 'automation_resume'; pauseId: number }
  | { kind: 'tag'; op: 'add' | 'remove'; accountId: string; tag: string }
  | { kind: 'protection'; subject: string; approvals: number; holdMs: number }
  /** `platforms`: the platforms at which a granted role counts. Left out: at each. */
  | { kind: 'role'; op: 'grant' | 'revoke'; staffId: string; role: Role; platforms?: readonly string[] }
  | { kind: 'clearance'; op: 'grant' | 'revoke'; staffId: string; clearance: string }
  | { kind: 'approver'; person: NewStaff }
  | { kind: 'end_later'; staffId: string; endsAt: Date | null }
  | { kind: 'team'; staffId: string; team: string }
  /**
   * Ends all these people together, such as everyone of a vendor whose contract ends. `endsAt` null: as soon as the
   * change is agreed to.
   */
  | { kind: 'end_people'; staffIds: readonly string[]; endsAt: Date | null }
  /** Shows the proposer, for a day, the name of the person behind a pseudonym. */
  | { kind: 'unseal'; staffId: string }
  /** Lifts the restriction of a person: restrictive actions are open to them again. */
  | { kind: 'unrestrict'; staffId: string }
  /**
   * Creates an access token. `fingerprint`: the SHA-256, in hex, of its text, which the person who will use it
   * generates and never shares.
   */
  | { kind: 'token'; staffId: string; label: string; days: number; fingerprint: string }
  /**
   * Creates an API key. `fingerprint`: the SHA-256, in hex, of its text, which the proposer generated. A key for
   * signals names their source; one for orders names the authority that sends them.
   */
  | WantedMachineKey
  /** Registers an authority. Its orders, sent with its own API key, let one person act alone. */
  | { kind: 'authority'; name: string; country: string; contact: string }
  | { kind: 'authority_removal'; authorityId: string }
  | WantedFlagger
  /** Ends the status of a trusted flagger. Its reports come before no others from then on. */
  | { kind: 'flagger_suspension'; flaggerId: string }
  /** Pauses a sender who misuses reports and appeals. Those that arrive meanwhile are stored and not processed. */
  | { kind: 'sender_pause'; senderId: string; days: number }
  /**
   * Changes a webhook's secret. `sealed`: the encrypted secret, in hex. `fingerprint`: the SHA-256, in hex, of its
   * text.
   */
  | { kind: 'webhook_secret'; channelId: string; sealed: string; fingerprint: string }
  /** Removes a channel of the desk on which people rely. */
  | { kind: 'channel_removal'; channelId: string }
  | WantedPasskey
  | { kind: 'passkey_removal'; staffId: string; credentialId: string }
  /** Erases what is stored about the person whom the request names. */
  | { kind: 'person_erase'; erasureId: string }
  /** Leads the desk back from the recovery state: restrictive actions take effect again. */
  | { kind: 'recovery_end'; recoveryId: number }
  /** Makes a stored transparency report final. */
  | { kind: 'transparency_report'; reportId: string }
  /** Lifts a legal hold before its time. */
  | { kind: 'legal_hold'; holdId: string }
  /** Links a person to the sign-in that an identity provider reports as `subject`. */
  | { kind: 'sign_on'; staffId: string; issuer: string; subject: string }

/** Denies these actions and every stricter one to a reviewing role or to one person. Empty: denies none any more. */
export type WantedDenial = { kind: 'action_denial'; actions: readonly Action[] } & (
  | { role: Role; staffId?: never }
  | { staffId: string; role?: never }
)

/** Replaces a policy file by this text. */
export interface WantedRuleSet {
  kind: 'rule_set'
  name: RuleSetName
  text: string
  /** The time from which a version of the policies counts. Undefined: from its adoption. */
  effectiveAt?: Date | undefined
}

/** Adds protective tags to the accounts of a public list. */
export interface WantedProtectList {
  kind: 'protect_list'
  /** The address at which the list is published. `sha256`: the SHA-256 of the file, in hex. */
  source: string
  sha256: string
  tag: string
  /** The time at which all of the list's protections are reviewed. */
  reviewAt: Date
  list: PublicList
  /** The doubtful accounts that the proposer includes, each by its id. */
  ticked: readonly string[]
}

export interface WantedMachineKey {
  kind: 'key'
  name: string
  scopes: readonly KeyScope[]
  source?: string
  authorityId?: string
  /** The trusted flagger that sends reports with it. */
  flaggerId?: string
  /** The named platform to which it belongs. Left out: the default platform. */
  platform?: string
  fingerprint: string
}

/** Registers a trusted flagger, or sets what is known of the one that it names. */
export interface WantedFlagger {
  kind: 'flagger'
  flaggerId?: string
  name: string
  contact: string
  /** The address from which its notices come by the form. Left out: they come by API key alone. */
  email?: string
  /** The Digital Services Coordinator that awarded the status, and the reference of its decision. */
  coordinator: string
  reference: string
  areas: readonly Category[]
  expiresAt: Date
}

/** The correction of a recorded decision of an out-of-court body: a new record, which names the old one. */
export interface WantedCorrection extends NewSettlement {
  kind: 'settlement_correction'
  settlementId: string
}

/** The proposed organisation profile; a missing member stays unchanged. */
export interface WantedProfile {
  kind: 'profile'
  organisation?: Organisation
  /** True for shadow mode: verdicts are recorded, and no enforcement waits. */
  shadow?: boolean
  /** False: counts of people's work are shown for shifts, and not for one person. */
  personMetrics?: boolean
}

/** A passkey that a person created and that is to become theirs. It comes from their authenticator alone. */
interface WantedPasskey {
  kind: 'passkey'
  staffId: string
  credentialId: string
  /** The fingerprint of the passkey, in hex. */
  publicKey: string
  counter: number
  backupEligible: boolean
  backedUp: boolean
  transports: string[]
  aaguid: string
  label: string
  /** The invitation with which the passkey was created. Null: the person was signed in. */
  invitationId: string | null
}

/** The most characters of a change in words. SQL has the same limit. */
export const SAYS_CHARS_MAX = 50_000

/** The effect of a change in words for the people who decide about it, and its direction. */
export interface Described {
  says: Text
  direction: Direction
}
