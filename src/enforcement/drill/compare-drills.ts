/** The medians of the earlier drills of the same scenario. Null: there are none. */
export interface Compared {
  usualDetectMs: number | null
  usualRestoreMs: number | null
}

interface Went {
  scenario: string
  endedAlone: boolean
  detectMs: number | null
  restoreMs: number | null
}

/** The number of earlier drills from which a median is computed. */
const BEFORE_MAX = 5

/**
 * Compares each drill with those before it. `drills`: the newest first. A drill that ended by itself counts for no
 * median. Pure.
 */
export function compareDrills<Drill extends Went>(drills: readonly Drill[]): (Drill & Compared)[] {
  return drills.map((drill, place) => {
    const before = drills
      .slice(place + 1)
      .filter(({ scenario, endedAlone }) => scenario === drill.scenario && !endedAlone)
    const usual = (of: (one: Went) => number | null) =>
      median(before.flatMap((one) => of(one) ?? []).slice(0, BEFORE_MAX))
    return { ...drill, usualDetectMs: usual((one) => one.detectMs), usualRestoreMs: usual((one) => one.restoreMs) }
  })
}

function median(values: readonly number[]): number | null {
  const sorted = values.toSorted((one, other) => one - other)
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.floor(sorted.length / 2)]]
  return low === undefined || high === undefined ? null : (low + high) / 2
}
