import { actionsIn, actionsOf, isGrave, withoutActions } from './own-actions.ts'
import type { Revert, PlatformState } from './protocol.ts'

/** True when two states look the same to visitors; the order of labels does not matter. */
export function isSameState(a: PlatformState, b: PlatformState): boolean {
  const [labels, others] = [sortLabels(a.labels), sortLabels(b.labels)]
  return (
    a.visible === b.visible &&
    a.spread === b.spread &&
    a.mayPost === b.mayPost &&
    labels.length === others.length &&
    labels.every((label, index) => label === others[index]) &&
    sortLabels(blockedOf(a)).join() === sortLabels(blockedOf(b)).join() &&
    withoutActions(actionsOf(a), actionsOf(b)).length === 0 &&
    withoutActions(actionsOf(b), actionsOf(a)).length === 0
  )
}

/** Returns the countries in which a subject is hidden although it is visible elsewhere. */
export const blockedOf = ({ blockedCountries = [] }: PlatformState): readonly string[] => blockedCountries

/** Returns countries in the form of a desired state: sorted, once each, and left out where there are none. */
export const blockedIn = (countries: readonly string[]): Pick<PlatformState, 'blockedCountries'> =>
  countries.length === 0 ? {} : { blockedCountries: sortLabels(countries) }

/** True when some visitors cannot see the subject, or a grave action of the platform's own stands. */
export const isOffline = (desired: PlatformState): boolean =>
  !desired.visible || blockedOf(desired).length > 0 || actionsOf(desired).some(isGrave)

/** True when some visitor sees the subject in `before` and not in `after`, or a grave action begins. */
export const takesOffline = (before: PlatformState, after: PlatformState): boolean =>
  withoutActions(actionsOf(after), actionsOf(before)).some(isGrave) ||
  (before.visible && (!after.visible || blockedOf(after).some((country) => !blockedOf(before).includes(country))))

/** Returns labels in the form of the protocol: sorted, without duplicates. */
export function sortLabels(labels: readonly string[]): string[] {
  return [...new Set(labels)].sort()
}

/**
 * Returns a revert in the form in which it is carried out: it only gives back, so a freedom that the subject has by now
 * is not taken from it.
 */
export function withoutTakingOffline(revert: PlatformState, state: PlatformState): PlatformState {
  const { blockedCountries: _blocked, actions: _actions, ...rest } = revert
  const still = state.visible
    ? blockedOf(revert).filter((country) => blockedOf(state).includes(country))
    : blockedOf(revert)
  const visible = revert.visible || state.visible
  const begun = withoutActions(actionsOf(revert), actionsOf(state))
  const actions = actionsIn(withoutActions(actionsOf(revert), begun))
  return { ...rest, visible, mayPost: revert.mayPost || state.mayPost, ...blockedIn(still), ...actions }
}

/** Returns the part of a state that can be applied at once while the rest is held: the part that gives back. */
export function withoutTaking(desired: PlatformState, state: PlatformState): PlatformState {
  const spread = desired.spread === 'full' ? 'full' : state.spread
  return { ...withoutTakingOffline(desired, state), spread }
}

/** Splits reverts into those whose time has come and those still to come. */
export function splitReverts(reverts: readonly Revert[], nowMs: number): { passed: Revert[]; toCome: Revert[] } {
  const hasPassed = (revert: Revert): boolean => Date.parse(revert.at) <= nowMs
  return { passed: reverts.filter(hasPassed), toCome: reverts.filter((revert) => !hasPassed(revert)) }
}

/** The time of the first revert, as a store indexes it. */
export function firstRevertAtMs(reverts: readonly Revert[], held?: Revert): number | null {
  const first = [...reverts.slice(0, 1), ...(held ? [held] : [])].map(({ at }) => Date.parse(at))
  return first.length === 0 ? null : Math.min(...first)
}
