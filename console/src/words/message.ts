import { IntlMessageFormat } from 'intl-messageformat'

/** A list is joined as the language joins lists: "a, b and c". */
export type TextParam = string | number | readonly string[]
export type SelectParam = string

type Params = Readonly<Record<string, TextParam>>
/** The texts of one language as the catalogue has them: a text or a group of texts by each name. */
export interface Texts {
  readonly [name: string]: string | Texts
}
/** The texts as the console reads them: a text with parameters is a function of them. */
export interface Messages {
  readonly [name: string]: string | ((params: Params) => string) | Messages
}

/** Makes the messages of a catalogue. A text is parsed when it is first shown. */
export function makeMessages(texts: Texts, locale: string): Messages {
  const list = new Intl.ListFormat(locale)
  const toValue = (param: TextParam) => (typeof param === 'object' ? list.format(param) : param)
  const toMessage = (text: string) => {
    let parsed: IntlMessageFormat | undefined
    return (params: Params): string => {
      parsed ??= new IntlMessageFormat(text, locale, undefined, { ignoreTag: true })
      const values = Object.entries(params).map(([name, param]) => [name, toValue(param)])
      return String(parsed.format(Object.fromEntries(values)))
    }
  }
  const make = (group: Texts): Messages =>
    Object.fromEntries(
      Object.entries(group).map(([name, text]) => {
        if (typeof text !== 'string') return [name, make(text)]
        return [name, text.includes('{') ? toMessage(text) : text]
      }),
    )
  return make(texts)
}
