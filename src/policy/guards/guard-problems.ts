import { type Action, INTERIM_MEASURES, SUBJECT_KINDS, type SubjectKind } from '../../foundation/domain.ts'
import { findRepeats, type Problem, type Read } from '../../foundation/yaml/read-yaml.ts'
import { atLeastAsStrictAs, ACTION_RULES } from '../requirements/action-order.ts'
import type { GuardEntry } from './guards-file.ts'
import { message, type Text } from '../../foundation/messages/message.ts'

/**
 * Finds the problems between guards: an id used twice, an `as` that leads nowhere or in a circle, or no interim measure
 * left for one person.
 */
export function findGuardProblems(file: Read<unknown>, guards: readonly GuardEntry[]): Problem[] {
  return [...findRepeats(file, 'guards', guards), ...findLostAs(file, guards), ...findLockouts(file, guards)]
}

function findLostAs(file: Read<unknown>, guards: readonly GuardEntry[]): Problem[] {
  return guards.flatMap(({ actions, require: { as } }, index) => {
    if (as === undefined) return []
    const at = (text: Text) => [file.problemAt(['guards', index, 'require', 'as'], text)]
    if (actions.some((action) => reached(guards, as).has(action))) {
      return at(message('ruleFile.guard.circle', { actions: { as: 'commas', list: actions } }))
    }
    if (guards.some((guard) => atLeastAsStrictAs(guard.actions).includes(as))) return []
    return at(message('ruleFile.guard.lostAs', { action: as }))
  })
}

/** Returns the action, and every action that its guards reach by `as`. */
function reached(guards: readonly GuardEntry[], from: Action): ReadonlySet<Action> {
  const found = new Set([from])
  // The loop also visits entries added to the set meanwhile, each once, so a circle of `as` ends too.
  for (const action of found) {
    for (const { actions, require } of guards) {
      if (require.as !== undefined && actions.includes(action)) found.add(require.as)
    }
  }
  return found
}

/**
 * One interim measure must stay possible for one person, on every kind of subject and with any facts. Otherwise a
 * protected account that is being misused could not be restricted until others were found.
 */
function findLockouts(file: Read<unknown>, guards: readonly GuardEntry[]): Problem[] {
  return SUBJECT_KINDS.flatMap((kind) => {
    const open = interimOn(kind)
    const closing = guards.map((guard) => (needsOthers(guard) ? atLeastAsStrictAs(guard.actions) : []))
    if (open.some((action) => !closing.some((actions) => actions.includes(action)))) return []
    const last = closing.findLastIndex((actions) => actions.some((action) => open.includes(action)))
    const text = message('ruleFile.guard.lockout', { actions: { as: 'or', list: open }, subject: kind })
    return [file.problemAt(['guards', last, 'actions'], text)]
  })
}

const needsOthers = ({ require: { approvals = [], hold, as } }: GuardEntry): boolean =>
  approvals.length > 0 || hold !== undefined || as !== undefined

const interimOn = (kind: SubjectKind): Action[] =>
  INTERIM_MEASURES.filter((action) => ACTION_RULES[action].on.includes(kind))
