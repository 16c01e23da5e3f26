import { type Counted, listProposals } from './count-agreeing.ts'
import type { InterimMeasure } from './store.ts'

/** So many locks against a hijacker begin on one account in a week by one person's signature each. */
const A_WEEK = 5
const DAY_MS = 86_400_000

/** This platform's own records of an account's credentials. */
export interface Takeover {
  /** The latest change of credentials, e-mail or device, which no reset followed. */
  changedAtMs: number
}

/**
 * Finds the record of one person's lock against a hijacker, which has no end of its own; undefined: their signature is not enough. The
 * platform goes by its own records of the account, never by the desk's word: they report a takeover within the day before the lock
 * began. A lock that was given back is not taken again. Pure.
 */
export function findHijackLock(
  counted: Counted,
  known: InterimMeasure | undefined,
  {
    takeover,
    measures,
    begins,
  }: { takeover: Takeover | undefined; measures: readonly InterimMeasure[]; begins: boolean },
): InterimMeasure | undefined {
  const { subject, enforcement, nowMs } = counted
  if (subject.kind !== 'account' || enforcement.action !== 'lock') return undefined
  if (!listProposals(counted).some(({ core }) => core.ground === 'hijack')) return undefined
  if (known !== undefined) return known.hijack === true && !begins ? known : undefined
  const { changedAtMs } = takeover ?? { changedAtMs: Number.NEGATIVE_INFINITY }
  if (changedAtMs <= nowMs - DAY_MS || changedAtMs > nowMs) return undefined
  if (measures.filter(({ hijack }) => hijack === true).length >= A_WEEK) return undefined
  // It stands until it is given back: listInterim notes when that was.
  return { enforcement: enforcement.enforcement, sinceMs: nowMs, untilMs: Number.MAX_SAFE_INTEGER, hijack: true }
}
