import { type Answer, answer, NO_SUCH_SUBJECT, refuse } from './answer.ts'
import type { PlatformSetup } from './create-platform.ts'
import type { AccountFacts, Fact, Subject } from './protocol.ts'
import { cut, NAME_CHARS_MAX } from './read-profile.ts'

/** The most signals of one account. Twin of SIGNALS_MAX in TypeScript. */
export const SIGNALS_MAX = 20
/** The most accounts of one signal. Twin of RELATED_MAX in TypeScript. */
export const RELATED_MAX = 25

/** Another account that shares a signal. Unknown reach and tags count as protected at the desk. */
export interface RelatedAccount extends Pick<AccountFacts, 'id' | 'handle' | 'displayName' | 'reach'> {
  tags: Fact<readonly string[]>
}

/** Something that several accounts share, as this platform observed it, or the members of a collection. */
export interface RelatedSignal {
  /**
   * device: the same device. payment: the same means of payment. network: the same network. members: the account is a
   * collection, such as a list, and these are on it.
   */
  kind: 'device' | 'payment' | 'network' | 'members'
  /**
   * An opaque id, never a serial number, a card or an address. The desk shows a hash of it, and the same id for the same
   * thing. At most 128 characters.
   */
  id: string
  /** The number of other accounts that share it, or of all members, also of those left out. */
  total: number
  accounts: readonly RelatedAccount[]
}

/** The accounts that share signals with one account. */
export interface RelatedAccounts {
  signals: readonly RelatedSignal[]
  readAt: string
}

/** Returns the accounts that share signals with an account, within the limits. */
export async function readRelatedAccounts<Tx>(
  { store, handlers, clock }: PlatformSetup<Tx>,
  account: Subject,
): Promise<Answer> {
  if (handlers.relatedAccounts === undefined) return refuse('refused', 'This platform relates no accounts.')
  const found = await store.atomically(account, async (tx) => handlers.relatedAccounts?.(tx, account, RELATED_MAX))
  if (!found) return refuse('no_such_subject', NO_SUCH_SUBJECT)
  const signals = found.slice(0, SIGNALS_MAX).map((signal) => toSent(signal, account))
  return answer({ signals, readAt: clock.now().toISOString() } satisfies RelatedAccounts)
}

function toSent({ accounts, ...signal }: RelatedSignal, account: Subject): RelatedSignal {
  const others = accounts.filter(({ id }) => id !== account.id).slice(0, RELATED_MAX)
  return {
    ...signal,
    total: Math.max(signal.total, others.length),
    accounts: others.map(({ handle, displayName, ...other }) => ({
      ...other,
      handle: cut(handle, NAME_CHARS_MAX),
      displayName: cut(displayName, NAME_CHARS_MAX),
    })),
  }
}
