import type { PlatformState } from '@countersign/platform-kit'
import { ConnectorError } from '../../foundation/connector/connector.ts'
import type { AdminAccount } from '../../foundation/mastodon/entities.ts'
import { message } from '../../foundation/messages/message.ts'
import { renderMessage } from '../../foundation/messages/render-message.ts'

/** The one label that Mastodon has for an account: its media are covered. */
const SENSITIVE = 'sensitive'

/** One call that changes an account: an action that restricts it, or the call that ends one. */
export type Act = 'suspend' | 'silence' | 'sensitive' | 'disable' | 'unsuspend' | 'unsilence' | 'unsensitive' | 'enable'

const RESTRICTING: readonly Act[] = ['suspend', 'silence', 'sensitive', 'disable']
export const isRestricting = (act: Act): boolean => RESTRICTING.includes(act)

/** Returns the state of an account. A suspended account can't post, so Mastodon shows no visible difference to a lock then. */
export const stateOf = ({ suspended, silenced, sensitized, disabled }: AdminAccount): PlatformState => ({
  visible: !suspended,
  spread: silenced ? 'limited' : 'full',
  mayPost: !suspended && disabled !== true,
  labels: sensitized ? [SENSITIVE] : [],
})

/**
 * Returns the calls that lead from the account's state to the desired one, restrictions first: between two calls the
 * account is never less restricted than both states. Throws `refused` for a state that Mastodon can't show.
 */
export function planActs(account: AdminAccount, desired: PlatformState): Act[] {
  refuseImpossible(account, desired)
  const { suspended, silenced, sensitized = false, disabled } = account
  const wanted = {
    suspend: !desired.visible,
    silence: desired.spread === 'limited',
    sensitive: desired.labels.includes(SENSITIVE),
    // A suspension ends posting by itself, and leaves alone how the account was locked before.
    disable: desired.visible ? !desired.mayPost : disabled === true,
  }
  const acts: [isNow: boolean, isWanted: boolean, restrict: Act, end: Act][] = [
    [suspended, wanted.suspend, 'suspend', 'unsuspend'],
    [silenced, wanted.silence, 'silence', 'unsilence'],
    [sensitized, wanted.sensitive, 'sensitive', 'unsensitive'],
    [disabled === true, wanted.disable, 'disable', 'enable'],
  ]
  return [
    ...acts.flatMap(([isNow, isWanted, restrict]) => (isWanted && !isNow ? [restrict] : [])),
    ...acts.flatMap(([isNow, isWanted, , end]) => (isNow && !isWanted ? [end] : [])),
  ]
}

function refuseImpossible({ domain }: AdminAccount, desired: PlatformState): void {
  const { visible, mayPost, labels, blockedCountries = [] } = desired
  if (labels.some((label) => label !== SENSITIVE)) throw refusal('attention.mastodon.label')
  if (blockedCountries.length > 0) throw refusal('attention.mastodon.countries')
  if (!visible && mayPost) throw refusal('attention.mastodon.hiddenAlone')
  if (domain !== null && visible && !mayPost) throw refusal('attention.mastodon.remoteLock')
}

/** Returns the failure of an instruction that Mastodon can't carry out, now or later. */
export const refusal = (
  key:
    | 'attention.mastodon.label'
    | 'attention.mastodon.countries'
    | 'attention.mastodon.hiddenAlone'
    | 'attention.mastodon.remoteLock'
    | 'attention.mastodon.remoteWarning'
    | 'attention.mastodon.content'
    | 'attention.mastodon.domain',
): ConnectorError => new ConnectorError('refused', renderMessage(message(key)))
