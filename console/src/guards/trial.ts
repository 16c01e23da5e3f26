import type { FactRow, RecordedFacts } from '../api/shapes.ts'
import { type FactValues, ORDINARY } from './trial-facts.ts'

/** The facts of a trial, and the account from whose recorded facts it began. Null: an example. */
export interface Trial {
  facts: FactValues
  account: RecordedFacts | null
}

type FactName = FactRow['name']
export type RecordedFact = RecordedFacts['facts'][number]
/** The origin of a value in a trial: recorded of the account, written by the person, or part of the example. */
export type Origin = RecordedFact | 'own' | 'example'

/** Begins a trial with the recorded facts of an account; an ordinary proposal fills in the other facts. */
export function startFrom(account: RecordedFacts): Trial {
  const recorded = account.facts.map((fact) => [fact.name, trialValue(fact)])
  return { account, facts: { ...ORDINARY, ...Object.fromEntries(recorded) } }
}

/** Returns the recorded value of a fact, as a trial takes it. Null: unknown. */
const trialValue = ({ state, value }: RecordedFact): RecordedFact['value'] => (state === 'absent' ? 'absent' : value)

export const originOf = ({ account, facts }: Trial, name: FactName): Origin => {
  const recorded = account?.facts.find((fact) => fact.name === name)
  const begun = recorded === undefined ? (ORDINARY[name] ?? null) : trialValue(recorded)
  const isUnchanged = JSON.stringify(facts[name] ?? null) === JSON.stringify(begun)
  if (!isUnchanged) return 'own'
  return recorded ?? 'example'
}

/** Replaces one value by the recorded one. */
export function reset(trial: Trial, name: FactName): Trial {
  const recorded = trial.account?.facts.find((fact) => fact.name === name)
  return { ...trial, facts: { ...trial.facts, [name]: recorded === undefined ? ORDINARY[name] : trialValue(recorded) } }
}
