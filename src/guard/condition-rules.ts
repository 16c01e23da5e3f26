import type { ASTNode } from '@marcbachmann/cel-js'
import type { ConditionProblem } from './condition.ts'
import { FACT_NAMES, type FactName, isFactName, splitName } from './facts.ts'

/** What a condition may call. No regular expressions: some take longer than any order may wait. */
const CALLS = ['has', 'size', 'exists', 'exists_one', 'all', 'contains', 'startsWith', 'endsWith']
const GROUPS = new Set(FACT_NAMES.map((name) => splitName(name)[0]))

const REFUSED: Readonly<Record<string, string>> = {
  '[]': 'can’t be looked up by place or key: write account.reach, or tags.exists(t, t == "…")',
  '[?]': 'can’t be looked up by place or key: write account.reach, or tags.exists(t, t == "…")',
  '.?': 'can’t be optional: what is unknown makes the guard fire by itself',
  map: 'can’t be a map: a condition compares facts',
}

/** Which facts a condition reads, or the first thing in it that the types alone would let pass. */
export function listReads(ast: ASTNode): { reads: Set<FactName>; problem?: ConditionProblem } {
  const reads = new Set<FactName>()
  const problems: ConditionProblem[] = []
  const refuse = (node: ASTNode, message: string) => problems.push({ at: node.range.start, message })

  function read(node: ASTNode): void {
    const name = factOf(node)
    if (name !== undefined) return void reads.add(name)
    const refused = REFUSED[node.op]
    if (refused !== undefined) refuse(node, refused)
    if (node.op === 'id' && GROUPS.has(node.args)) {
      refuse(node, `${node.args} is a group of facts: name one of them, such as ${exampleOf(node.args)}`)
    }
    const called = node.op === 'call' || node.op === 'rcall' ? node.args[0] : undefined
    if (called !== undefined && !CALLS.includes(called)) {
      refuse(node, `${called}() can't be used here: there are ${CALLS.join(', ')}`)
    }
    for (const child of childrenOf(node)) read(child)
  }

  read(ast)
  const loosening = findLooseHas(ast)
  if (loosening) refuse(loosening, HAS_LOOSENS)
  if (reads.size === 0 && !(ast.op === 'value' && ast.args === true)) {
    refuse(ast, 'reads no fact, so it says the same of every order: write "true", in quotes, if that is meant')
  }
  const [problem] = problems.sort((a, b) => a.at - b.at)
  return problem ? { reads, problem } : { reads }
}

const HAS_LOOSENS =
  'has() may only stand as !has(…), under nothing but && and ||: anywhere else an unknown fact would make the guard milder'

/**
 * A has() by which not knowing could make the condition false. Only `!has(…)` grows more true as less is known, and only
 * && and || above it keep that so.
 */
function findLooseHas(node: ASTNode): ASTNode | undefined {
  if (node.op === '&&' || node.op === '||') return findLooseHas(node.args[0]) ?? findLooseHas(node.args[1])
  if (node.op === '!_' && isHas(node.args)) return undefined
  return findHas(node)
}

const isHas = (node: ASTNode): boolean => node.op === 'call' && node.args[0] === 'has'

function findHas(node: ASTNode): ASTNode | undefined {
  if (isHas(node)) return node
  for (const child of childrenOf(node)) {
    const found = findHas(child)
    if (found) return found
  }
  return undefined
}

function factOf(node: ASTNode): FactName | undefined {
  if (node.op !== '.') return undefined
  const [group, field] = node.args
  const name = group.op === 'id' ? `${group.args}.${field}` : ''
  return isFactName(name) ? name : undefined
}

const exampleOf = (group: string): string => FACT_NAMES.find((name) => name.startsWith(`${group}.`)) ?? group

/** The conditions inside a condition, whatever holds them. */
export function childrenOf(node: ASTNode): ASTNode[] {
  const found: ASTNode[] = []
  const collect = (value: unknown): void => {
    if (Array.isArray(value)) for (const entry of value) collect(entry)
    else if (isNode(value)) found.push(value)
  }
  collect(node.args)
  return found
}

const isNode = (value: unknown): value is ASTNode =>
  typeof value === 'object' && value !== null && 'op' in value && 'args' in value && 'range' in value
