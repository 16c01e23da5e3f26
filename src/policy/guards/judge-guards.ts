import type { Action } from '../../foundation/domain.ts'
import { noStricterThan } from '../requirements/action-order.ts'
import { toKnown } from '../conditions/condition.ts'
import { evaluate, type Known } from '../conditions/evaluate.ts'
import { ABSENTABLE, type FactName, type Facts } from './facts.ts'
import type { Guard } from './guards-file.ts'
import { join, NOTHING_REQUIRED, type Requirement } from '../requirements/requirement.ts'

/** A guard that fired. */
export interface Fired {
  id: string
  /** True when its condition has no result, so that it counts as true. */
  errored: boolean
}

export interface GuardsAnswer {
  fired: readonly Fired[]
  /** The guards that are not applied because they read a fact that this platform doesn't have. */
  off: readonly string[]
  requirement: Requirement
}

/**
 * Returns the joint requirement of the guards. A guard of an action applies to every stricter one too, so a stricter
 * action never needs less. Unknown facts never make it milder: a guard that depends on one fires. Pure: the same guards
 * and facts give the same answer, years later.
 */
export function judgeGuards(
  guards: readonly Guard[],
  action: Action,
  facts: Facts,
  known: Known = toKnown(facts),
): GuardsAnswer {
  const absent = findAbsent(facts)
  const fired = new Map<Guard, Fired>()
  const off = new Set<Guard>()
  const asked = new Set(noStricterThan(action))
  // The loop also visits actions added to the set meanwhile, each once: that is how `as` leads from action to action.
  for (const each of asked) {
    for (const guard of guards.filter(({ actions }) => actions.includes(each))) {
      if (absent.some((name) => guard.when.reads.has(name))) off.add(guard)
      else if (!fired.has(guard)) {
        const said = evaluate(guard.when.ast, known)
        if (said === false) continue
        fired.set(guard, { id: guard.id, errored: said === 'error' })
        if (guard.as !== null) for (const milder of noStricterThan(guard.as)) asked.add(milder)
      }
    }
  }
  // The fired guards are returned in the order of the file, however they were found.
  const speaking = guards.filter((guard) => fired.has(guard))
  return {
    fired: speaking.flatMap((guard) => fired.get(guard) ?? []),
    off: guards.filter((guard) => off.has(guard)).map(({ id }) => id),
    requirement: speaking.map(({ requirement }) => requirement).reduce(join, NOTHING_REQUIRED),
  }
}

/** A fact that the desk reads itself is never absent, even if the input claims so. */
const findAbsent = (facts: Facts): FactName[] => ABSENTABLE.filter((name) => facts[name] === 'absent')
