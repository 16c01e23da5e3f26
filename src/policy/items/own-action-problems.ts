import { ACTIONS, SUBJECT_KINDS, type SubjectKind } from '../../foundation/domain.ts'
import { type Message, message } from '../../foundation/messages/message.ts'
import type { Problem, Read } from '../../foundation/yaml/read-yaml.ts'
import { baseActionOf } from '../requirements/base-action.ts'
import { findFieldProblems } from './item-problems.ts'
import type { ItemsFile } from './items-file.ts'

type Entry = NonNullable<ItemsFile['actions']>[number]

/** The losses that a content can't have: it neither signs in nor posts. */
const OF_ACCOUNTS = ['posting', 'sign-in'] as const

/** Finds the problems of declared actions that the schema of the file can't express. */
export function findOwnActionProblems(file: Read<unknown>, { items, actions = [] }: ItemsFile): Problem[] {
  const types = items.map(({ id }) => id)
  return actions.flatMap((entry, index) => {
    const at = (key: string, says: Message) => file.problemAt(['actions', index, key], says)
    const { id, on, types: only = [], takes, reversible = true, duration, parameters } = entry
    const unknown = only.filter((type) => !types.includes(type))
    return [
      ...(ACTIONS.some((action) => action === id) ? [at('id', message('ruleFile.ownAction.taken', { id }))] : []),
      ...(on.includes('content') && takes.some((loss) => OF_ACCOUNTS.some((one) => one === loss))
        ? [at('takes', message('ruleFile.ownAction.ofAccounts', { losses: OF_ACCOUNTS }))]
        : []),
      ...(!reversible && duration !== undefined && duration !== 'none'
        ? [at('duration', message('ruleFile.ownAction.final'))]
        : []),
      ...unknown.map((type) => at('types', message('ruleFile.ownAction.noType', { type }))),
      ...(only.length > 0 && !on.includes('content') ? [at('types', message('ruleFile.ownAction.ofContents'))] : []),
      ...(parameters ? findFieldProblems(file, parameters, ['actions', index, 'parameters']) : []),
      ...findUncounted(entry).map((kind) => at('duration', message('ruleFile.ownAction.uncounted', { kind }))),
    ]
  })
}

/** Lists the kinds of subject on which none of the eight actions takes at least as much with every allowed end. */
const findUncounted = ({ on, takes, reversible = true, duration = 'optional' }: Entry): SubjectKind[] => {
  const ends = !reversible || duration === 'none' ? [false] : duration === 'required' ? [true] : [true, false]
  return SUBJECT_KINDS.filter(
    (kind) => on.includes(kind) && ends.some((end) => baseActionOf(kind, { takes, reversible }, end) === undefined),
  )
}
