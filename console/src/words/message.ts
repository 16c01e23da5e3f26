import type { MessageFormatElement } from '@formatjs/icu-messageformat-parser'
import { type Formatters, IntlMessageFormat } from 'intl-messageformat'

/** A list is joined as the language joins lists: "a, b and c". */
export type TextParam = string | number | readonly string[]
export type SelectParam = string

type Params = Readonly<Record<string, TextParam>>

const [LITERAL, ARGUMENT, NUMBER, SELECT, PLURAL, POUND] = [0, 1, 2, 5, 6, 7] as const

/** The text of each case of a plural or a selection. */
type Cases = Readonly<Record<string, Text>>
/** A part of a text that the build has parsed: plain text with {names}, a formatted number, or a choice. */
export type Part =
  | string
  | readonly [name: string, type: typeof NUMBER]
  | readonly [name: string, type: typeof SELECT | typeof PLURAL, cases: Cases]
export type Text = string | readonly Part[]

/** The texts of one language by name: a text or a group of texts. */
export interface Texts {
  readonly [name: string]: Text | Texts
}
/** The texts as the console reads them: a text with parameters is a function of them. */
export interface Messages {
  readonly [name: string]: string | ((params: Params) => string) | Messages
}

export const isText = (text: Text | Texts): text is Text => typeof text === 'string' || Array.isArray(text)

const MARKS = /(\{\w+\}|#)/

/** The elements of plain text with {names}, as the library knows them; # is the number only within a plural. */
const toElements = (text: string, isInPlural: boolean): MessageFormatElement[] =>
  text
    .split(MARKS)
    .filter((piece) => piece !== '')
    .map((piece): MessageFormatElement => {
      if (piece === '#' && isInPlural) return { type: POUND }
      if (piece.length > 2 && piece.startsWith('{')) return { type: ARGUMENT, value: piece.slice(1, -1) }
      return { type: LITERAL, value: piece }
    })

/** The text as the library's parser reads it. A test compares the two for every text. */
export function expand(text: Text, isInPlural = false): MessageFormatElement[] {
  if (typeof text === 'string') return toElements(text, isInPlural)
  return text.flatMap((part): MessageFormatElement[] => {
    if (typeof part === 'string') return toElements(part, isInPlural)
    const [value, type, cases = {}] = part
    if (type === NUMBER) return [{ type, value, style: null }]
    const options = Object.fromEntries(
      Object.entries(cases).map(([name, each]) => [name, { value: expand(each, type === PLURAL) }]),
    )
    if (type === SELECT) return [{ type, value, options }]
    return [{ type, value, options, offset: 0, pluralType: 'cardinal' }]
  })
}

/** One formatter of each kind for all texts: the library would make some for each text. */
function makeFormatters(locale: string): Formatters {
  let [numbers, plurals]: [Intl.NumberFormat?, Intl.PluralRules?] = []
  return {
    getNumberFormat: () => (numbers ??= new Intl.NumberFormat(locale)),
    getPluralRules: () => (plurals ??= new Intl.PluralRules(locale)),
    getDateTimeFormat: (...options) => new Intl.DateTimeFormat(...options),
  }
}

/** Makes the messages of a catalogue, as the build parsed it. */
export function makeMessages(texts: Texts, locale: string): Messages {
  const list = new Intl.ListFormat(locale)
  const formatters = makeFormatters(locale)
  const toValue = (param: TextParam) => (typeof param === 'object' ? list.format(param) : param)
  const toMessage = (text: Text) => {
    let message: IntlMessageFormat | undefined
    return (params: Params): string => {
      message ??= new IntlMessageFormat(expand(text), locale, undefined, { formatters })
      const values = Object.entries(params).map(([name, param]) => [name, toValue(param)])
      return String(message.format(Object.fromEntries(values)))
    }
  }
  const make = (group: Texts): Messages =>
    Object.fromEntries(
      Object.entries(group).map(([name, text]) => {
        if (!isText(text)) return [name, make(text)]
        return [name, typeof text === 'string' && !text.includes('{') ? text : toMessage(text)]
      }),
    )
  return make(texts)
}
