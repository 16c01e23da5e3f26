import type { ReadBack } from '@countersign/platform-kit'
import { DAY_MS, HOUR_MS } from '../../../../foundation/durations.ts'

/** The times by which an account may be in the hands of a hijacker. */
export interface Effect {
  inEffectAt: Date | null
  /** The time of the last lock against a hijacker. Null: none. */
  hijackedAt: Date | null
}

/**
 * A change of the credentials longer before the effect is the owner's, and so is a later one: owners of suspended accounts
 * sign in anew. A takeover after the effect gets a lock of its own.
 */
const BEFORE_MS = DAY_MS
const AFTER_MS = HOUR_MS

/**
 * True when an account may be in the hands of a hijacker: it was locked against one, or its credentials changed near
 * the effect, and the platform reports no reset after that. Pure.
 */
export function isTakenOver(
  { inEffectAt, hijackedAt }: Effect,
  read: Pick<ReadBack, 'credentialsChangedAt' | 'credentialsResetAt'> | undefined,
): boolean {
  const changedMs = timeOf(read?.credentialsChangedAt)
  const sinceMs = changedMs - (inEffectAt?.getTime() ?? Number.NaN)
  const isNear = sinceMs > -BEFORE_MS && sinceMs <= AFTER_MS
  const takenMs = Math.max(hijackedAt?.getTime() ?? 0, isNear ? changedMs : 0)
  return takenMs > timeOf(read?.credentialsResetAt)
}

const timeOf = (text: string | undefined): number => {
  const ms = Date.parse(text ?? '')
  return Number.isNaN(ms) ? 0 : ms
}
