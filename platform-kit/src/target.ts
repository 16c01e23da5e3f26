import type { Revert, Target } from './protocol.ts'

/** Whether two states are the same to whoever looks, in whatever order their labels come. */
export function isSameTarget(a: Target, b: Target): boolean {
  const [labels, others] = [sortLabels(a.labels), sortLabels(b.labels)]
  return (
    a.visible === b.visible &&
    a.spread === b.spread &&
    a.mayPost === b.mayPost &&
    labels.length === others.length &&
    labels.every((label, index) => label === others[index])
  )
}

/** Labels as the protocol has them: sorted, without duplicates. */
export function sortLabels(labels: readonly string[]): string[] {
  return [...new Set(labels)].sort()
}

/** A revert as it is carried out: it gives back, so what a subject has by now is not taken from it. */
export function withoutDarkening(revert: Target, state: Target): Target {
  return { ...revert, visible: revert.visible || state.visible, mayPost: revert.mayPost || state.mayPost }
}

/** What of a target can be done at once while the rest is held: what gives. */
export function withoutTaking(target: Target, state: Target): Target {
  const spread = target.spread === 'full' ? 'full' : state.spread
  return { ...withoutDarkening(target, state), spread }
}

/** Parts reverts into those whose time has come and those still to come. */
export function splitReverts(reverts: readonly Revert[], nowMs: number): { passed: Revert[]; toCome: Revert[] } {
  const hasPassed = (revert: Revert): boolean => Date.parse(revert.at) <= nowMs
  return { passed: reverts.filter(hasPassed), toCome: reverts.filter((revert) => !hasPassed(revert)) }
}

/** The time of the first of them, as a store indexes it. */
export function firstRevertAtMs(reverts: readonly Revert[], held?: Revert): number | null {
  const first = [...reverts.slice(0, 1), ...(held ? [held] : [])].map(({ at }) => Date.parse(at))
  return first.length === 0 ? null : Math.min(...first)
}
