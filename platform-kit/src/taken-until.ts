import { actionsOf, keyOfAction, type OwnAction } from './own-actions.ts'
import type { Revert, PlatformState } from './protocol.ts'
import { blockedOf } from './platform-state.ts'

/** The properties that can be taken from a subject. Labels are statements about it, and take nothing. */
export const TAKEABLE = ['visible', 'mayPost', 'spread'] as const
/** The same with each single country in which the subject can be seen, and each action of the platform's own. */
export type Takeable = (typeof TAKEABLE)[number] | `in ${string}` | OwnTakeable
type OwnTakeable = `does ${string}`

export const takenBy = (action: OwnAction): OwnTakeable => `does ${keyOfAction(action)}`
export const isOwn = (what: Takeable): what is OwnTakeable => what.startsWith('does ')

/** Returns everything that these states could take. */
export const takeableBy = (states: readonly PlatformState[]): Takeable[] => [
  ...TAKEABLE,
  ...new Set(states.flatMap((desired) => blockedOf(desired).map((country): Takeable => `in ${country}`))),
  ...new Set(states.flatMap((desired) => actionsOf(desired).map(takenBy))),
]

/** Returns the country in which a content is blocked. Undefined: this takes something else. */
export const countryOf = (what: Takeable): string | undefined => (what.startsWith('in ') ? what.slice(3) : undefined)

function isTaken(what: Takeable, desired: PlatformState): boolean {
  if (what === 'mayPost') return !desired.mayPost
  if (what === 'spread') return desired.spread === 'limited'
  if (isOwn(what)) return actionsOf(desired).some((action) => takenBy(action) === what)
  return !desired.visible || blockedOf(desired).some((country) => country === countryOf(what))
}

/** The end of the last restriction in an instruction: `Infinity` without an end, `-Infinity` without a restriction. */
export function takenUntil(what: Takeable, desired: PlatformState, reverts: readonly Revert[]): number {
  const steps = [desired, ...reverts.map((revert) => revert.desired)]
  const last = steps.findLastIndex((step) => isTaken(what, step))
  if (last === -1) return Number.NEGATIVE_INFINITY
  const back = reverts[last]
  return back ? Date.parse(back.at) : Number.POSITIVE_INFINITY
}

/**
 * The end of a restriction that stands now. `-Infinity` without one: a revert that would restrict the subject again
 * takes nothing, so no later instruction may rely on it.
 */
export const standsUntil = (what: Takeable, now: PlatformState, reverts: readonly Revert[]): number =>
  isTaken(what, now) ? takenUntil(what, now, reverts) : Number.NEGATIVE_INFINITY

/** The first moment at which the subject is to be seen again: `-Infinity` at once, `Infinity` never. */
export function offlineUntil(desired: PlatformState, reverts: readonly Revert[]): number {
  if (desired.visible) return Number.NEGATIVE_INFINITY
  const back = reverts.find((revert) => revert.desired.visible)
  return back ? Date.parse(back.at) : Number.POSITIVE_INFINITY
}
