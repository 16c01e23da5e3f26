import { type Message, message } from '../../foundation/messages/message.ts'

/** A scenario of a drill. */
interface ScenarioRow {
  /** True when the drill takes several marked accounts offline, one after the other. */
  takesSeveral?: true
}

export const SCENARIOS = {
  'wrong-takedown': {},
  'last-hour': {},
  'stolen-session': { takesSeveral: true },
  'silent-on-call': {},
} as const satisfies Record<string, ScenarioRow>
export type Scenario = keyof typeof SCENARIOS
export const SCENARIO_NAMES = Object.keys(SCENARIOS) as Scenario[]
export const scenarioOf = (name: Scenario): ScenarioRow => SCENARIOS[name]

/** Returns the situation that a scenario simulates, to be rendered in the reader's language. */
export const scenarioMessage = (name: Scenario): Message => message(`drill.scenario.${name}`)
