import type { PlatformState } from '@countersign/platform-kit'
import { ConnectorError } from '../../foundation/connector/connector.ts'
import type { CoopFields, CoopItem } from '../../foundation/coop/coop-item.ts'
import type { SubjectKind } from '../../foundation/domain.ts'
import { message } from '../../foundation/messages/message.ts'
import { renderMessage } from '../../foundation/messages/render-message.ts'

/** The restrictions that a platform carries out by an action of its own, each with the action that ends it. */
export const RESTRICTIONS = ['hide', 'suspend', 'lock', 'limit'] as const
export type Restriction = (typeof RESTRICTIONS)[number]

/** One callback: a restriction begins or ends. */
export interface Step {
  restriction: Restriction
  ends: boolean
}

/** The restrictions that an item shows. */
export interface Shown {
  visible: boolean
  mayPost: boolean
  limited: boolean
}

/** An item that a platform leaves out shows nothing, so each restriction of the desk may be in effect. */
export const LEFT_OUT: Shown = { visible: false, mayPost: false, limited: true }

/**
 * Reads the restrictions that an item shows. Throws `unreadable` for one that does not say whether visitors see it,
 * that leaves out a restriction which the desk can begin, or that shows one in another form: no restore counts by a
 * guess.
 */
export function readShown(
  kind: SubjectKind,
  fields: CoopFields,
  actions: Readonly<Partial<Record<Restriction, object>>>,
  { data }: CoopItem,
): Shown {
  const read = (field: string, absent?: boolean): boolean => {
    const shown = data[field]
    if (typeof shown === 'boolean') return shown
    if (absent !== undefined && (shown === undefined || shown === null)) return absent
    throw new ConnectorError('unreadable', renderMessage(message('attention.coop.visible', { field })))
  }
  return {
    visible: read(fields.visible),
    mayPost: read(fields.mayPost, kind === 'account' && actions.lock ? undefined : true),
    limited: read(fields.limited, actions.limit ? undefined : false),
  }
}

/** Returns the state that an item shows. A suspended account can't post, so it shows no difference to a lock then. */
export function stateOf(kind: SubjectKind, { visible, mayPost, limited }: Shown): PlatformState {
  const spread = limited ? 'limited' : 'full'
  return { visible, spread, mayPost: kind === 'content' || (visible && mayPost), labels: [] }
}

/**
 * Returns the callbacks that lead from what an item shows to the desired state, restrictions first: between two of them
 * the subject is never less restricted than both states. Throws `refused` for a state that no callback of Coop means.
 */
export function planSteps(kind: SubjectKind, now: Shown, desired: PlatformState): Step[] {
  const { visible, spread, mayPost, labels, blockedCountries = [] } = desired
  const isMeant = labels.length === 0 && blockedCountries.length === 0 && (kind === 'content' || visible || !mayPost)
  if (!isMeant) throw new ConnectorError('refused', renderMessage(message('attention.coop.state')))
  const offline: Restriction = kind === 'content' ? 'hide' : 'suspend'
  const all: [Restriction, isNow: boolean, isWanted: boolean][] = [
    [offline, !now.visible, !visible],
    // A suspension ends posting by itself, and leaves alone how the account was locked before.
    ...(kind === 'account' ? [['lock', !now.mayPost, visible ? !mayPost : !now.mayPost] as const] : []).map(
      ([name, isNow, isWanted]): [Restriction, boolean, boolean] => [name, isNow, isWanted],
    ),
    ['limit', now.limited, spread === 'limited'],
  ]
  return [
    ...all.flatMap(([restriction, isNow, isWanted]) => (isWanted && !isNow ? [{ restriction, ends: false }] : [])),
    ...all.flatMap(([restriction, isNow, isWanted]) => (isNow && !isWanted ? [{ restriction, ends: true }] : [])),
  ]
}
