import { ESCALATION_QUEUES } from '../foundation/domain.ts'
import type { Problem, Read } from '../foundation/yaml/read-yaml.ts'
import type { QueueFile } from './queues.ts'
import { message } from '../foundation/messages/message.ts'

/**
 * Finds the problems that the schema can't express: routing rules that lead nowhere or are never tried, and missing
 * queues.
 */
export function findQueueProblems(file: Read<unknown>, { queues, rules }: QueueFile): Problem[] {
  return [...findMissingQueues(file, queues), ...findRuleProblems(file, queues, rules)]
}

function findMissingQueues(file: Read<unknown>, queues: QueueFile['queues']): Problem[] {
  return ESCALATION_QUEUES.flatMap((queue) => {
    const index = queues.findIndex(({ id }) => id === queue)
    if (index < 0) return [file.problemAt(['queues'], message('ruleFile.queue.lacking', { queue }))]
    if (queues[index]?.acknowledge_minutes) return []
    return [file.problemAt(['queues', index], message('ruleFile.queue.acknowledge'))]
  })
}

function findRuleProblems(file: Read<unknown>, queues: QueueFile['queues'], rules: QueueFile['rules']): Problem[] {
  const last = rules.length - 1
  return rules.flatMap((rule, index) => {
    const found: Problem[] = []
    if (!queues.some(({ id }) => id === rule.queue))
      found.push(file.problemAt(['rules', index, 'queue'], message('ruleFile.queue.unknown', { queue: rule.queue })))
    if (index < last && fitsAll(rule)) found.push(file.problemAt(['rules', index], message('ruleFile.queue.never')))
    if (index === last && !fitsAll(rule)) found.push(file.problemAt(['rules', index], message('ruleFile.queue.last')))
    return found
  })
}

const fitsAll = ({ queue: _queue, due_hours: _due, ...conditions }: QueueFile['rules'][number]): boolean =>
  Object.keys(conditions).length === 0
