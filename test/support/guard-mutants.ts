import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { compileCondition } from '../../src/policy/conditions/condition.ts'
import { childrenOf, type ConditionNode } from '../../src/policy/conditions/condition-node.ts'
import type { GuardEntry } from '../../src/policy/guards/guards-file.ts'
import { durationMs } from '../../src/policy/requirements/require-block.ts'

type GuardFile = { guards: GuardEntry[] }
type Change = { what: string; entry: GuardEntry }

export const readGuardFile = (path: string): GuardFile => parse(readFileSync(path, 'utf8'))

/** A file of guards with one thing changed by which it may ask for less. */
export type Mutant = { what: string; file: GuardFile }

/** Every guard left out, and every guard loosened by one step, in each way there is. */
export function listMutants({ guards }: GuardFile): Mutant[] {
  return guards.flatMap((guard, index) => {
    const others = (entry: GuardEntry[]) => ({ guards: guards.toSpliced(index, 1, ...entry) })
    const changes = [...changeActions(guard), ...changeCondition(guard), ...changeRequirement(guard)]
    return [
      { what: `${guard.id}: left out`, file: others([]) },
      ...changes.map(({ what, entry }) => ({ what: `${guard.id}: ${what}`, file: others([entry]) })),
    ]
  })
}

const changeActions = (guard: GuardEntry): Change[] =>
  guard.actions.length === 1
    ? []
    : guard.actions.map((action) => ({
        what: `not for ${action}`,
        entry: { ...guard, actions: guard.actions.filter((other) => other !== action) },
      }))

/** Numbers to their double and half, words to others, and of two things joined each alone. */
function changeCondition(guard: GuardEntry): Change[] {
  const { condition } = compileCondition(guard.when)
  if (!condition) throw new Error(`${guard.id} can't be read`)
  const changed = listNodes(condition.ast).flatMap((node) =>
    replacements(condition.text, node).map((by) => replace(condition.text, condition.ast, node, by)),
  )
  return changed.map((when) => ({ what: `when ${when}`, entry: { ...guard, when } }))
}

const listNodes = (node: ConditionNode): ConditionNode[] => [node, ...childrenOf(node).flatMap(listNodes)]

function replacements(text: string, node: ConditionNode): string[] {
  if (node.op === '&&' || node.op === '||') return node.args.map((side) => replace(text, side, undefined, ''))
  if (node.op !== 'value') return []
  const { args } = node
  if (typeof args === 'bigint') return [String(args * 2n), String(args / 2n)]
  if (typeof args === 'number') return [String(args * 2), String(args / 2)]
  return typeof args === 'string' ? ["'somebody'"] : []
}

/** Returns the text of a condition with one part replaced. */
function replace(text: string, node: ConditionNode, part: ConditionNode | undefined, by: string): string {
  if (node === part) return by
  if (node.op === '&&' || node.op === '||') {
    const [left, right] = node.args
    return `(${replace(text, left, part, by)} ${node.op} ${replace(text, right, part, by)})`
  }
  const { start, end } = node.range
  if (part === undefined || part.range.start < start || part.range.end > end) return text.slice(start, end)
  return text.slice(start, part.range.start) + by + text.slice(part.range.end, end)
}

type RequireBlock = GuardEntry['require']
type RequireChange = { what: string; changes: { [Key in keyof RequireBlock]?: RequireBlock[Key] | undefined } }

function changeRequirement(guard: GuardEntry): Change[] {
  const { hold, confirm, as, approvals: _approvals, ...flags } = guard.require
  const changes: RequireChange[] = [
    ...changeApprovals(guard.require),
    ...Object.keys(flags).map((flag) => ({ what: `without ${flag}`, changes: { [flag]: undefined } })),
  ]
  if (hold !== undefined) {
    changes.push({ what: 'held half as long', changes: { hold: `${durationMs(hold) / 2_000}s` } })
    changes.push({ what: 'not held', changes: { hold: undefined } })
  }
  if (confirm !== undefined) {
    changes.push({ what: 'confirmed later', changes: { confirm: `${durationMs(confirm) / 500}s` } })
    changes.push({ what: 'not confirmed', changes: { confirm: undefined } })
  }
  if (as !== undefined) changes.push({ what: 'as a warning', changes: { as: 'warn' } })
  return changes.flatMap((change) => {
    const require = Object.fromEntries(
      Object.entries({ ...guard.require, ...change.changes }).filter(([, value]) => value !== undefined),
    )
    // With nothing to ask for it is no guard any more, which leaving it out has tried.
    return Object.keys(require).length === 0 ? [] : [{ what: change.what, entry: { ...guard, require } }]
  })
}

function changeApprovals({ approvals = [] }: RequireBlock): RequireChange[] {
  return approvals.flatMap((clause, index) => {
    const { count, roles, teams } = clause
    const put = (what: string, ...clauses: typeof approvals): RequireChange => {
      const changed = approvals.toSpliced(index, 1, ...clauses)
      return { what: `clause ${index} ${what}`, changes: { approvals: changed.length === 0 ? undefined : changed } }
    }
    const byRoles = roles === undefined ? {} : { roles }
    const byTeams = teams === undefined ? {} : { teams }
    return [
      count === 1
        ? put('gone')
        : put('asks one fewer', { count: count - 1, ...byRoles, ...(teams === undefined ? {} : { teams: 1 }) }),
      ...(roles === undefined ? [] : [put('of any role', { count, ...byTeams })]),
      ...(teams === undefined ? [] : [put('of any team', { count, ...byRoles })]),
    ]
  })
}
