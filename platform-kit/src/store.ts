import type { Revert, Subject, PlatformState } from './protocol.ts'
import type { Statement } from './statement.ts'

export type Awaitable<T> = T | Promise<T>

/**
 * The kit's memory of each subject, beside the platform's own data. `Tx` is the platform's own transaction: the kit
 * only hands it on, so that a handler's writes and the record commit together or not at all.
 */
export interface PlatformStore<Tx> {
  /**
   * Runs `work` in one transaction that keeps every other transaction off this subject, which need not exist. Resolves
   * once the commit is durable; if `work` throws, nothing it wrote is kept and the error is passed on.
   */
  atomically<T>(subject: Subject, work: (tx: Tx) => Awaitable<T>): Promise<T>
  findRecord(tx: Tx, subject: Subject): Awaitable<SubjectRecord | undefined>
  saveRecord(tx: Tx, subject: Subject, record: SubjectRecord): Awaitable<void>
  /** Remembers a call. Returns false, and remembers nothing new, if it was remembered before. */
  rememberCall(tx: Tx, callId: string, forgetAtMs: number): Awaitable<boolean>
  /** Forgets the calls whose time is before `beforeMs`. */
  forgetCalls(tx: Tx, beforeMs: number): Awaitable<void>
  /** Records a restriction of a subject with this reach. */
  saveTaking(tx: Tx, taking: Taking): Awaitable<void>
  /**
   * Counts the restrictions since then, of any subject, and sums their reach. Where transactions run concurrently, the
   * store makes other restrictions wait until this one ends: otherwise two could share the last place of a limit.
   */
  sumTakings(tx: Tx, sinceMs: number): Awaitable<{ count: number; reach: number }>
  forgetTakings(tx: Tx, beforeMs: number): Awaitable<void>
  /** Records that one person took a content of this account offline alone, once for each enforcement. */
  saveActedAlone(tx: Tx, acted: ActedAlone): Awaitable<void>
  /**
   * Counts the contents of this account that one person took offline alone since then. Where transactions run
   * concurrently, the store makes those about the same account wait until this one ends: otherwise two could share the
   * last place of a limit.
   */
  countActedAlone(tx: Tx, account: string, sinceMs: number): Awaitable<number>
  forgetActedAlone(tx: Tx, beforeMs: number): Awaitable<void>
  /** Lists the subjects whose `nextRevertAtMs` is at most `untilMs`, by (time, kind, id), after `after`. */
  listDueReverts(untilMs: number, after: DueRevert | undefined, limit: number): Awaitable<readonly DueRevert[]>
  /** Returns the earliest `nextRevertAtMs` of all. */
  findNextRevertAtMs(): Awaitable<number | undefined>
}

/** The kit's record of a subject. Plain JSON: a store may keep it as one text beside `nextRevertAtMs`. */
export interface SubjectRecord {
  /** The highest generation seen in this epoch. Reverts leave it unchanged. */
  generation: number
  /** The number of restores by two people's signatures. */
  epoch?: number
  bodyHash: string
  outcome: { state: PlatformState; appliedAt: string }
  baseline: PlatformState
  /** The reverts still to come, in time order. */
  reverts: readonly Revert[]
  /** The effect that the platform holds by itself, and the end of the hold. */
  held?: HeldEffect | undefined
  /**
   * The time of `reverts[0]` or of `held`, whichever is first. It is a column of its own with an index, so that a timer
   * finds due subjects without reading all.
   */
  nextRevertAtMs: number | null
  deliveredEventIds: readonly string[]
  shownStatementIds?: readonly string[]
  /** True when the platform's own people stopped the held instruction of this generation. */
  stopped?: boolean
  /** The enforcements whose signatures took this subject offline, and when. Each does so once. */
  accepted?: readonly AcceptedEnforcement[]
  /** The interim measures of the last week, each taken by one person's signature alone. */
  interim?: readonly InterimMeasure[]
  /** The enforcements under legal duty, each with its end. */
  legalDuty?: readonly LegalDutyMark[]
}

/** An effect that the platform holds, and the statements to show when it happens. */
export interface HeldEffect extends Revert {
  statements?: readonly Statement[]
}

export interface AcceptedEnforcement {
  enforcement: string
  sinceMs: number
}

export interface InterimMeasure {
  enforcement: string
  sinceMs: number
  /** The time until which the measure may last, or the time of its restore if that was earlier. */
  untilMs: number
  /** True for a hijack lock by the platform's own records: it ends when it is restored. */
  hijack?: boolean
}

export interface ActedAlone {
  account: string
  enforcement: string
  atMs: number
}

export interface LegalDutyMark {
  enforcement: string
  /** The end of the legal duty; null: it has no end. */
  untilMs: number | null
}

export interface Taking {
  atMs: number
  reach: number
}

export interface DueRevert {
  subject: Subject
  atMs: number
}
