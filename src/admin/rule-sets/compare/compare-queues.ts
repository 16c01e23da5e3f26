import { isDeepStrictEqual } from 'node:util'
import { type Message, message, type Text, type TextItem } from '../../../foundation/messages/message.ts'
import { paragraphs } from '../../describe/paragraphs.ts'
import type { QueueRule, Queues } from '../../../policy/queues.ts'
import type { Described } from '../../change/wanted.ts'

/**
 * Compares two queues files. No order of queues is provably safer for the people whose cases wait, so the change is
 * mixed.
 */
export function compareQueues(before: Queues, after: Queues): Described {
  const ids = [...new Set([...before.queues.keys(), ...after.queues.keys()])]
  const lines: TextItem[] = ids.flatMap((id) => {
    const [was, is] = [before.queues.get(id), after.queues.get(id)]
    if (was === undefined) return [message('described.queues.isNew', { id })]
    if (is === undefined) return [message('described.queues.goes', { id })]
    return isDeepStrictEqual(was, is)
      ? []
      : [
          message('described.queues.changes', { id, was: formatValue(was) }),
          message('described.ruleSet.itIs', { is: formatValue(is) }),
        ]
  })
  const [rulesWere, rulesAre] = [before, after].map(({ rules, otherwise }) => [...rules, otherwise].map(formatRule))
  if (!isDeepStrictEqual(rulesWere, rulesAre)) {
    lines.push(message('described.queues.rulesWere'), ...(rulesWere ?? []))
    lines.push(message('described.queues.rulesAre'), ...(rulesAre ?? []))
  }
  for (const [what, was, is] of [
    ['vendors', before.vendors, after.vendors],
    ['exposure', before.exposure, after.exposure],
    ['qaSamples', before.qaSamples, after.qaSamples],
  ] as const) {
    if (isDeepStrictEqual(was, is)) continue
    lines.push(message(`described.queues.${what}`, { was: valueOrNone(was), is: valueOrNone(is) }))
  }
  if (lines.length === 0) lines.push(message('described.ruleSet.sameQueues'))
  return { says: paragraphs(lines), direction: 'mixed' }
}

const valueOrNone = (value: unknown): Text =>
  value === null || value === undefined ? message('described.queues.noRule') : formatValue(value)

const formatValue = (value: unknown): string => JSON.stringify(value)

const formatRule = ({ queue, ...conditions }: QueueRule): Message =>
  message('described.queues.rule', { queue: queue.id, conditions: formatValue(conditions) })
