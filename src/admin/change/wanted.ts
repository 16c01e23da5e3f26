import type { Harm, Organisation, KeyScope, Role } from '../../foundation/domain.ts'
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
] as const
export type ChangeKind = (typeof CHANGE_KINDS)[number]

export const DIRECTIONS = ['looser', 'stricter', 'mixed'] as const
/** stricter: one person's to do, at once. mixed: looser in some way, or it can't be told. */
export type Direction = (typeof DIRECTIONS)[number]

/** A change that a person wants, each kind with its members. */
export type Wanted =
  | WantedRuleSet
  | WantedProfile
  | WantedProtectList
  /** Effects go to another address, or are signed with another secret. */
  | { kind: 'connector'; address: string; secretFingerprint: string }
  /** A staged list of verified material counts from then on. */
  | { kind: 'match_list'; listId: string }
  /** It never counts again. */
  | { kind: 'match_list_end'; listId: string }
  /** During the window one person's acts end sooner, on these accounts and on those with one of these tags. */
  | { kind: 'election_window'; from: Date; until: Date; accounts: readonly string[]; tags: readonly string[] }
  | { kind: 'election_window_end'; windowId: string }
  /** True when the platform's badge means a checked identity. */
  | { kind: 'verified_badge'; isIdentity: boolean }
  /** Marks a policy as covering irreversible harm; null removes the mark. */
  | { kind: 'harm_policy'; policyId: string; harm: Harm | null }
  /** The days between two reviews of protections, and the days of grace. */
  | { kind: 'review_times'; everyDays: number; graceDays: number }
  /** Adds an account on which drills take place, or removes it. */
  | { kind: 'drill_account'; op: 'add' | 'remove'; accountId: string }
  | { kind: 'breaker'; breakerId: number }
  /** Automation that a person stopped goes on. */
  | { kind: 'automation_resume'; pauseId: number }
  | { kind: 'tag'; op: 'add' | 'remove'; accountId: string; tag: string }
  | { kind: 'protection'; subject: string; approvals: number; holdMs: number }
  | { kind: 'role'; op: 'grant' | 'revoke'; staffId: string; role: Role }
  | { kind: 'clearance'; op: 'grant' | 'revoke'; staffId: string; clearance: string }
  | { kind: 'approver'; person: NewStaff }
  | { kind: 'end_later'; staffId: string; endsAt: Date | null }
  | { kind: 'team'; staffId: string; team: string }
  /**
   * Ends all these people together, such as everyone of a vendor whose contract ends. `endsAt` null: as soon as the
   * change is agreed to.
   */
  | { kind: 'end_people'; staffIds: readonly string[]; endsAt: Date | null }
  /** Tells the proposer, once and for a day, which person a pseudonym stands for. */
  | { kind: 'unseal'; staffId: string }
  /** Lifts a restriction: restrictive actions are open to the person again. */
  | { kind: 'unrestrict'; staffId: string }
  /**
   * `fingerprint`: SHA-256, in hex, of the token's text, which the person who will use it makes and keeps to
   * themselves.
   */
  | { kind: 'token'; staffId: string; label: string; days: number; fingerprint: string }
  /**
   * A machine's key; `fingerprint`: SHA-256, in hex, of its text, which the proposer made. A key for signals names
   * their source; one for orders names the authority that sends them.
   */
  | WantedMachineKey
  /** An authority whose enforcements, received with a key of its own, let one person act alone. */
  | { kind: 'authority'; name: string; country: string; contact: string }
  | { kind: 'authority_removal'; authorityId: string }
  /** `sealed`: in hex, as the channel keeps it; `fingerprint`: SHA-256, in hex, of the secret's text. */
  | { kind: 'webhook_secret'; channelId: string; sealed: string; fingerprint: string }
  | WantedPasskey
  | { kind: 'passkey_removal'; staffId: string; credentialId: string }
  /** Lifts it before its time. */
  | { kind: 'legal_hold'; holdId: string }
  /** A sign-in that an identity provider reports as `subject` is this person's. */
  | { kind: 'sign_on'; staffId: string; issuer: string; subject: string }

/** Another version of a rule set: its whole text. */
export interface WantedRuleSet {
  kind: 'rule_set'
  name: RuleSetName
  text: string
}

/** Protective tags for the accounts of a public list. */
export interface WantedProtectList {
  kind: 'protect_list'
  /** The address at which the list is published; `sha256`: SHA-256 of the file, in hex. */
  source: string
  sha256: string
  tag: string
  /** The time at which all its protections are reviewed. */
  reviewAt: Date
  list: PublicList
  /** The doubtful accounts that the proposer includes, each named by its id. */
  ticked: readonly string[]
}

export interface WantedMachineKey {
  kind: 'key'
  name: string
  scopes: readonly KeyScope[]
  source?: string
  authorityId?: string
  fingerprint: string
}

/** The profile that is wanted of the desk; a missing member stays as it is. */
export interface WantedProfile {
  kind: 'profile'
  organisation?: Organisation
  /** Verdicts are recorded, and nothing is held. */
  shadow?: boolean
  /** False: counts of people's work are shown by shift, and not by person. */
  personMetrics?: boolean
}

/** A passkey that a person made and that is to be theirs. It comes from their authenticator alone. */
interface WantedPasskey {
  kind: 'passkey'
  staffId: string
  credentialId: string
  /** Hex. */
  publicKey: string
  counter: number
  backupEligible: boolean
  backedUp: boolean
  transports: string[]
  aaguid: string
  label: string
  /** The invitation by which the passkey was made; null: the person made it while signed in. */
  invitationId: string | null
}

/** The effect of a change: in words for the people who decide about it, and its direction. */
export interface Described {
  says: string
  direction: Direction
}
