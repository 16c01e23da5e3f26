import { type Counted, listProposals } from './count-agreeing.ts'
import type { InterimMeasure } from './store.ts'

/** The hijack locks that may begin on one account in a week, each by one person's signature. */
const A_WEEK = 5
const DAY_MS = 86_400_000

/** This platform's own records of an account's credentials. */
export interface Takeover {
  /** The latest change of credentials, e-mail or device, which no reset followed. */
  changedAtMs: number
}

/**
 * Finds the record of one person's hijack lock, which has no end of its own. Undefined: their signature is not enough.
 * The platform uses its own records of the account, never the desk's word: they must show a takeover within the day
 * before the lock began. A lock that was restored is not repeated. Pure.
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
  // The lock lasts until it is restored: listInterim records when that was.
  return { enforcement: enforcement.enforcement, sinceMs: nowMs, untilMs: Number.MAX_SAFE_INTEGER, hijack: true }
}
