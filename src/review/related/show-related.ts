import type { RelatedAccount, RelatedAccounts, RelatedSignal } from '@countersign/platform-kit'
import { parseTime } from '../../foundation/time/parse-time.ts'
import { protectedBy } from '../../policy/requirements/protected.ts'
import type { Missing } from '../profile/account-reads.ts'

/** The most accounts of one answer, over all signals. */
export const SHOWN_MAX = 100

export const RELATED_STATES = ['online', 'restricted', 'offline'] as const
type RelatedState = (typeof RELATED_STATES)[number]

/** A related account as the desk knows it. */
export interface KnownRelated {
  id: string
  handle: string | null
  displayName: string | null
  reach: number | null
  protected: boolean
  /** True when the reader may see the account. */
  isVisible: boolean
  /** True when the reader still owes an independent review about the account. */
  isUndisclosed: boolean
  state: RelatedState
  violations: number
  openCases: number
}

/** A related account as it is shown. One that the reader may not see has no identity. */
interface ShownAccount
  extends Omit<KnownRelated, 'id' | 'isVisible' | 'isUndisclosed' | 'state' | 'violations' | 'openCases'> {
  id: string | null
  /** Null, like the counts: the desk doesn't know the account, or the reader must not learn it yet. */
  state: RelatedState | null
  violations: number | null
  openCases: number | null
}

interface ShownSignal extends Omit<RelatedSignal, 'accounts'> {
  accounts: ShownAccount[]
}

export interface ShownRelated {
  signals: ShownSignal[]
  readAt: string | null
  missing: Missing | null
}

interface RelatedFacts {
  read: RelatedAccounts | Missing
  known: ReadonlyMap<string, KnownRelated>
  /** The reader's own rights. */
  reader: { clearedForProtected: boolean; seesUnbound: boolean }
}

/**
 * Returns what a person is shown of the accounts that share signals with one. The stricter of the desk's facts and the
 * platform's decides whether an account is protected. Before their independent review the reader learns neither what
 * became of an account nor how often it was decided about.
 */
export function showRelated({ read, ...facts }: RelatedFacts): ShownRelated {
  if (typeof read === 'string') return missingRelated(read)
  let left = SHOWN_MAX
  const signals = read.signals.map(({ accounts, kind, id, total }) => {
    const shown = accounts.slice(0, left).map((account) => toShown(account, facts))
    left -= shown.length
    return { kind, id, total: Math.max(total, accounts.length), accounts: shown }
  })
  return { signals, readAt: parseTime(read.readAt)?.toISOString() ?? null, missing: null }
}

export const missingRelated = (missing: Missing): ShownRelated => ({ signals: [], readAt: null, missing })

function toShown(told: RelatedAccount, { known, reader }: Omit<RelatedFacts, 'read'>): ShownAccount {
  const found = known.get(told.id)
  const isProtected = (found?.protected ?? false) || isToldProtected(told)
  const isVisible = (found?.isVisible ?? reader.seesUnbound) && (reader.clearedForProtected || !isProtected)
  if (!isVisible) return { ...NOTHING, protected: isProtected }
  if (found === undefined) {
    const { id, handle, displayName, reach } = told
    return { ...NOTHING, id, handle, displayName, reach: reach === 'absent' ? null : reach, protected: isProtected }
  }
  const { id, handle, displayName, reach, isUndisclosed, state, violations, openCases } = found
  return {
    ...{ id, handle, displayName, reach, protected: isProtected },
    ...(isUndisclosed ? { state: null, violations: null, openCases: null } : { state, violations, openCases }),
  }
}

const NOTHING = {
  ...{ id: null, handle: null, displayName: null, reach: null },
  ...{ state: null, violations: null, openCases: null },
}

const isToldProtected = ({ tags, reach }: RelatedAccount): boolean =>
  tags === null || protectedBy({ tags: tags === 'absent' ? [] : tags, reach }) !== undefined
