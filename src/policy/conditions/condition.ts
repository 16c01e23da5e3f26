import { FACT_NAMES, FACTS, type FactName, type Facts, type FactType } from '../guards/facts.ts'
import type { Known } from './evaluate.ts'
import { type CompiledOf, type ConditionOf, makeLanguage } from './language.ts'

/** A condition on the facts by which an enforcement is judged. */
export type Condition = ConditionOf<FactName>

const TYPES = Object.fromEntries(FACT_NAMES.map((name) => [name, FACTS[name].type])) as Record<FactName, FactType>

const GUARDS = makeLanguage(TYPES, { names: FACT_NAMES, listedBy: 'countersign guard facts', unknown: 'counts' })

/** Checks a guard's condition against the table of facts. */
export const compileCondition = (text: string): CompiledOf<FactName> => GUARDS.compile(text)

/** Returns the known facts of an enforcement. */
export const toKnown = (facts: Facts): Known => GUARDS.toKnown(facts)
