import { type Action, darkens } from '../domain.ts'
import { type ProtectedBy, protectedBy } from './protected.ts'

/** The facts an order is judged by, stored with its verdict. */
export interface JudgedAccount {
  /** Null: even whose the content is could not be read. */
  id: string | null
  tags: readonly string[]
  /** The highest reading of 180 days; null: unknown, also when the platform could not be asked in time. */
  reach: number | null | 'absent'
  /** When the platform was last asked, on the desk's clock; null: it was not, or did not answer. */
  readAt: string | null
}

export type Judgement =
  | { outcome: 'clear'; protectedBy: ProtectedBy | undefined }
  | { outcome: 'refused'; reason: ProtectedBy; sentence: string }

const REASONS: Record<ProtectedBy, string> = {
  public_interest: 'the account has a public role',
  high_reach: 'the account reaches many people',
  unknown_reach: 'what the account reaches could not be read, so it counts as protected',
}

/**
 * What this order must have before it may take effect. One rule for now, and it fails safe: what would make a protected
 * account dark is refused. Pure: the same facts give the same answer, years later.
 */
export function judge(action: Action, account: JudgedAccount): Judgement {
  const reason = protectedBy(account)
  if (reason === undefined || !darkens(action)) return { outcome: 'clear', protectedBy: reason }
  const sentence = `Not done: ${action} was refused, because ${REASONS[reason]}. The account stays up; choose an action that leaves it visible.`
  return { outcome: 'refused', reason, sentence }
}
