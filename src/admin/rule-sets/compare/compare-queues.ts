import { isDeepStrictEqual } from 'node:util'
import type { QueueRule, Queues } from '../../../policy/queues.ts'
import type { Described } from '../../change/wanted.ts'

/**
 * Compares two queues files. No order of queues is provably safer for the people whose cases wait, so the change is
 * mixed.
 */
export function compareQueues(before: Queues, after: Queues): Described {
  const ids = [...new Set([...before.queues.keys(), ...after.queues.keys()])]
  const lines = ids.flatMap((id) => {
    const [was, is] = [before.queues.get(id), after.queues.get(id)]
    if (was === undefined) return [`The queue ${id} is new.`]
    if (is === undefined) return [`The queue ${id} goes.`]
    return isDeepStrictEqual(was, is)
      ? []
      : [`The queue ${id} changes. It was: ${formatValue(was)}`, `  It is: ${formatValue(is)}`]
  })
  const [rulesWere, rulesAre] = [before, after].map(({ rules, otherwise }) => [...rules, otherwise].map(formatRule))
  if (!isDeepStrictEqual(rulesWere, rulesAre)) {
    lines.push('The rules were:', ...(rulesWere ?? []), 'They are:', ...(rulesAre ?? []))
  }
  for (const [what, was, is] of [
    ['The vendors', before.vendors, after.vendors],
    ['What one person is given of severe cases', before.exposure, after.exposure],
    ['What is looked at a second time', before.qaSamples, after.qaSamples],
  ]) {
    if (!isDeepStrictEqual(was, is))
      lines.push(`${what}: ${formatValue(was ?? 'no rule')} before, ${formatValue(is ?? 'no rule')} after.`)
  }
  if (lines.length === 0) lines.push('No queue and no rule says anything else: only words around them differ.')
  return { says: lines.join('\n'), direction: 'mixed' }
}

const formatValue = (value: unknown): string => JSON.stringify(value)

const formatRule = ({ queue, ...conditions }: QueueRule): string => `  ${queue.id} for ${formatValue(conditions)}`
