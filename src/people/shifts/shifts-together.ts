import type { WorkedShift } from './list-shifts.ts'

/** Shifts of one team that began within the same eight hours. */
export interface ShiftsTogether {
  team: string
  from: Date
  people: number
  /** On average; null: of so few people it would be somebody's own. */
  breakMinutes: number | null
  plannedMinutes: number | null
  /** How many go on. */
  goOn: number
}

const PART_MS = 8 * 3_600_000
/** A number of fewer people points at somebody. */
const PEOPLE_MIN = 3

/** Shifts by team and part of the day, and of nobody, in the order they came. Pure. */
export function together(shifts: readonly WorkedShift[]): ShiftsTogether[] {
  const parts = Map.groupBy(shifts, ({ team, beganAt }) => `${Math.floor(beganAt.getTime() / PART_MS)} ${team}`)
  return [...parts.values()].map((part) => {
    const [{ team, beganAt } = { team: '', beganAt: new Date(0) }] = part
    const people = new Set(part.map(({ staffId }) => staffId)).size
    const average = (of: (shift: WorkedShift) => number) =>
      people < PEOPLE_MIN ? null : Math.round(part.reduce((sum, shift) => sum + of(shift), 0) / part.length)
    return {
      team,
      from: new Date(Math.floor(beganAt.getTime() / PART_MS) * PART_MS),
      people,
      breakMinutes: average(({ breakMinutes }) => breakMinutes),
      plannedMinutes: average(
        ({ plannedUntil, beganAt: began }) => (plannedUntil.getTime() - began.getTime()) / 60_000,
      ),
      goOn: part.filter(({ endedAt }) => endedAt === null).length,
    }
  })
}
