import { type ASTNode, Environment } from '@marcbachmann/cel-js'
import { messageOf } from '../lib/errors.ts'
import { listReads } from './condition-rules.ts'
import { FACT_NAMES, FACTS, type FactName, type Facts, type FactType, fits, splitName } from './facts.ts'

/** Far more than a person would want to read, far less than would slow a decision. */
const LIMITS = { maxAstNodes: 500, maxDepth: 30, maxListElements: 200, maxMapEntries: 0, maxCallArguments: 2 }

/** What is wrong with a condition, and at which of its characters. */
export interface ConditionProblem {
  at: number
  message: string
}

/** A condition that was checked: which facts it reads, and what it says of them. */
export interface Condition {
  text: string
  ast: ASTNode
  reads: ReadonlySet<FactName>
  /** `error`: it can't be said, because something it turns on is unknown. */
  say(facts: Facts): boolean | 'error'
}

export type Compiled =
  | { condition: Condition; problem?: undefined }
  | { condition?: undefined; problem: ConditionProblem }

const ENVIRONMENT = makeEnvironment()

/** Checks a condition against the table of facts. What passes has no type left to go wrong at run time. */
export function compileCondition(text: string): Compiled {
  try {
    const evaluate = ENVIRONMENT.parse(text)
    const { valid, type, error } = evaluate.check()
    if (!valid) return { problem: explain(error) }
    const { reads, problem } = listReads(evaluate.ast)
    if (problem) return { problem }
    if (type !== 'bool') return { problem: { at: 0, message: `is ${type} and must be true or false: compare it` } }
    return { condition: { text, ast: evaluate.ast, reads, say: (facts) => say(evaluate, facts) } }
  } catch (error) {
    return { problem: explain(error) }
  }
}

/** The one place where a condition meets facts. Anything but a plain answer is an error, and the caller's to be strict about. */
function say(evaluate: (context: Record<string, unknown>) => unknown, facts: Facts): boolean | 'error' {
  try {
    const answer = evaluate(toContext(facts))
    return typeof answer === 'boolean' ? answer : 'error'
  } catch {
    return 'error'
  }
}

/** What is not known is left out: whoever reads it gets an error, and has() says that it isn't there. */
function toContext(facts: Facts): Record<string, Record<string, unknown>> {
  const context: Record<string, Record<string, unknown>> = {}
  for (const name of FACT_NAMES) {
    const [group, field] = splitName(name)
    context[group] ??= {}
    const value: unknown = facts[name]
    if (!fits(name, value)) continue
    context[group][field] = FACTS[name].type === 'int' ? BigInt(Number(value)) : value
  }
  return context
}

function makeEnvironment(): Environment {
  const groups = new Map<string, Record<string, FactType>>()
  for (const name of FACT_NAMES) {
    const [group, field] = splitName(name)
    groups.set(group, { ...groups.get(group), [field]: FACTS[name].type })
  }
  const environment = new Environment({ limits: LIMITS })
  for (const [name, schema] of groups) environment.registerVariable({ name, schema })
  return environment
}

function explain(error: unknown): ConditionProblem {
  const { summary, range, code } = readError(error)
  const known = KNOWN[code]
  return { at: range, message: `${summary}${known === undefined ? '' : `: ${known}`}` }
}

const FACTS_LISTED = `the facts are ${FACT_NAMES.join(', ')}`
/** What would be right, where the package only says what is wrong. */
const KNOWN: Readonly<Record<string, string>> = {
  no_such_key: FACTS_LISTED,
  unknown_variable: FACTS_LISTED,
  no_such_overload: 'both sides must be of one type, as "countersign guard facts" lists them',
}

/** The package's errors by what they carry; anything else it may throw stands at the start, with its text. */
function readError(error: unknown): { summary: string; range: number; code: string } {
  if (!(error instanceof Error)) return { summary: messageOf(error), range: 0, code: '' }
  const summary = 'summary' in error && typeof error.summary === 'string' ? error.summary : error.message
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  const range = 'range' in error && typeof error.range === 'object' ? error.range : null
  const start = range && 'start' in range && typeof range.start === 'number' ? range.start : 0
  return { summary, range: start, code }
}
