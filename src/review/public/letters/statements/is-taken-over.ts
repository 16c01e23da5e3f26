import type { ReadBack } from '@countersign/platform-kit'
import { DAY_MS } from '../../../../foundation/durations.ts'

/** The times by which an account may be in the hands of a hijacker. */
export interface Effect {
  inEffectAt: Date | null
  /** The time of the last lock against a hijacker. Null: none. */
  hijackedAt: Date | null
}

/** A change of the credentials that is older than this when the effect begins is the owner's. */
const TAKEOVER_MS = DAY_MS

/**
 * True when an account may be in the hands of a hijacker: it was locked against one, or its credentials changed shortly
 * before the effect or since, and the platform reports no reset after that. Pure.
 */
export function isTakenOver(
  { inEffectAt, hijackedAt }: Effect,
  read: Pick<ReadBack, 'credentialsChangedAt' | 'credentialsResetAt'> | undefined,
): boolean {
  const changedMs = timeOf(read?.credentialsChangedAt)
  const isNear = inEffectAt !== null && changedMs > inEffectAt.getTime() - TAKEOVER_MS
  const takenMs = Math.max(hijackedAt?.getTime() ?? 0, isNear ? changedMs : 0)
  return takenMs > timeOf(read?.credentialsResetAt)
}

const timeOf = (text: string | undefined): number => {
  const ms = Date.parse(text ?? '')
  return Number.isNaN(ms) ? 0 : ms
}
