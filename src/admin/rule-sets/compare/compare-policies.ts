import { isDeepStrictEqual } from 'node:util'
import type { Policy } from '../../../policy/policies.ts'
import type { Described } from '../../change/wanted.ts'

type List = ReadonlyMap<string, Policy>

/** The fields in the order in which a change lists them: those that limit actions come before the long ones. */
const FIELDS = ['actions', 'legalDuty', 'clock', 'category', 'title', 'text'] as const

/**
 * Compares two policies files. No text of a policy is provably stricter than another, and a shorter list of actions
 * leaves less protection: the change is mixed. Pure.
 */
export function comparePolicies(before: List, after: List): Described {
  const ids = [...new Set([...before.keys(), ...after.keys()])]
  const lines = ids.flatMap((id) => {
    const [was, is] = [before.get(id), after.get(id)]
    if (was === undefined) return `The policy ${id} is new: ${formatValue(is)}`
    if (is === undefined) return `The policy ${id} goes. It was: ${formatValue(was)}`
    const changed = FIELDS.filter((field) => !isDeepStrictEqual(was[field], is[field]))
    const says = changed.map((field) => `${field} from ${formatValue(was[field])} to ${formatValue(is[field])}`)
    return says.length === 0 ? [] : [`The policy ${id} changes: ${says.join('; ')}.`]
  })
  return {
    says: lines.join('\n') || 'No policy says anything else: only words around them differ.',
    direction: 'mixed',
  }
}

const formatValue = (value: unknown): string => JSON.stringify(value)
