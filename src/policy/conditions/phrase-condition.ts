import { type Message, message, type Text } from '../../foundation/messages/message.ts'
import { termMessage } from '../../foundation/messages/term-message.ts'
import { type ConditionNode, isConditionNode } from './condition-node.ts'
import { factOf } from './condition-rules.ts'
import type { ConditionOf } from './language.ts'
import type { Spoken, SpokenOf } from './spoken.ts'

const COMPARED: Readonly<Record<string, 'atLeast' | 'above' | 'below' | 'atMost' | 'exactly' | 'other'>> = {
  '>=': 'atLeast',
  '>': 'above',
  '<': 'below',
  '<=': 'atMost',
  '==': 'exactly',
  '!=': 'other',
}

/**
 * Returns a condition in words that can follow "when", in any language. A part without words stays as it is written.
 * Pure.
 */
export function phraseCondition<Name extends string>(
  { text, ast }: Pick<ConditionOf<Name>, 'text' | 'ast'>,
  spoken: SpokenOf<Name>,
): Text {
  const names = Object.keys(spoken) as Name[]
  const of = (node: unknown): Spoken | undefined => {
    const name = isConditionNode(node) ? factOf(node, names) : undefined
    return name === undefined ? undefined : spoken[name]
  }
  const phrase = (node: ConditionNode): Text => {
    switch (node.op) {
      case '&&':
      case '||': {
        const [left, right] = node.args.map((part) => within(part, node.op, phrase(part)))
        return message(node.op === '&&' ? 'condition.and' : 'condition.or', { left: left ?? '', right: right ?? '' })
      }
      case '!_':
        return phraseNegation(of, node.args) ?? message('condition.not', { condition: phrase(node.args) })
      case 'value':
        return node.args === true ? message('condition.always') : asWritten(text, node)
      case '.':
        return phraseFlag(of(node), 'yes') ?? asWritten(text, node)
      case 'rcall':
        return phraseHeld(of, node) ?? asWritten(text, node)
      case 'in':
        return phraseMembership(of, node.args) ?? asWritten(text, node)
      default:
        return phraseCompared(of, node) ?? asWritten(text, node)
    }
  }
  return phrase(ast)
}

/** Finds the words for the fact that a node reads. Undefined: it reads none. */
type Find = (node: unknown) => Spoken | undefined

const within = (part: ConditionNode, op: string, condition: Text): Text =>
  (part.op === '&&' || part.op === '||') && part.op !== op ? message('condition.grouped', { condition }) : condition

const asWritten = (text: string, { range }: ConditionNode): string =>
  text.slice(range.start, range.end).replaceAll(/\s+/g, ' ')

const phraseFlag = (spoken: Spoken | undefined, which: 'yes' | 'no'): Message | undefined =>
  spoken !== undefined && 'yes' in spoken ? spoken[which] : undefined

/** Words a negation; !has(…) is worded as "unknown". */
function phraseNegation(of: Find, node: ConditionNode): Message | undefined {
  const [called, args] = node.op === 'call' ? node.args : []
  const spoken = called === 'has' && args !== undefined ? of(args[0]) : undefined
  if (spoken !== undefined && 'yes' in spoken) return message('condition.flagUnknown', { flag: spoken.yes })
  return spoken !== undefined && 'unknown' in spoken ? spoken.unknown : phraseFlag(of(node), 'no')
}

function phraseCompared(of: Find, node: ConditionNode): Message | undefined {
  const compared = COMPARED[node.op]
  const [left, right] = Array.isArray(node.args) ? (node.args as unknown[]) : []
  const [spoken, than] = [of(left), literalOf(right)]
  if (compared === undefined || spoken === undefined || than === undefined || 'yes' in spoken) return undefined
  if ('named' in spoken) return typeof than === 'string' ? phraseNamed(spoken, node.op, than) : undefined
  return typeof than === 'number' ? spoken.counted(message(`condition.compared.${compared}`, { than })) : undefined
}

function phraseNamed(spoken: Extract<Spoken, { named: unknown }>, op: string, value: string): Message | undefined {
  if (op !== '==' && op !== '!=') return undefined
  const name = nameValue(spoken, value)
  return spoken.named(op === '==' ? name : message('condition.named.other', { name }))
}

/** Words tags.exists(t, t in […]) and tags.exists(t, t == …): the list holds one of these values. */
function phraseHeld(of: Find, node: ConditionNode): Message | undefined {
  const [called, receiver, args] = node.op === 'rcall' ? node.args : []
  const [variable, inner] = args ?? []
  if (called !== 'exists' || variable?.op !== 'id' || !inner) return undefined
  if (inner.op !== 'in' && inner.op !== '==') return undefined
  const [one, others] = inner.args
  if (one.op !== 'id' || one.args !== variable.args) return undefined
  return phraseHolds(of(receiver), others.op === 'list' ? others.args.map(literalOf) : [literalOf(others)])
}

/** Words 'newsroom' in account.tags, and signal.category in ['…']. */
function phraseMembership(of: Find, [one, others]: readonly [ConditionNode, ConditionNode]): Message | undefined {
  const read = of(one)
  if (read !== undefined && 'named' in read && others.op === 'list') {
    const names = listNames(read, others.args.map(literalOf))
    const [first, second] = names ?? []
    if (names === undefined || first === undefined) return undefined
    if (second === undefined) return read.named(first)
    return read.named(message('condition.named.several', { names: { as: 'or', list: names } }))
  }
  return phraseHolds(of(others), [literalOf(one)])
}

function phraseHolds(spoken: Spoken | undefined, values: readonly unknown[]): Message | undefined {
  if (spoken === undefined || !('counted' in spoken) || spoken.holds === undefined) return undefined
  const names = listNames(spoken, values)
  return names && spoken.holds({ as: 'or', list: names }, names.length > 1)
}

function listNames(spoken: Spoken, values: readonly unknown[]): Message[] | undefined {
  return values.every((value) => typeof value === 'string')
    ? values.map((value) => nameValue(spoken, value))
    : undefined
}

/** Returns a value's word in the catalogue. A value that only this organisation knows stays as it is. */
const nameValue = (spoken: Spoken, value: string): Message =>
  message('condition.quoted', {
    name: ('values' in spoken ? termMessage(spoken.values, value) : undefined) ?? worded(value),
  })

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
