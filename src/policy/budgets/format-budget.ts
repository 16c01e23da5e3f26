import type { Bound, StopLimits, Budget, Budgeted } from './budgets-file.ts'
import { formatDurationToken } from '../../foundation/durations.ts'

const WHO: Record<Budgeted, string> = {
  person: 'one person',
  team: 'one team',
  employer: 'the people of one employer',
  key: 'one machine’s key',
  source: 'one source',
  automation: 'the rules of one source of automation',
  desk: 'the whole desk',
  bulk_action: 'all bulk actions together',
}

const WHOSE: Record<Budgeted, string> = {
  person: 'that person',
  team: 'that team',
  employer: 'those people',
  key: 'that key',
  source: 'that source',
  automation: 'those rules',
  desk: 'any person or program',
  bulk_action: 'any bulk action',
}

/** Formats a budget in plain words. */
export function formatBudget(budget: Budget): string {
  const { of, withinMs, actions, enforcements, reach } = budget
  const amount = (which: keyof Bound) =>
    [
      ...(enforcements === null ? [] : [count(enforcements[which], 'enforcement')]),
      ...(reach === null ? [] : [`accounts that ${count(reach[which], 'person')} follow`]),
    ].join(', or ')
  return [
    `Once ${WHO[of]} within ${formatDurationToken(withinMs)} took ${amount('over')} (${actions.join(', ')}), each further one needs one more approval.`,
    `Once it is ${amount('open')}, the breaker opens: nothing restrictive of ${WHOSE[of]} takes effect until two people close it.`,
  ].join(' ')
}

/** Formats the numbers of stops, declines and restores from which leads are alerted to a person. */
export const formatStopLimits = ({ withinMs, stops, declines, restores }: StopLimits): string =>
  `Leads get an alert with the list when one person within ${formatDurationToken(withinMs)} stopped ${count(stops, 'enforcement')}, declined ${declines} or restored ${restores}. Nothing is held.`

const number = new Intl.NumberFormat('en')
const PLURALS: Record<string, string> = { enforcement: 'enforcements', person: 'people' }
const count = (many: number, what: string): string => `${number.format(many)} ${many === 1 ? what : PLURALS[what]}`
