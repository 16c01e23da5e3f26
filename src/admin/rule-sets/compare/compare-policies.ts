import { isDeepStrictEqual } from 'node:util'
import { type Message, message, type Text } from '../../../foundation/messages/message.ts'
import type { Reference } from '../../../policy/basis.ts'
import type { PolicyList } from '../../../policy/policies.ts'
import type { Strikes, StrikeWeights } from '../../../policy/strikes/strikes-file.ts'
import type { Described } from '../../change/wanted.ts'
import { paragraphs } from '../../describe/paragraphs.ts'

/** The fields in the order in which a change lists them: those that limit actions come before the long ones. */
const FIELDS = ['actions', 'legalDuty', 'clock', 'category', 'basis', 'counterNotice', 'title', 'text'] as const

/**
 * Compares two policies files. No text of a policy is provably stricter than another, and a shorter list of actions
 * leaves less protection: the change is mixed. Pure.
 */
export function comparePolicies(old: PolicyList, next: PolicyList): Described {
  const [before, after] = [old.policies, next.policies]
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
  const references = (['clauses', 'laws'] as const).flatMap((list) =>
    compareReferences(list, old.references[list], next.references[list]),
  )
  lines.push(...references, ...compareStrikes(old.strikes, next.strikes))
  return {
    says: lines.length === 0 ? message('described.ruleSet.samePolicies') : paragraphs(lines),
    direction: 'mixed',
  }
}

/** Names the clauses and laws that differ: a decision may rest on each of them. */
function compareReferences(
  list: 'clauses' | 'laws',
  before: ReadonlyMap<string, Reference>,
  after: ReadonlyMap<string, Reference>,
): Message[] {
  const kind = list === 'clauses' ? 'clause' : 'law'
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((id): Message[] => {
    const [was, is] = [before.get(id), after.get(id)]
    if (isDeepStrictEqual(was, is)) return []
    return [message('described.policies.reference', { kind, id, was: formatNames(was), is: formatNames(is) })]
  })
}

/** Names the weights and thresholds of strikes that differ. */
function compareStrikes(before: Strikes, after: Strikes): Message[] {
  const ids = [...new Set([...before.byPolicy.keys(), ...after.byPolicy.keys()])]
  const weights = ids.flatMap((id): Message | [] => {
    const [was, is] = [before.byPolicy.get(id), after.byPolicy.get(id)]
    if (isDeepStrictEqual(was, is)) return []
    return message('described.strikes.weights', { id, was: formatStrikes(was), is: formatStrikes(is) })
  })
  if (isDeepStrictEqual(before.thresholds, after.thresholds)) return weights
  const [was, is] = [formatValue(before.thresholds), formatValue(after.thresholds)]
  return [...weights, message('described.strikes.thresholds', { was, is })]
}

const formatStrikes = (weights: StrikeWeights | undefined): Text =>
  weights === undefined ? message('described.strikes.none') : formatValue(weights)

const formatNames = (reference: Reference | undefined): Text =>
  reference === undefined ? message('described.policies.noReference') : formatValue(reference.names)

const formatValue = (value: unknown): string => JSON.stringify(value)
