import type { Revert, Subject, PlatformState } from './protocol.ts'

export type Awaitable<T> = T | Promise<T>

/**
 * The kit's memory of each subject, beside the platform's own data. `Tx` is the platform's own transaction: the kit
 * only hands it on, so that a handler's writes and the record commit together or not at all.
 */
export interface PlatformStore<Tx> {
  /**
   * Runs `work` in one transaction that keeps every other transaction off this subject. Resolves once the commit is
   * durable; if `work` throws, nothing it wrote is kept and the error is passed on.
   */
  atomically<T>(subject: Subject, work: (tx: Tx) => Awaitable<T>): Promise<T>
  findRecord(tx: Tx, subject: Subject): Awaitable<SubjectRecord | undefined>
  saveRecord(tx: Tx, subject: Subject, record: SubjectRecord): Awaitable<void>
  /** Answers false, and remembers nothing new, if this call was remembered before. */
  rememberCall(tx: Tx, callId: string, forgetAtMs: number): Awaitable<boolean>
  /** Forgets the calls whose time is before `beforeMs`. */
  forgetCalls(tx: Tx, beforeMs: number): Awaitable<void>
  /** Remembers that something was taken from a subject that reaches so many. */
  saveTaking(tx: Tx, taking: Taking): Awaitable<void>
  /**
   * Counts the takings since then, from any subject, and sums the people they reach. Where transactions run beside each
   * other, the store makes other takings wait until this one ends: else two would find room for one.
   */
  sumTakings(tx: Tx, sinceMs: number): Awaitable<{ count: number; reach: number }>
  forgetTakings(tx: Tx, beforeMs: number): Awaitable<void>
  /** Remembers that one person took a content of this account offline alone, once for each enforcement. */
  saveActedAlone(tx: Tx, acted: ActedAlone): Awaitable<void>
  /**
   * Counts the contents of this account that one person took offline alone since then. Where transactions run beside
   * each other, the store makes those that count the same account wait until this one ends: else two would find room
   * for one.
   */
  countActedAlone(tx: Tx, account: string, sinceMs: number): Awaitable<number>
  forgetActedAlone(tx: Tx, beforeMs: number): Awaitable<void>
  /** The subjects whose `nextRevertAtMs` is at most `untilMs`, by (time, kind, id), from just behind `after`. */
  listDueReverts(untilMs: number, after: DueRevert | undefined, limit: number): Awaitable<readonly DueRevert[]>
  /** The earliest `nextRevertAtMs` of all. */
  findNextRevertAtMs(): Awaitable<number | undefined>
}

/** The kit's record of a subject. Plain JSON: a store may keep it as one text beside `nextRevertAtMs`. */
export interface SubjectRecord {
  /** The highest seen in this epoch. Reverts leave it as it is. */
  generation: number
  /** The number of times that two people gave it back by their signatures. */
  epoch?: number
  bodyHash: string
  outcome: { state: PlatformState; appliedAt: string }
  baseline: PlatformState
  /** The ones still to come, in time order. */
  reverts: readonly Revert[]
  /** The effect that the platform holds by itself, and the end of the hold. */
  held?: Revert | undefined
  /** Of `reverts[0]` or of `held`, whichever is first. A column of its own with an index, so that a timer finds what is due without reading all. */
  nextRevertAtMs: number | null
  deliveredEventIds: readonly string[]
  /** The platform's own people stopped what it held of this generation. */
  stopped?: boolean
  /** The enforcements whose signatures took this subject offline, and when. Each does so once. */
  accepted?: readonly AcceptedEnforcement[]
  /** The interim measures of the last week, each taken by one person's signature alone. */
  interim?: readonly InterimMeasure[]
  /** The enforcements that the law asked for, each with its end. */
  legalDuty?: readonly LegalDutyMark[]
}

export interface AcceptedEnforcement {
  enforcement: string
  sinceMs: number
}

export interface InterimMeasure {
  enforcement: string
  sinceMs: number
  /** The time until which it may stand; the moment it was given back, if that was earlier. */
  untilMs: number
  /** A lock against a hijacker, as the platform's own records show: it ends when it is given back. */
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
