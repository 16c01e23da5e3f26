import type { Unit } from '../api/shapes.ts'

const FINER: Partial<Record<Unit, Unit>> = { hours: 'minutes', minutes: 'seconds' }
const PARTS = 60

/** Returns the unit that fits a duration and its factor from the original unit. Pure. */
export function fit(unit: Unit, highest: number): { unit: Unit; times: number } {
  const finer = FINER[unit]
  if (finer === undefined || highest === 0 || highest >= 1) return { unit, times: 1 }
  const fitted = fit(finer, highest * PARTS)
  return { unit: fitted.unit, times: PARTS * fitted.times }
}

const PARTS_MAX = 5
const STEPS = [1, 2, 2.5, 5, 10]

/** Returns even, readable ticks from 0 to above the highest value; counts have no halves. Pure. */
export function toTicks(highest: number, unit: Unit): number[] {
  if (highest <= 0) return [0, 1]
  const power = 10 ** Math.floor(Math.log10(highest / PARTS_MAX))
  const even = STEPS.find((step) => step * power * PARTS_MAX >= highest) ?? STEPS.length
  const step = unit === 'count' ? Math.max(1, Math.ceil(even * power)) : even * power
  return Array.from({ length: Math.ceil(highest / step) + 1 }, (_, place) => place * step)
}
