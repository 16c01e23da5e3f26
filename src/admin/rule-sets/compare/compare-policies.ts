import { isDeepStrictEqual } from 'node:util'
import { type Message, message, type Text } from '../../../foundation/messages/message.ts'
import { paragraphs } from '../../describe/paragraphs.ts'
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
  const lines = ids.flatMap((id): Message | [] => {
    const [was, is] = [before.get(id), after.get(id)]
    if (was === undefined) return message('described.policies.isNew', { id, is: formatValue(is) })
    if (is === undefined) return message('described.policies.goes', { id, was: formatValue(was) })
    const changed = FIELDS.filter((field) => !isDeepStrictEqual(was[field], is[field]))
    const [first, ...others] = changed.map(
      (field): Text =>
        message('described.policies.field', { field, was: formatValue(was[field]), is: formatValue(is[field]) }),
    )
    if (first === undefined) return []
    const fields = others.reduce((left, right) => message('described.policies.also', { left, right }), first)
    return message('described.policies.changes', { id, fields })
  })
  return {
    says: lines.length === 0 ? message('described.ruleSet.samePolicies') : paragraphs(lines),
    direction: 'mixed',
  }
}

const formatValue = (value: unknown): string => JSON.stringify(value)
