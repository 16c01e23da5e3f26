import { Timestamp, orNull } from '../../foundation/schemas/schemas.ts'
import { Type, type Static } from 'typebox'
import type { WorkedShift } from './list-shifts.ts'
/** The shifts of one team that began within the same eight hours. */
export const Together = Type.Object({
  team: Type.String(),
  from: Timestamp,
  people: Type.Integer({ minimum: 1 }),
  breakMinutes: orNull(Type.Integer(), 'The average minutes of break. Null: fewer than three people.'),
  plannedMinutes: orNull(Type.Integer(), 'The average planned minutes. Null: fewer than three people.'),
  goOn: Type.Integer({ minimum: 0, description: 'The number of shifts that go on.' }),
})
export type ShiftsTogether = Static<typeof Together>

const PART_MS = 8 * 3_600_000
/** The smallest group whose averages identify no person. */
const PEOPLE_MIN = 3

/** Groups shifts by team and eight-hour part of the day, without naming people, in the given order. Pure. */
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
