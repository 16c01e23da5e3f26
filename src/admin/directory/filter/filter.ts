import { scimRefusal } from '../scim-error.ts'
import { type Message, message } from '../../../foundation/messages/message.ts'

export const FILTER_LENGTH_MAX = 2_000
const DEPTH_MAX = 20

const COMPARISONS = ['eq', 'ne', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le'] as const
export type Comparison = (typeof COMPARISONS)[number]
export type FilterValue = string | number | boolean | null

/** A parsed SCIM filter. Names of attributes are in lower case, without the URN of the core schema. */
export type Filter =
  | { op: 'and' | 'or'; left: Filter; right: Filter }
  | { op: 'not'; inner: Filter }
  | { op: 'pr'; name: string }
  | { op: Comparison; name: string; value: FilterValue }
  /** One member of the list `name` satisfies `inner`. */
  | { op: 'some'; name: string; inner: Filter }

const TOKEN = /\s*(?:([()[\]])|("(?:[^"\\]|\\.)*")|([A-Za-z0-9$_:.+-]+))/y
const CORE_URN = /^urn:ietf:params:scim:schemas:core:2\.0:(?:user|group):/
const NAME = /^(?:urn:[a-z0-9:._-]+:)?[a-z$][a-z0-9$_-]*(?:\.[a-z$][a-z0-9$_-]*)?$/

/** Parses a filter of RFC 7644 §3.4.2.2. Refuses invalid text without quoting it. */
export function parseFilter(text: string): Filter {
  const reader = new FilterReader(tokensOf(text))
  const filter = reader.readOr(0)
  reader.expectEnd()
  return filter
}

/** Returns an attribute's name as filters and paths have it: in lower case, without the URN of the core schema. */
export function parseName(text: string): string | undefined {
  const name = text.toLowerCase().replace(CORE_URN, '')
  return NAME.test(name) ? name : undefined
}

function tokensOf(text: string): string[] {
  if (text.length > FILTER_LENGTH_MAX) throw wrong(message('filter.tooLong', { limit: FILTER_LENGTH_MAX }))
  const tokens: string[] = []
  const end = text.trimEnd().length
  TOKEN.lastIndex = 0
  while (TOKEN.lastIndex < end) {
    const at = TOKEN.lastIndex
    const found = TOKEN.exec(text)
    if (found === null) throw wrong(message('filter.unreadable', { position: at + 1 }))
    tokens.push(found[1] ?? found[2] ?? found[3] ?? '')
  }
  return tokens
}

const wrong = (text: Message) => scimRefusal('invalidFilter', text)

class FilterReader {
  readonly #tokens: readonly string[]
  #at = 0

  constructor(tokens: readonly string[]) {
    this.#tokens = tokens
  }

  /** The operators in the order in which they bind: `or` least, then `and`, then `not`. */
  readOr(depth: number): Filter {
    let left = this.#readAnd(depth)
    while (this.#take('or')) left = { op: 'or', left, right: this.#readAnd(depth) }
    return left
  }

  expectEnd(): void {
    if (this.#at < this.#tokens.length) throw wrong(message('filter.extra'))
  }

  #readAnd(depth: number): Filter {
    let left = this.#readOne(depth)
    while (this.#take('and')) left = { op: 'and', left, right: this.#readOne(depth) }
    return left
  }

  #readOne(depth: number): Filter {
    if (depth > DEPTH_MAX) throw wrong(message('filter.nested', { limit: DEPTH_MAX }))
    if (this.#take('not')) return { op: 'not', inner: this.#readBracket('(', ')', depth) }
    if (this.#tokens[this.#at] === '(') return this.#readBracket('(', ')', depth)
    const name = parseName(this.#next())
    if (name === undefined) throw wrong(message('filter.noName'))
    if (this.#tokens[this.#at] === '[') return { op: 'some', name, inner: this.#readBracket('[', ']', depth) }
    const word = this.#next().toLowerCase()
    if (word === 'pr') return { op: 'pr', name }
    const op = COMPARISONS.find((known) => known === word)
    if (op === undefined) throw wrong(message('filter.noOperator'))
    return { op, name, value: this.#readValue() }
  }

  #readBracket(open: string, close: string, depth: number): Filter {
    if (!this.#take(open)) throw wrong(message('filter.noBracket', { bracket: open }))
    const inner = this.readOr(depth + 1)
    if (!this.#take(close)) throw wrong(message('filter.noBracket', { bracket: close }))
    return inner
  }

  #readValue(): FilterValue {
    const token = this.#next()
    try {
      const value: unknown = JSON.parse(token)
      if (value === null || ['string', 'number', 'boolean'].includes(typeof value)) return value as FilterValue
    } catch {
      // Entra ID writes booleans as True and False.
      if (/^(true|false)$/i.test(token)) return token.toLowerCase() === 'true'
    }
    throw wrong(message('filter.noValue'))
  }

  #take(word: string): boolean {
    if (this.#tokens[this.#at]?.toLowerCase() !== word) return false
    this.#at += 1
    return true
  }

  #next(): string {
    const token = this.#tokens[this.#at]
    if (token === undefined) throw wrong(message('filter.endsEarly'))
    this.#at += 1
    return token
  }
}
