import type { Message, Text } from './message.ts'
import { isMessageKey, listEnglish, renderMessage } from './render-message.ts'

/** A text of the catalogue by which a stored English text is recognised. */
interface Pattern {
  key: string
  expression: RegExp
  params: readonly { name: string; isNumber: boolean }[]
  /** The number of characters outside parameters. */
  fixedChars: number
}

/** Matches a parameter without forms: `{name}` or `{name, number}`. */
const PARAM = /\{(\w+)(, number)?\}/g
const NUMBER = '([\\d,]+)'
/** The parameters whose value is another text of the catalogue, where it is one: of the same areas, or the name of an action. */
const NESTED = 'because'
const ACTION = { param: 'action', areas: ['term.action.'] } as const

const known = new Map<string, readonly Pattern[]>()

/**
 * Returns the message of an English text that a row keeps without its message, if a text of these areas of the
 * catalogue says exactly this. Its parameters are what the stored text has in their places. Otherwise returns the text.
 */
export function knownText(english: string, areas: readonly string[]): Text {
  for (const { key, expression, params } of patternsOf(areas)) {
    const found = expression.exec(english)
    if (found === null || !isMessageKey(key)) continue
    const values = params.map(({ name, isNumber }, index) => [
      name,
      toParam(name, isNumber, found[index + 1] ?? '', areas),
    ])
    const text = { key, params: Object.fromEntries(values) } satisfies Message
    if (renderMessage(text) === english) return text
  }
  return english
}

function toParam(name: string, isNumber: boolean, value: string, areas: readonly string[]): Text | number {
  if (isNumber) return Number(value.replaceAll(',', ''))
  if (name === ACTION.param) return knownText(value, ACTION.areas)
  return name === NESTED ? knownText(value, areas) : value
}

function patternsOf(areas: readonly string[]): readonly Pattern[] {
  const name = areas.join()
  const compiled = known.get(name) ?? compile(areas)
  known.set(name, compiled)
  return compiled
}

/** The text with the most fixed characters is tried first: "{id}: {what}" says exactly any sentence with a colon. */
const compile = (areas: readonly string[]): readonly Pattern[] =>
  listEnglish(areas)
    .flatMap(([key, text]) => toPattern(key, text))
    .sort((one, other) => other.fixedChars - one.fixedChars)

/** A text with plurals or a choice of words is not recognised: it has more than one form. */
function toPattern(key: string, text: string): Pattern[] {
  if (/[{}]/.test(text.replaceAll(PARAM, ''))) return []
  const params = [...text.matchAll(PARAM)].map(([, name = '', number]) => ({ name, isNumber: number !== undefined }))
  const parts = text.split(/\{\w+(?:, number)?\}/).map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  const source = parts.map((part, index) => part + (params[index] ? (params[index].isNumber ? NUMBER : '(.*)') : ''))
  return [
    { key, expression: new RegExp(`^${source.join('')}$`, 's'), params, fixedChars: text.replaceAll(PARAM, '').length },
  ]
}
