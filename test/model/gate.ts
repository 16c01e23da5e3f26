import type {
  Action,
  ActingGround,
  Answer,
  EnforcementSource,
  EnforcementState,
  Role,
} from '../../src/foundation/domain.ts'
import type { AutomationActs, SeenRun } from './automation.ts'
import type { BulkActionActs, SeenBulkAction } from './bulk-action-rules.ts'
import type { CollusionActs } from './collusion.ts'
import type { GroundActs } from './grounds.ts'
import type { ModelPlatform } from './model-platform.ts'

/** A person at work in a history, known by their place in the cast. */
export interface Person {
  name: string
  role: Extract<Role, 'reviewer' | 'senior' | 'lead'>
  team: 'north' | 'south'
  /** True when the last working day of the person is near. */
  leaving: boolean
}

/** The subjects of a history: three accounts, and a post by the account in public office. */
export const SUBJECTS = ['ordinary', 'wide', 'office', 'post'] as const
/** In histories of bulk actions or automation also these unprotected accounts, and a post by the ordinary one. */
export const CROWD = ['c1', 'c2', 'c3', 'c4', 'c5', 'c6', 'c7', 'c8'] as const
/**
 * In histories of grounds also these contents: speeches by the account in public office, and words by the one with a
 * wide reach.
 */
export const SPEECHES = ['s1', 's2', 's3', 's4', 's5', 's6'] as const
export const WORDS = ['w1', 'w2', 'w3', 'w4'] as const
export type ContentName = (typeof SPEECHES)[number] | (typeof WORDS)[number] | 'post' | 'note'
export type SubjectName = (typeof SUBJECTS)[number] | (typeof CROWD)[number] | ContentName

export interface Wish {
  by: number
  subject: SubjectName
  action: Action
  durationMs: number | null
  legalDuty: boolean
  /** The proposer identified the account and assessed the public interest, as far as the desk requires it. */
  complete: boolean
  /** True for a proposal by a stolen token: it lacks the passkey's signature. */
  isUnsigned?: boolean
}

/** The outcome of an act: done, with the enforcement it was about, or refused with a reason. */
export type Outcome = { done: true; enforcementId: string | undefined; how: string } | { done: false; why: string }

export interface Move {
  from: EnforcementState | null
  to: EnforcementState
  /** The number of the person who made the transition; null when the desk made it. */
  by: number | null
  atMs: number
}

/** An enforcement in its present state, with every answer about it. People are identified by their number. */
export interface SeenEnforcement {
  id: string
  subject: SubjectName
  action: Action
  legalDuty: boolean
  /** The ground on which one person took this enforcement alone; null when there is none. */
  ground: ActingGround | null
  source: EnforcementSource
  /** The bulk action that proposed the enforcement; null when there is none. */
  bulkActionId: string | null
  /** True when it was proposed in shadow mode. */
  shadow: boolean
  /** True when two people locked a protected account against its hijacker by this enforcement. */
  isSecondedLock: boolean
  /** True for an interim measure: one person applied it at once, for a short time. */
  isInterim: boolean
  /** True when a proposer signed the proposal. */
  isSigned: boolean
  state: EnforcementState
  releasedAtMs: number | null
  expiresAtMs: number
  endsAtMs: number | null
  confirmByMs: number | null
  confirmedAtMs: number | null
  isSuccessor: boolean
  failing: boolean
  lifted: boolean
  material: string | null
  parties: readonly { by: number; how: 'proposed' | 'joined' | 'undid' }[]
  /** signed: with a passkey enrolled for that person, and atMs: when, where the desk keeps signatures. */
  answers: readonly { by: number; answer: Answer; material: string; signed?: boolean; atMs?: number }[]
  moves: readonly Move[]
  /** The number of ledger entries about transitions of the enforcement. */
  moveEntries: number
  /** The latest verdict of the guards; null when there is none. */
  verdict: { judgedAtMs: number; readAtMs: number | null; guarded: boolean } | null
}

export interface Seen {
  nowMs: number
  enforcements: readonly SeenEnforcement[]
  /** Generations that the ledger says were set as a subject's desired state. */
  recordedGenerations: Partial<Record<SubjectName, readonly number[]>>
  /** The time until which every restrictive enforcement is frozen; null when no freeze is active. */
  frozenUntilMs: number | null
  /** True when a breaker is open that stops enforcements proposed one by one. */
  isBreakerOpen: boolean
  /** True in shadow mode, in which guards only record what they would require. */
  isShadow: boolean
  bulkActions: readonly SeenBulkAction[]
  /** The runs of rules on subjects. */
  runs: readonly SeenRun[]
}

/**
 * One turn of the desk's worker: the worker dies before the step of this number, or two workers do the same work at
 * once.
 */
export interface Turn {
  diesAtStep: number | null
  doubled: boolean
}

/** The gate on which a history acts. Two implementations exist: the rules in memory and the real desk. */
export interface Gate {
  readonly platform: ModelPlatform
  readonly nowMs: number
  propose(wish: Wish): Promise<Outcome>
  /**
   * The desk offers the person an enforcement, and the person approves it; with `enforcementId`: that one, offered or
   * not.
   */
  agree(by: number, enforcementId?: string): Promise<Outcome>
  decline(by: number, enforcementId: string): Promise<Outcome>
  takeDuty(by: number, enforcementId: string): Promise<Outcome>
  confirm(by: number, enforcementId: string): Promise<Outcome>
  complete(by: number, enforcementId: string): Promise<Outcome>
  /** Stops or restores the enforcement, whichever its state requires. */
  undo(by: number, enforcementId: string): Promise<Outcome>
  resubmit(by: number, enforcementId: string): Promise<Outcome>
  freeze(by: number): Promise<Outcome>
  endFreeze(by: number): Promise<Outcome>
  leave(by: number): Promise<Outcome>
  /** One person proposes to close every open circuit breaker, and the other, if there is one, agrees. */
  closeBreakers(by: number, other: number | null): Promise<Outcome>
  /** All shifts end, and this person is on call. */
  fallNight(onCall: number): Promise<void>
  /** All people who still work here begin a shift, and none is on call. */
  breakDay(): Promise<void>
  /** Carries out all due work. */
  work(turn: Turn): Promise<void>
  /** Moves the time on, with a person at work or without. The platform's own clock always runs. */
  advance(ms: number, awake: boolean): Promise<void>
  see(): Promise<Seen>
  /** The acts that only the desk's own functions have. */
  readonly desk?: DeskActs
  close(): Promise<void>
}

export interface DeskActs {
  bulkActions: BulkActionActs
  automation: AutomationActs
  grounds: GroundActs
  collusion: CollusionActs
  /** A person opens the desk, which alone counts as being on duty in an organisation without shifts. */
  openConsole(by: number): Promise<void>
  /** One person proposes shadow mode, or its end; the other, if there is one, agrees. */
  setShadow(shadow: boolean, by: number, other: number | null): Promise<Outcome>
  /** A thief with the credential of the application role releases an enforcement by changing only its row. */
  release(enforcementId: string): Promise<Outcome>
  /** The same thief inserts and releases an enforcement of their own, on an account that was always protected. */
  rob(theft: Theft): Promise<Outcome>
  /** The same thief inserts a row about a person that only people or the desk's own rules may insert. */
  forge(what: ForgedRow, by: number): Promise<Outcome>
  /** A thief with a person's token, who lacks their passkey, takes an interim measure. */
  takeAlone(by: number, subject: SubjectName): Promise<Outcome>
  /**
   * An administrator, with their passkey, or a thief with their token ends all people of a team. Returns how many are
   * out.
   */
  endMany(isSigned: boolean): Promise<number>
  /**
   * Finds an enforcement that lacks only the confirm duty, without an offer or an alert; undefined when there is none.
   */
  findStuck(): Promise<string | undefined>
}

/**
 * The ways in which a thief prepares a forged release: none, lowering the stored facts, or creating objects of their
 * own.
 */
export const WAYS_TO_ROB = ['forge', 'lower', 'shadow'] as const

/** The rows about people that a thief of the role forges. */
export const FORGED_ROWS = [
  'a break of three hours ago',
  'a restriction by no person',
  'the end of sessions by a guess',
  'the end of eleven tokens',
] as const
export type ForgedRow = (typeof FORGED_ROWS)[number]

export interface Theft {
  how: (typeof WAYS_TO_ROB)[number]
  subject: 'wide' | 'office' | 'post'
  action: Action
}

export const takesOffline = (enforcement: { action: Action }): boolean =>
  enforcement.action === 'suspend' || enforcement.action === 'deactivate'
export const CALM: Turn = { diesAtStep: null, doubled: false }
