/** A scenario of a drill: the situation that it simulates, and the instructions in its alert. */
interface ScenarioRow {
  says: string
  /** The text of the alert after the words that announce a drill. */
  call: string
  /** True when the drill takes several marked accounts offline, one after the other. */
  takesSeveral?: true
}

export const SCENARIOS = {
  'wrong-takedown': {
    says: 'the test account goes offline by an enforcement of one person; a person finds the enforcement and restores the account',
    call: 'Find the enforcement and restore the account, as you would a real one.',
  },
  'last-hour': {
    says: 'as if a departing employee had taken the account offline in their last hour: no one can ask them for the reason',
    call: 'The person who did it has left and cannot be asked. Find their other enforcements of today, and restore this account.',
  },
  'stolen-session': {
    says: 'as if a thief used a stolen session: every test account goes offline, one after the other',
    call: 'As from a stolen session, more than one account goes offline. Find all of these accounts and restore them.',
    takesSeveral: true,
  },
  'silent-on-call': {
    says: 'as if the first person on call did not hear the call: they do nothing, and the next person on call restores the account',
    call: 'If you are called first, do nothing, and do not acknowledge the alert: the next person on call restores the account.',
  },
} as const satisfies Record<string, ScenarioRow>
export type Scenario = keyof typeof SCENARIOS
export const SCENARIO_NAMES = Object.keys(SCENARIOS) as Scenario[]
export const scenarioOf = (name: Scenario): ScenarioRow => SCENARIOS[name]
