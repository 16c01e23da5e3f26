import type { Json } from '../canonical.ts'
import { isMessage, type Message, type Param, type Text, type TextItem, type TextList } from './message.ts'
import { isMessageKey, type Language, type Reader, renderMessage, renderText } from './render-message.ts'

/** A text as a row keeps it. The English text is the record; the message only renders it in other languages. */
export interface StoredText {
  english: string
  /** The message as JSON. Null: the text is the same in all languages, or too long a message. */
  message: string | null
}

/** A stored text as a reader sees it, with the language in which it is. */
export interface ShownText {
  text: string
  language: Language
}

/**
 * The most characters of a message as JSON, where SQL has the same limit, and of the parameters of each message that is
 * rendered from a row.
 */
export const MESSAGE_CHARS_MAX = 200_000
/** Deeper than any message of the catalogue, which is nested by code and not by input. */
const DEPTH_MAX = 12

/**
 * Returns a text in the form in which PostgreSQL stores it unchanged: U+0000 and halves of a character become U+FFFD,
 * and a cut leaves no half of a character. An alert about a forged row quotes it, and must not fail on it.
 */
export function toStorable(text: string, charsMax: number): string {
  const whole = text.replaceAll('\0', '\uFFFD').toWellFormed()
  return whole.length <= charsMax ? whole : whole.slice(0, charsMax).replace(/[\uD800-\uDBFF]$/, '')
}

/** Returns both forms of a text for a row. */
export function storeText(text: Text, charsMax: number): StoredText {
  const english = toStorable(renderText(text), charsMax)
  const message = typeof text === 'string' ? null : JSON.stringify(encode(text))
  return { english, message: message === null || message.length > MESSAGE_CHARS_MAX ? null : message }
}

/** A text as it was read from a row. `charsMax`: the length to which it was cut. */
export interface ReadText {
  english: string
  message: unknown
  charsMax: number
}

/**
 * Returns the message of a stored text, or the English text. The message counts only while its English is the stored
 * text, to the letter: a message that an intruder or another release wrote can not say anything else.
 */
export function findStored({ english, message, charsMax }: ReadText): Text {
  try {
    const text = findText(message)
    return text !== undefined && toStorable(renderRead(text), charsMax) === english ? text : english
  } catch {
    return english // A parameter is missing, too long, or of another type.
  }
}

/** Returns a stored text for a reader, in their language where its message counts. */
export function readStored(stored: ReadText, { language, zone }: Reader): ShownText {
  const text = language === 'en' && zone === undefined ? stored.english : findStored(stored)
  if (typeof text === 'string') return { text, language: 'en' }
  try {
    return { text: toStorable(renderRead(text, language, zone), stored.charsMax), language }
  } catch {
    return { text: stored.english, language: 'en' } // A parameter is too long in this language alone.
  }
}

const renderRead = (text: Message, language?: Language, zone?: string): string =>
  renderMessage(text, language, zone, MESSAGE_CHARS_MAX)

function encode(value: Param): Json {
  if (typeof value === 'string') return toStorable(value, value.length)
  if (typeof value !== 'object' || value === null) return value
  if (value instanceof Date) return { at: value.toISOString() }
  if (isMessage(value)) {
    const params = Object.entries(value.params).map(([name, param]) => [name, encode(param)])
    return { key: value.key, params: Object.fromEntries(params) }
  }
  const { as, list }: TextList = 'as' in value ? value : { as: 'and', list: value }
  return { as, list: list.map(encode) }
}

function findText(stored: unknown): Message | undefined {
  const decoded = decode(stored, 0)
  return typeof decoded === 'object' && isMessage(decoded) ? decoded : undefined
}

/** Returns a stored value as a parameter. Undefined: it is none. */
function decode(value: unknown, depth: number): Param | undefined {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' || value === null)
    return value as Param
  if (typeof value !== 'object' || depth > DEPTH_MAX) return undefined
  const { at, key, params, as, list } = value as Readonly<Record<string, unknown>>
  if (typeof at === 'string') return decodeTime(at)
  if (typeof key === 'string' && typeof params === 'object' && params !== null) return decodeMessage(key, params, depth)
  return Array.isArray(list) && isJoin(as) ? decodeList(as, list, depth) : undefined
}

function decodeTime(at: string): Date | undefined {
  const time = new Date(at)
  return Number.isNaN(time.getTime()) ? undefined : time
}

function decodeMessage(key: string, stored: object, depth: number): Message | undefined {
  if (!isMessageKey(key)) return undefined
  const params: [string, Param][] = []
  for (const [name, value] of Object.entries(stored)) {
    const param = decode(value, depth + 1)
    if (param === undefined) return undefined
    params.push([name, param])
  }
  return { key, params: Object.fromEntries(params) }
}

const JOINS: readonly string[] = [
  'and',
  'or',
  'commas',
  'sentences',
  'paragraphs',
  'lines',
  'countries',
  'languages',
] satisfies TextList['as'][]
const isJoin = (as: unknown): as is TextList['as'] => typeof as === 'string' && JOINS.includes(as)

function decodeList(as: TextList['as'], stored: readonly unknown[], depth: number): TextList | undefined {
  const list = stored.map((item) => decode(item, depth + 1))
  return list.every(isItem) ? { as, list } : undefined
}

const isItem = (value: Param | undefined): value is TextItem =>
  typeof value === 'string' || typeof value === 'number' || (typeof value === 'object' && isMessage(value))
