/** A scenario: the situation that it stands for, and the instructions in the alert. */
interface ScenarioRow {
  says: string
  /** The text after the words that announce a drill. */
  call: string
  /** True when the drill takes several marked accounts offline, one after the other. */
  wave?: true
}

export const SCENARIOS = {
  'wrong-takedown': {
    says: 'the test account goes offline by an enforcement of one person; somebody finds it and brings it back',
    call: 'Find what did it and bring it back, as you would a real one.',
  },
  'last-hour': {
    says: 'as if somebody had taken it down in their last hour here: they are gone, and nobody can ask them why',
    call: 'Whoever did it has left, so nobody can be asked. Find what else of theirs took effect today, and bring this back.',
  },
  'stolen-session': {
    says: 'as if somebody sat at a session that isn’t theirs: every test account goes offline, one after the other',
    call: 'As if from a session that was stolen: more than one account goes. Find all of them, and bring all of them back.',
    wave: true,
  },
  'silent-on-call': {
    says: 'as if whoever is called first didn’t hear it: they do nothing, and the next who is called brings it back',
    call: 'If you are called first, do nothing, and don’t say that you have seen it: the next who is called brings it back.',
  },
} as const satisfies Record<string, ScenarioRow>
export type Scenario = keyof typeof SCENARIOS
export const SCENARIO_NAMES = Object.keys(SCENARIOS) as Scenario[]
export const scenarioOf = (name: Scenario): ScenarioRow => SCENARIOS[name]
