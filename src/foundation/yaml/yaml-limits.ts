import { CST, Lexer } from 'yaml'
import { message, type Text } from '../messages/message.ts'

/** The most bytes of one policy file. The shipped files have less than a tenth of that. */
export const YAML_BYTES_MAX = 1_048_576
export const YAML_NODES_MAX = 20_000
/** The deepest nesting of lists and maps. The deepest shipped file has six levels. */
export const YAML_DEPTH_MAX = 30

export interface YamlExcess {
  at: number
  message: Text
}

const ALIASES = message('ruleFile.excess.aliases')
const ENTRIES = message('ruleFile.excess.entries', { limit: YAML_NODES_MAX })
const LINES = message('ruleFile.excess.lines', { limit: YAML_NODES_MAX })
const TOO_DEEP = message('ruleFile.excess.depth', { limit: YAML_DEPTH_MAX })

/** The YAML features that no policy file needs, each with its message. */
const REFUSED: ReadonlyMap<string | null, Text> = new Map([
  ['anchor', ALIASES],
  ['alias', ALIASES],
  ['tag', message('ruleFile.excess.tag')],
  ['directive-line', message('ruleFile.excess.directive')],
  ['doc-end', message('ruleFile.excess.documentEnd')],
])

const NODE_TOKENS: ReadonlySet<string | null> = new Set([
  'scalar',
  'single-quoted-scalar',
  'double-quoted-scalar',
  'block-scalar',
  'flow-map-start',
  'flow-seq-start',
  'seq-item-ind',
  'explicit-key-ind',
  'map-value-ind',
  'comma',
])
const OPENING: ReadonlySet<string | null> = new Set(['flow-map-start', 'flow-seq-start'])
const CLOSING: ReadonlySet<string | null> = new Set(['flow-map-end', 'flow-seq-end'])
/** The tokens that open a list or map of their own, also several on one line. */
const COMPACT: ReadonlySet<string | null> = new Set(['seq-item-ind', 'explicit-key-ind'])

/**
 * Finds the first part of a YAML text that could make reading it slow: more entries or lines than a policy file has,
 * deep nesting, anchors and aliases. It makes one pass over the tokens, before anything is built.
 */
export function findYamlExcess(source: string): YamlExcess | undefined {
  const [tally, depth] = [new Tally(), new Depth()]
  let at = 0
  for (const token of new Lexer().lex(source)) {
    const type = CST.tokenType(token)
    const text = REFUSED.get(type) ?? tally.add(type) ?? depth.add(type, token.length)
    if (text !== undefined) return { at, message: text }
    if (!isMark(token)) at += token.length
  }
  return undefined
}

class Tally {
  #entries = 0
  #lines = 0
  #documents = 0

  add(type: string | null): Text | undefined {
    if (NODE_TOKENS.has(type)) this.#entries++
    if (type === 'newline') this.#lines++
    if (type === 'doc-start') this.#documents++
    if (this.#documents > 1) return message('ruleFile.excess.secondDocument')
    if (this.#lines > YAML_NODES_MAX) return LINES
    return this.#entries > YAML_NODES_MAX ? ENTRIES : undefined
  }
}

/** Counts the lists and maps around the token that was read last. It may count too many, never too few. */
class Depth {
  #flow = 0
  #compact = 0
  #isLineStart = true
  readonly #indents = [0]

  add(type: string | null, length: number): Text | undefined {
    if (OPENING.has(type)) this.#flow++
    if (CLOSING.has(type)) this.#flow--
    if (COMPACT.has(type)) this.#compact++
    if (type === 'space' && this.#isLineStart && this.#flow <= 0) enter(this.#indents, length)
    this.#isLineStart = type === 'newline'
    if (this.#isLineStart) this.#compact = 0
    return Math.max(this.#flow, 0) + this.#compact + this.#indents.length > YAML_DEPTH_MAX ? TOO_DEEP : undefined
  }
}

/** Updates the columns at which the blocks around a line begin, for a line with this indentation. */
function enter(indents: number[], column: number): void {
  while ((indents.at(-1) ?? 0) > column) indents.pop()
  if ((indents.at(-1) ?? 0) < column) indents.push(column)
}

/** True for marks that the lexer inserts, which are no part of the text. */
const isMark = (token: string): boolean =>
  token === CST.BOM || token === CST.DOCUMENT || token === CST.FLOW_END || token === CST.SCALAR
