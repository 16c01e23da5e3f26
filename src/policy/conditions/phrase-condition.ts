import { type ConditionNode, isConditionNode } from './condition-node.ts'
import { factOf } from './condition-rules.ts'
import type { ConditionOf } from './language.ts'

/**
 * The words for a fact: true and false; or its count, unknown, and the named values that a list holds; or its name and
 * unknown.
 */
export type Spoken =
  | { yes: string; no: string }
  | { counted: (so: string) => string; unknown: string; holds?: (names: string, many: boolean) => string }
  | { named: (so: string) => string; unknown: string }
export type SpokenOf<Name extends string> = Readonly<Record<Name, Spoken>>

const COMPARED: Readonly<Record<string, (than: string) => string>> = {
  '>=': (than) => `${than} or more`,
  '>': (than) => `more than ${than}`,
  '<': (than) => `fewer than ${than}`,
  '<=': (than) => `${than} or fewer`,
  '==': (than) => than,
  '!=': (than) => `other than ${than}`,
}

/** Formats a condition in plain words. A part without words stays as it is written. Pure. */
export function phraseCondition<Name extends string>(
  { text, ast }: Pick<ConditionOf<Name>, 'text' | 'ast'>,
  spoken: SpokenOf<Name>,
): string {
  const names = Object.keys(spoken) as Name[]
  const of = (node: unknown): Spoken | undefined => {
    const name = isConditionNode(node) ? factOf(node, names) : undefined
    return name === undefined ? undefined : spoken[name]
  }
  const phrase = (node: ConditionNode): string => {
    switch (node.op) {
      case '&&':
      case '||': {
        const joint = node.op === '&&' ? 'and' : 'or'
        return node.args.map((part) => within(part, node.op, phrase(part))).join(` ${joint} `)
      }
      case '!_':
        return phraseNegation(of, node.args) ?? `not (${phrase(node.args)})`
      case 'value':
        return node.args === true ? 'always' : asWritten(text, node)
      case '.':
        return formatFlag(of(node), 'yes') ?? asWritten(text, node)
      case 'rcall':
        return formatHeld(of, node) ?? asWritten(text, node)
      case 'in':
        return phraseMembership(of, node.args) ?? asWritten(text, node)
      default:
        return formatCompared(of, node) ?? asWritten(text, node)
    }
  }
  return phrase(ast)
}

/** Finds the words for the fact that a node reads. Undefined: it reads none. */
type Find = (node: unknown) => Spoken | undefined

const within = (part: ConditionNode, op: string, said: string): string =>
  (part.op === '&&' || part.op === '||') && part.op !== op ? `(${said})` : said

const asWritten = (text: string, { range }: ConditionNode): string =>
  text.slice(range.start, range.end).replaceAll(/\s+/g, ' ')

const formatFlag = (spoken: Spoken | undefined, which: 'yes' | 'no'): string | undefined =>
  spoken !== undefined && 'yes' in spoken ? spoken[which] : undefined

/** Formats a negation; !has(…) is worded as "unknown". */
function phraseNegation(of: Find, node: ConditionNode): string | undefined {
  const [called, args] = node.op === 'call' ? node.args : []
  const spoken = called === 'has' && args !== undefined ? of(args[0]) : undefined
  if (spoken !== undefined && 'yes' in spoken) return `whether ${spoken.yes} is not known`
  return spoken !== undefined && 'unknown' in spoken ? spoken.unknown : formatFlag(of(node), 'no')
}

function formatCompared(of: Find, node: ConditionNode): string | undefined {
  const compared = COMPARED[node.op]
  const [left, right] = Array.isArray(node.args) ? (node.args as unknown[]) : []
  const [spoken, than] = [of(left), literalOf(right)]
  if (compared === undefined || spoken === undefined || than === undefined || 'yes' in spoken) return undefined
  if ('named' in spoken) return typeof than === 'string' ? formatNamed(spoken, node.op, than) : undefined
  return typeof than === 'number' ? spoken.counted(compared(than.toLocaleString('en'))) : undefined
}

function formatNamed({ named }: Extract<Spoken, { named: unknown }>, op: string, name: string): string | undefined {
  if (op !== '==' && op !== '!=') return undefined
  return named(op === '==' ? worded(name) : `other than ${worded(name)}`)
}

/** Formats tags.exists(t, t in […]) and tags.exists(t, t == …): the list holds one of these values. */
function formatHeld(of: Find, node: ConditionNode): string | undefined {
  const [called, receiver, args] = node.op === 'rcall' ? node.args : []
  const [variable, inner] = args ?? []
  if (called !== 'exists' || variable?.op !== 'id' || !inner) return undefined
  if (inner.op !== 'in' && inner.op !== '==') return undefined
  const [one, others] = inner.args
  if (one.op !== 'id' || one.args !== variable.args) return undefined
  return formatHolds(of(receiver), others.op === 'list' ? others.args.map(literalOf) : [literalOf(others)])
}

/** Formats 'newsroom' in account.tags, and signal.category in ['…']. */
function phraseMembership(of: Find, [one, others]: readonly [ConditionNode, ConditionNode]): string | undefined {
  const read = of(one)
  if (read !== undefined && 'named' in read && others.op === 'list') {
    const listed = listNames(others.args.map(literalOf))
    return listed && read.named(listed.many ? `one of ${listed.names}` : listed.names)
  }
  return formatHolds(of(others), [literalOf(one)])
}

function formatHolds(spoken: Spoken | undefined, values: readonly unknown[]): string | undefined {
  const listed = listNames(values)
  return listed && spoken !== undefined && 'counted' in spoken ? spoken.holds?.(listed.names, listed.many) : undefined
}

function listNames(values: readonly unknown[]): { names: string; many: boolean } | undefined {
  if (!values.every((value) => typeof value === 'string')) return undefined
  const said = values.map(worded)
  const last = said.pop() ?? ''
  return said.length === 0 ? { names: last, many: false } : { names: `${said.join(', ')} or ${last}`, many: true }
}

/** A name that is all capitals, as a category's is. */
const CONSTANT = /^[A-Z][A-Z0-9]*(_[A-Z0-9]+)+$/

const worded = (name: string): string => (CONSTANT.test(name) ? name.toLowerCase() : name).replaceAll('_', ' ')

function literalOf(node: unknown): string | number | undefined {
  if (!isConditionNode(node)) return undefined
  if (node.op === '-_') {
    const positive = literalOf(node.args)
    return typeof positive === 'number' ? -positive : undefined
  }
  const value: unknown = node.op === 'value' ? node.args : undefined
  if (typeof value === 'bigint') return Number(value)
  return typeof value === 'string' || typeof value === 'number' ? value : undefined
}
