import { type Message, message } from '../../foundation/messages/message.ts'

/** A scenario of a drill. */
interface ScenarioRow {
  /** The text of the alert after the words that announce a drill. */
  call: string
  /** True when the drill takes several marked accounts offline, one after the other. */
  takesSeveral?: true
}

export const SCENARIOS = {
  'wrong-takedown': {
    call: 'Find the enforcement and restore the account, as you would a real one.',
  },
  'last-hour': {
    call: 'The person who did it has left and cannot be asked. Find their other enforcements of today, and restore this account.',
  },
  'stolen-session': {
    call: 'As from a stolen session, more than one account goes offline. Find all of these accounts and restore them.',
    takesSeveral: true,
  },
  'silent-on-call': {
    call: 'If you are called first, do nothing, and do not acknowledge the alert: the next person on call restores the account.',
  },
} as const satisfies Record<string, ScenarioRow>
export type Scenario = keyof typeof SCENARIOS
export const SCENARIO_NAMES = Object.keys(SCENARIOS) as Scenario[]
export const scenarioOf = (name: Scenario): ScenarioRow => SCENARIOS[name]

/** Returns the situation that a scenario simulates, to be rendered in the reader's language. */
export const scenarioMessage = (name: Scenario): Message => message(`drill.scenario.${name}`)
