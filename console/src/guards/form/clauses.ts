import type { FactType } from '../../api/guard-types.ts'

/** One clause of a condition: a fact, an operator and a value. */
export type Clause = FlagClause | ComparisonClause | ListClause
interface FlagClause {
  fact: string
  operator: 'true' | 'false' | 'unknown'
}
interface ComparisonClause {
  fact: string
  operator: Comparison
  value: number | string
}
interface ListClause {
  fact: string
  operator: 'one_of' | 'contains'
  value: readonly string[]
}

export const isList = (clause: Clause): clause is ListClause =>
  clause.operator === 'one_of' || clause.operator === 'contains'
export const isComparison = (clause: Clause): clause is ComparisonClause =>
  COMPARISONS.some((operator) => operator === clause.operator)

/** A condition that the form can show: clauses of which all, or any, must hold. */
export interface Clauses {
  match: 'all' | 'any'
  clauses: readonly Clause[]
}

export const COMPARISONS = ['>=', '>', '<', '<=', '==', '!='] as const
type Comparison = (typeof COMPARISONS)[number]
export type Operator = Clause['operator']

/** The operators for each type of fact, the most used first. */
export const OPERATORS: Record<FactType, readonly Operator[]> = {
  int: [...COMPARISONS, 'unknown'],
  double: [...COMPARISONS, 'unknown'],
  bool: ['true', 'false', 'unknown'],
  string: ['==', '!=', 'one_of', 'unknown'],
  'list<string>': ['contains', 'unknown'],
}

export type FactTypes = ReadonlyMap<string, FactType>
type Token = { kind: 'name' | 'text' | 'number' | 'sign'; text: string }

const CONDITION_CHARS_MAX = 2_000
const TOKEN =
  /\s*(?:(?<name>[a-z][a-z_0-9]*(?:\.[a-z][a-z_0-9]*)*)|(?<number>-?\d+(?:\.\d+)?)|(?<text>'(?:[^'\\\n]|\\['"\\])*'|"(?:[^"\\\n]|\\['"\\])*")|(?<sign>&&|\|\||[><=!]=|[><!()[\],]))/y

/** Reads a condition as clauses. Undefined: it has another form, such as brackets, sums, or && beside ||. Pure. */
export function readClauses(text: string, types: FactTypes): Clauses | undefined {
  const tokens = text.length > CONDITION_CHARS_MAX ? undefined : tokensOf(text)
  if (tokens === undefined) return undefined
  const { match, parts } = splitParts(tokens)
  const clauses = parts.map((part) => readClause(part, types))
  const known = clauses.filter((clause) => clause !== undefined)
  return match !== undefined && known.length === clauses.length ? { match, clauses: known } : undefined
}

function tokensOf(text: string): Token[] | undefined {
  const tokens: Token[] = []
  const end = text.trimEnd().length
  for (TOKEN.lastIndex = 0; TOKEN.lastIndex < end; ) {
    const groups = TOKEN.exec(text)?.groups
    const found = Object.entries(groups ?? {}).find(([, value]) => value !== undefined)
    if (found === undefined) return undefined
    tokens.push({ kind: found[0] as Token['kind'], text: String(found[1]) })
  }
  return tokens
}

/** Splits tokens at && or ||. `match` is undefined where both stand in one condition. */
function splitParts(tokens: readonly Token[]): { match: Clauses['match'] | undefined; parts: Token[][] } {
  const parts: Token[][] = [[]]
  const joins = new Set<string>()
  for (const token of tokens) {
    if (token.kind === 'sign' && (token.text === '&&' || token.text === '||')) {
      joins.add(token.text)
      parts.push([])
    } else parts.at(-1)?.push(token)
  }
  return { match: joins.size > 1 ? undefined : joins.has('||') ? 'any' : 'all', parts }
}

function readClause(tokens: readonly Token[], types: FactTypes): Clause | undefined {
  const signs = tokens.map(({ kind, text }) => (kind === 'sign' || kind === 'name' ? text : kind)).join(' ')
  const [first, second, third] = tokens
  if (first === undefined) return undefined
  const exists = /^([a-z_0-9.]+)\.exists \( (\w+) , \2 (==|in) (.+) \)$/.exec(signs)
  const name = exists?.[1] ?? tokens.find(({ kind, text }) => kind === 'name' && text !== 'has')?.text ?? ''
  const type = types.get(name)
  if (type === undefined) return undefined
  if (signs === `! has ( ${name} )`) return { fact: name, operator: 'unknown' }
  if (type === 'bool') return readFlag(signs, name)
  if (exists !== null) return type === 'list<string>' ? readContains(tokens, name, exists) : undefined
  if (type === 'list<string>' || first.text !== name) return undefined
  if (second?.text === 'in' && type === 'string') return toList(name, 'one_of', tokens.slice(2))
  const operator = COMPARISONS.find((sign) => sign === second?.text)
  if (operator === undefined || third === undefined || tokens.length !== 3) return undefined
  if (!OPERATORS[type].includes(operator)) return undefined
  return readComparison({ fact: name, operator, value: third }, type)
}

function readFlag(signs: string, fact: string): Clause | undefined {
  if (signs === fact) return { fact, operator: 'true' }
  return signs === `! ${fact}` ? { fact, operator: 'false' } : undefined
}

function readContains(tokens: readonly Token[], fact: string, [, , , operator]: RegExpExecArray): Clause | undefined {
  const values = tokens.slice(6, -1)
  const [only] = values
  if (operator === 'in') return toList(fact, 'contains', values)
  return values.length === 1 && only?.kind === 'text'
    ? { fact, operator: 'contains', value: [unquote(only.text)] }
    : undefined
}

/** Reads the tokens of a list of texts, brackets included. */
function toList(fact: string, operator: 'one_of' | 'contains', tokens: readonly Token[]): Clause | undefined {
  const shape = tokens.map(({ kind, text }) => (kind === 'text' ? 'text' : text)).join(' ')
  if (!/^\[ text(?: , text)* \]$/.test(shape)) return undefined
  return { fact, operator, value: tokens.filter(({ kind }) => kind === 'text').map(({ text }) => unquote(text)) }
}

function readComparison(
  { fact, operator, value }: { fact: string; operator: Comparison; value: Token },
  type: FactType,
): Clause | undefined {
  if (type === 'string') {
    return value.kind === 'text' ? { fact, operator, value: unquote(value.text) } : undefined
  }
  // A whole number beside a double is an error of types, which the code editor shows.
  const fits = value.kind === 'number' && value.text.includes('.') === (type === 'double')
  return fits && Number.isSafeInteger(Math.trunc(Number(value.text)))
    ? { fact, operator, value: Number(value.text) }
    : undefined
}

const unquote = (text: string): string => text.slice(1, -1).replaceAll(/\\(?<escaped>['"\\])/g, '$<escaped>')
const quote = (text: string): string => `'${text.replaceAll(/[\\']/g, String.raw`\$&`)}'`
const quoteAll = (texts: readonly string[]): string => `[${texts.map(quote).join(', ')}]`

/** Writes clauses as a condition, which `readClauses` reads back. Pure. */
export const writeClauses = ({ match, clauses }: Clauses, types: FactTypes): string =>
  clauses.map((clause) => writeClause(clause, types)).join(match === 'all' ? ' && ' : ' || ')

function writeClause(clause: Clause, types: FactTypes): string {
  const { fact, operator } = clause
  switch (operator) {
    case 'true':
      return fact
    case 'false':
      return `!${fact}`
    case 'unknown':
      return `!has(${fact})`
    case 'one_of':
      return `${fact} in ${quoteAll(clause.value)}`
    case 'contains':
      return clause.value.length === 1
        ? `${fact}.exists(tag, tag == ${quote(clause.value[0] ?? '')})`
        : `${fact}.exists(tag, tag in ${quoteAll(clause.value)})`
    default:
      return `${fact} ${operator} ${writeValue(clause.value, types.get(fact))}`
  }
}

function writeValue(value: number | string, type: FactType | undefined): string {
  if (typeof value === 'string') return quote(value)
  // Without an exponent, which the form doesn't read.
  const digits = value.toLocaleString('en', { useGrouping: false, maximumFractionDigits: 12 })
  return type === 'double' && !digits.includes('.') ? `${digits}.0` : digits
}

/** Returns a clause on a fact that a person chose, with the first operator of its type and an initial value. */
export function newClause(fact: string, types: FactTypes): Clause {
  const type = types.get(fact) ?? 'bool'
  return withOperator({ fact, operator: 'true' }, OPERATORS[type][0] ?? 'true', type)
}

/** Returns the clause with another operator; its value stays where the operator takes one of that form. */
export function withOperator(clause: Clause, operator: Operator, type: FactType): Clause {
  const { fact } = clause
  const value = 'value' in clause ? clause.value : undefined
  switch (operator) {
    case 'true':
    case 'false':
    case 'unknown':
      return { fact, operator }
    case 'one_of':
    case 'contains':
      return {
        fact,
        operator,
        value: typeof value === 'string' ? [value] : typeof value === 'object' ? value : ['tag'],
      }
    default: {
      if (type === 'string')
        return { fact, operator, value: typeof value === 'object' ? (value[0] ?? '') : String(value ?? '') }
      return { fact, operator, value: typeof value === 'number' ? value : 0 }
    }
  }
}
