import { Environment } from '@marcbachmann/cel-js'
import { messageOf } from '../../foundation/errors.ts'
import { type ConditionNode, copyNode } from './condition-node.ts'
import { findDeepMacro, listReads, type Terms } from './condition-rules.ts'
import type { Known } from './evaluate.ts'
import { type FactType, fitsType } from '../guards/facts.ts'
import { type Message, message, type Text } from '../../foundation/messages/message.ts'

/** The most characters of a condition: more than a person can read, and too few to slow a decision. */
const LIMITS = { maxAstNodes: 500, maxDepth: 30, maxListElements: 200, maxMapEntries: 0, maxCallArguments: 2 }

/** A problem of a condition, and the position of its character. */
export interface ConditionProblem {
  at: number
  text: Text
}

/** A checked condition and the facts that it reads: plain data, which `evaluate` applies to the known facts. */
export interface ConditionOf<Name extends string> {
  text: string
  ast: ConditionNode
  reads: ReadonlySet<Name>
}

export type CompiledOf<Name extends string> =
  | { condition: ConditionOf<Name>; problem?: undefined }
  | { condition?: undefined; problem: ConditionProblem }

/** Checks and evaluates conditions on one table of facts. */
interface Language<Name extends string> {
  /** Checks a condition against the table of facts. A condition that passes has no type error at run time. */
  compile(text: string): CompiledOf<Name>
  /** Removes unknown facts from the values: reading one is then an error, and has() is false. */
  toKnown(facts: Readonly<Record<Name, unknown>>): Known
}

/** Returns the checker of conditions on these facts, each with its type. */
export function makeLanguage<Name extends string>(
  types: Readonly<Record<Name, FactType>>,
  terms: Terms<Name>,
): Language<Name> {
  const places = terms.names.map((name) => {
    const dot = name.indexOf('.')
    return { name, group: name.slice(0, dot), field: name.slice(dot + 1), type: types[name] }
  })
  const groups = [...new Set(places.map(({ group }) => group))]
  const environment = new Environment({ limits: LIMITS })
  for (const name of groups) {
    const own = places.filter(({ group }) => group === name)
    environment.registerVariable({ name, schema: Object.fromEntries(own.map(({ field, type }) => [field, type])) })
  }
  return {
    compile: (text) => compile(environment, terms, text),
    toKnown: (facts) => {
      const known: Record<string, Record<string, unknown>> = Object.fromEntries(groups.map((group) => [group, {}]))
      for (const { name, group, field, type } of places) {
        const [value, fields]: [unknown, Record<string, unknown> | undefined] = [facts[name], known[group]]
        if (fields !== undefined && fitsType(type, value))
          fields[field] = type === 'int' ? BigInt(Number(value)) : value
      }
      return known
    },
  }
}

function compile<Name extends string>(environment: Environment, terms: Terms<Name>, text: string): CompiledOf<Name> {
  try {
    const parsed = environment.parse(text)
    const tooDeep = findDeepMacro(parsed.ast)
    if (tooDeep) return { problem: tooDeep }
    const { valid, type, error } = parsed.check()
    if (!valid) return { problem: explain(error, terms) }
    const { reads, problem } = listReads(parsed.ast, terms)
    if (problem) return { problem }
    if (type !== 'bool')
      return { problem: { at: 0, text: message('ruleFile.condition.notBool', { type: String(type) }) } }
    return { condition: { text, ast: copyNode(parsed.ast), reads } }
  } catch (error) {
    return { problem: explain(error, terms) }
  }
}

function explain(error: unknown, { names, listedBy }: Terms<string>): ConditionProblem {
  const { detail, range, code } = readError(error)
  const problem = describeRefusal(code, detail)
  // The right form of an expression, where the package only reports an error.
  if (code === 'no_such_key' || code === 'unknown_variable')
    return {
      at: range,
      text: message('ruleFile.condition.factsListed', { problem, facts: { as: 'commas', list: names } }),
    }
  if (code === 'no_such_overload')
    return { at: range, text: message('ruleFile.condition.sameType', { problem, command: listedBy }) }
  return { at: range, text: problem }
}

/** The refusals of the package that have a text of their own. */
const REFUSALS = [
  'no_such_key',
  'unknown_variable',
  'no_such_overload',
  'no_matching_overload',
  'unexpected_token',
  'unexpected_character',
  'expected_token',
  'limit_exceeded',
  'invalid_logical_operand',
  'invalid_condition_type',
  'heterogeneous_list_element',
  'invalid_index_type',
  'invalid_macro_argument',
  'invalid_escape_sequence',
] as const

function describeRefusal(code: string, detail: string): Message {
  if (code === 'unterminated_string') return message('ruleFile.condition.unterminated')
  const known = REFUSALS.find((refusal) => refusal === code)
  if (known === undefined) return message('ruleFile.condition.refusedOther', { detail })
  return message(`ruleFile.condition.refused.${known}`, { detail })
}

/** The words before the part of the package's text that names what is wrong: "Unknown variable: " before "acount". */
const INTRODUCTION = /^[A-Za-z ]+: /

/** Reads the package's errors by their fields; any other error is placed at the start, with its text. */
function readError(error: unknown): { detail: string; range: number; code: string } {
  if (!(error instanceof Error)) return { detail: messageOf(error), range: 0, code: '' }
  const summary = 'summary' in error && typeof error.summary === 'string' ? error.summary : error.message
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  const range = 'range' in error && typeof error.range === 'object' ? error.range : null
  const start = range && 'start' in range && typeof range.start === 'number' ? range.start : 0
  return { detail: summary.replace(INTRODUCTION, ''), range: start, code }
}
