import { canonicalJson } from './canonical.ts'
import type { PlatformState, Revert, Subject } from './protocol.ts'

/** The things that an action of one's own can take from a subject. */
export const OWN_LOSSES = ['visibility', 'spread', 'posting', 'sign-in', 'money', 'feature'] as const
export type OwnLoss = (typeof OWN_LOSSES)[number]

/** An action of the platform's own: its id, its losses in the order of `OWN_LOSSES`, and its parameters. */
export interface OwnAction {
  action: string
  takes: readonly OwnLoss[]
  reversible: boolean
  parameters: Readonly<Record<string, string | number | boolean | readonly string[]>>
}

/** The losses that an action of this platform's own causes here, in the order of `OWN_LOSSES`. */
export interface ActionRule {
  takes: readonly OwnLoss[]
  /** False: what it takes can't be given back. Left out: it can. */
  reversible?: boolean
}

/** The actions of the protocol: no action of a platform's own has one of these names. */
const PROTOCOL_ACTIONS: readonly string[] = [
  'warn',
  'label',
  'limit',
  'hide',
  'remove',
  'lock',
  'suspend',
  'deactivate',
]

/** Returns the actions of its own that stand on a subject. */
export const actionsOf = ({ actions = [] }: PlatformState): readonly OwnAction[] => actions

/** Returns the name of an action with its parameters: two actions are one when these are equal. */
export const keyOfAction = (action: OwnAction): string => canonicalJson(action)

/** Returns actions in the form of a desired state: sorted, once each, and left out where there are none. */
export function actionsIn(actions: readonly OwnAction[]): Pick<PlatformState, 'actions'> {
  const byKey = new Map(actions.map((action) => [keyOfAction(action), action]))
  const sorted = [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, action]) => action)
  return sorted.length === 0 ? {} : { actions: sorted }
}

/** Returns the actions of the first list that the second does not have. */
export function withoutActions(actions: readonly OwnAction[], others: readonly OwnAction[]): OwnAction[] {
  const keys = new Set(others.map(keyOfAction))
  return actions.filter((action) => !keys.has(keyOfAction(action)))
}

/** True when this platform's own table says the same of an action as the desk does. */
export function isAsDeclared(rules: Readonly<Record<string, ActionRule>>, { action, takes, reversible }: OwnAction) {
  if (PROTOCOL_ACTIONS.includes(action) || !Object.hasOwn(rules, action)) return false
  const rule = rules[action]
  return rule !== undefined && (rule.reversible ?? true) === reversible && sortLosses(rule.takes) === sortLosses(takes)
}

const sortLosses = (takes: readonly OwnLoss[]): string => OWN_LOSSES.filter((loss) => takes.includes(loss)).join()

/**
 * Finds an action that this platform doesn't have, or that takes something else here than the desk says. One that stands
 * already is not refused: a restore of another must get through.
 */
export function findUndeclared(
  rules: Readonly<Record<string, ActionRule>>,
  before: PlatformState,
  states: readonly PlatformState[],
): OwnAction | undefined {
  const begun = withoutActions(states.flatMap(actionsOf), actionsOf(before))
  return begun.find((action) => !isAsDeclared(rules, action))
}

/** Finds what can't be undone and would begin at a revert: a revert only gives back, and what was undone stays undone. */
export const findBegunLater = ([desired, ...reverts]: readonly PlatformState[]): OwnAction | undefined =>
  reverts
    .flatMap((revert, place) => withoutActions(actionsOf(revert), actionsOf(reverts[place - 1] ?? desired ?? revert)))
    .find(({ reversible }) => !reversible)

export const listStates = (desired: PlatformState, reverts: readonly Revert[]): PlatformState[] => [
  desired,
  ...reverts.map((revert) => revert.desired),
]

/** True when an action is as serious as taking its subject offline: no sign-in, no visibility, or no way back. */
export const isGrave = ({ takes, reversible }: OwnAction): boolean =>
  !reversible || takes.includes('visibility') || takes.includes('sign-in')

/**
 * True when one other person is enough for an action on a protected subject, as for a lock or a limit.
 * Twin of base_action in SQL and baseActionOf in TypeScript.
 */
export function isMild({ kind }: Subject, action: OwnAction): boolean {
  if (isGrave(action)) return false
  const { takes } = action
  return takes.join() === 'spread' || (kind === 'account' && !takes.includes('spread'))
}
