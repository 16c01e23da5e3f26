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
  say(known: Known): boolean | 'error'
}

export type Compiled =
  | { condition: Condition; problem?: undefined }
  | { condition?: undefined; problem: ConditionProblem }

const PLACES = FACT_NAMES.map((name) => [name, ...splitName(name)] as const)
const GROUPS = [...new Set(PLACES.map(([, group]) => group))]

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
    return { condition: { text, ast: evaluate.ast, reads, say: (known) => say(evaluate, known) } }
  } catch (error) {
    return { problem: explain(error) }
  }
}

/** The one place where a condition meets facts. Anything but a plain answer is an error, and the caller's to be strict about. */
function say(evaluate: (context: Known) => unknown, known: Known): boolean | 'error' {
  try {
    const answer = evaluate(known)
    return typeof answer === 'boolean' ? answer : 'error'
  } catch {
    return 'error'
  }
}

/** What is known of an order, group by group, as conditions read it. */
export type Known = Readonly<Record<string, Readonly<Record<string, unknown>>>>

/** Leaves out what is not known: whoever reads it gets an error, and has() says that it isn't there. */
export function toKnown(facts: Facts): Known {
  const known: Record<string, Record<string, unknown>> = Object.fromEntries(GROUPS.map((group) => [group, {}]))
  for (const [name, group, field] of PLACES) {
    const [value, fields]: [unknown, Record<string, unknown> | undefined] = [facts[name], known[group]]
    if (fields !== undefined && fits(name, value)) {
      fields[field] = FACTS[name].type === 'int' ? BigInt(Number(value)) : value
    }
  }
  return known
}

function makeEnvironment(): Environment {
  const environment = new Environment({ limits: LIMITS })
  for (const name of GROUPS) {
    const own = PLACES.filter(([, group]) => group === name)
    const schema: Record<string, FactType> = Object.fromEntries(own.map(([fact, , field]) => [field, FACTS[fact].type]))
    environment.registerVariable({ name, schema })
  }
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
