import { childrenOf, type ConditionNode } from './condition-node.ts'
import type { ConditionProblem } from './language.ts'
import { message, type Text } from '../../foundation/messages/message.ts'

/** CEL macros that evaluate a condition once for each element of a list. */
const MACROS = ['exists', 'exists_one', 'all']
/** The deepest nesting of such macros: one inside another multiplies their lists' lengths. */
const MACRO_DEPTH_MAX = 2
/** The functions that a condition may call. No regular expressions: some run longer than an enforcement may wait. */
const CALLS = ['has', 'size', ...MACROS, 'contains', 'startsWith', 'endsWith']

/** The facts that conditions of one kind may read. */
export interface Terms<Name extends string> {
  names: readonly Name[]
  /** The command that lists the facts, for messages. */
  listedBy: string
  /**
   * The effect of an unknown fact. counts: the condition is true, so it requires more. stops: it is false, so nothing
   * is done.
   */
  unknown: 'counts' | 'stops'
}

/** Finds the first macro that is nested too deeply. It runs before the type check, so that the check stays cheap. */
export function findDeepMacro(node: ConditionNode, depth = 0): ConditionProblem | undefined {
  const isMacro = node.op === 'rcall' && MACROS.includes(node.args[0])
  const inside = isMacro ? depth + 1 : depth
  if (inside > MACRO_DEPTH_MAX) {
    const macros = commas(MACROS)
    return { at: node.range.start, text: message('ruleFile.condition.deepMacro', { macros, limit: MACRO_DEPTH_MAX }) }
  }
  for (const child of childrenOf(node)) {
    const problem = findDeepMacro(child, inside)
    if (problem) return problem
  }
  return undefined
}

const commas = (list: readonly string[]) => ({ as: 'commas', list }) as const

const REFUSED: Readonly<Record<string, Text>> = {
  '[]': message('ruleFile.condition.lookup'),
  '[?]': message('ruleFile.condition.lookup'),
  map: message('ruleFile.condition.map'),
}
const PLAIN: readonly string[] = ['string', 'number', 'bigint', 'boolean']

/** Lists the facts that a condition reads, or returns the first problem that the types alone don't show. */
export function listReads<Name extends string>(
  ast: ConditionNode,
  { names, unknown }: Terms<Name>,
): { reads: Set<Name>; problem?: ConditionProblem } {
  const groups = new Set(names.map((name) => name.slice(0, name.indexOf('.'))))
  const reads = new Set<Name>()
  const problems: ConditionProblem[] = []
  const refuse = (node: ConditionNode, text: Text) => problems.push({ at: node.range.start, text })

  function read(node: ConditionNode): void {
    const name = factOf(node, names)
    if (name !== undefined) return void reads.add(name)
    const refused = node.op === '.?' ? message(`ruleFile.condition.optional.${unknown}`) : REFUSED[node.op]
    if (refused !== undefined) refuse(node, refused)
    if (node.op === 'id' && groups.has(node.args)) {
      refuse(node, message('ruleFile.condition.group', { group: node.args, example: exampleOf(node.args, names) }))
    }
    const called = node.op === 'call' || node.op === 'rcall' ? node.args[0] : undefined
    if (called !== undefined && !CALLS.includes(called)) {
      refuse(node, message('ruleFile.condition.call', { call: called, calls: commas(CALLS) }))
    }
    if (isHas(node) && !node.args[1].some((argument) => factOf(argument, names) !== undefined)) {
      refuse(node, message('ruleFile.condition.has'))
    }
    if (node.op === 'value' && !PLAIN.includes(typeof node.args)) {
      refuse(node, message('ruleFile.condition.plain'))
    }
    for (const child of childrenOf(node)) read(child)
  }

  read(ast)
  const loosening = unknown === 'counts' ? findLooseHas(ast) : findHas(ast)
  if (loosening) refuse(loosening, message(`ruleFile.condition.hasLoosens.${unknown}`))
  const isAlways = unknown === 'counts' && ast.op === 'value' && ast.args === true
  if (reads.size === 0 && !isAlways) refuse(ast, message(`ruleFile.condition.readsNothing.${unknown}`))
  const [problem] = problems.sort((a, b) => a.at - b.at)
  return problem ? { reads, problem } : { reads }
}

/**
 * Finds a has() through which an unknown fact could make the condition false. Only `!has(…)` becomes more true as less
 * is known, and only && and || above it preserve that.
 */
function findLooseHas(node: ConditionNode): ConditionNode | undefined {
  if (node.op === '&&' || node.op === '||') return findLooseHas(node.args[0]) ?? findLooseHas(node.args[1])
  if (node.op === '!_' && isHas(node.args)) return undefined
  return findHas(node)
}

const isHas = (node: ConditionNode): node is Extract<ConditionNode, { op: 'call' }> =>
  node.op === 'call' && node.args[0] === 'has'

function findHas(node: ConditionNode): ConditionNode | undefined {
  if (isHas(node)) return node
  for (const child of childrenOf(node)) {
    const found = findHas(child)
    if (found) return found
  }
  return undefined
}

/** Returns the fact that this node reads. Undefined: it reads none. */
export function factOf<Name extends string>(node: ConditionNode, names: readonly Name[]): Name | undefined {
  if (node.op !== '.') return undefined
  const [group, field] = node.args
  return group.op === 'id' ? names.find((name) => name === `${group.args}.${field}`) : undefined
}

const exampleOf = (group: string, names: readonly string[]): string =>
  names.find((name) => name.startsWith(`${group}.`)) ?? group
