import { inTransaction } from '../../../src/foundation/database/db.ts'
import { findReceiver } from '../../../src/cases/queue/move-queries.ts'
import {
  LAST_MINUTES_OF_SHIFT,
  MINUTES_ON_SHIFT_MAX,
  MINUTES_SINCE_BREAK_MAX,
} from '../../../src/cases/claims/who-fits.ts'
import { readStanding, type Standing } from '../../../src/people/staff/standing.ts'
import type { Day } from '../day.ts'
import type { RunningDesk } from './running-desk.ts'
import type { PersonEntry } from '../file/scenario-schema.ts'

/**
 * Records who could receive an account's case at this moment, by the desk's own rule, and why the other people could
 * not.
 */
export async function formatEligible(day: Day, desk: RunningDesk, handle: string): Promise<void> {
  const caseId = day.cases.get(handle) ?? ''
  const could: string[] = []
  const couldNot: { name: string; why: string }[] = []
  await inTransaction(desk.db, async (tx) => {
    for (const person of day.scenario.people) {
      const receiver = await findReceiver(tx, caseId, person.name)
      const standing = await readStanding(tx, desk.ids.get(person.name) ?? '')
      if (receiver?.fits && receiver.atWork) could.push(person.name)
      else couldNot.push({ name: person.name, why: formatReason(person, standing) })
    }
  })
  day.say(null, `could be given it: ${could.join(', ') || 'no one'}`)
  for (const { name, why } of couldNot) day.say(name, `not ${name}`, `${name} could not: ${why}`)
}

/** The facts against each person; the rule itself belongs to the desk. */
function formatReason({ clearances = [], ends }: PersonEntry, standing: Standing | undefined): string {
  if (!standing?.active) return 'does not work here'
  if (!standing.onShift) return 'is not on shift'
  const facts = [
    ...(standing.onBreak ? ['is on a break'] : []),
    ...(clearances.includes('protected') ? [] : ['lacks the clearance for protected accounts']),
    ...(standing.leaving ? [`is leaving (last day ${ends?.slice(0, 10) ?? 'soon'})`] : []),
    ...(standing.minutesSinceBreak >= MINUTES_SINCE_BREAK_MAX
      ? [`has not rested for ${standing.minutesSinceBreak} minutes`]
      : []),
    ...(standing.minutesOnShift >= MINUTES_ON_SHIFT_MAX ? [`has worked for ${standing.minutesOnShift} minutes`] : []),
    ...(standing.minutesToShiftEnd < LAST_MINUTES_OF_SHIFT
      ? [`has ${standing.minutesToShiftEnd} minutes of the shift left`]
      : []),
  ]
  return facts.join('; ') || 'their roles or languages are not those it asks for'
}
