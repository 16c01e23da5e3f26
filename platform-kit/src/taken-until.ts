import type { Revert, Target } from './protocol.ts'
import { blockedOf } from './target.ts'

/** The properties that can be taken from a subject. Labels are words about it, and take nothing. */
export const TAKEABLE = ['visible', 'mayPost', 'spread'] as const
/** With each single country in which it is to be seen. */
export type Takeable = (typeof TAKEABLE)[number] | `in ${string}`

/** All that these targets could take. */
export const takeableBy = (targets: readonly Target[]): Takeable[] => [
  ...TAKEABLE,
  ...new Set(targets.flatMap((target) => blockedOf(target).map((country): Takeable => `in ${country}`))),
]

/** Undefined: it isn't about a country. */
export const countryOf = (what: Takeable): string | undefined => (what.startsWith('in ') ? what.slice(3) : undefined)

function isTaken(what: Takeable, target: Target): boolean {
  if (what === 'mayPost') return !target.mayPost
  if (what === 'spread') return target.spread === 'limited'
  return !target.visible || blockedOf(target).some((country) => country === countryOf(what))
}

/** The last moment at which this keeps something from a subject: `Infinity` for good, `-Infinity` at none. */
export function takenUntil(what: Takeable, target: Target, reverts: readonly Revert[]): number {
  const steps = [target, ...reverts.map((revert) => revert.target)]
  const last = steps.findLastIndex((step) => isTaken(what, step))
  if (last === -1) return Number.NEGATIVE_INFINITY
  const back = reverts[last]
  return back ? Date.parse(back.at) : Number.POSITIVE_INFINITY
}

/** The first moment at which the subject is to be seen again: `-Infinity` at once, `Infinity` never. */
export function offlineUntil(target: Target, reverts: readonly Revert[]): number {
  if (target.visible) return Number.NEGATIVE_INFINITY
  const back = reverts.find((revert) => revert.target.visible)
  return back ? Date.parse(back.at) : Number.POSITIVE_INFINITY
}
