import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { IntlMessageFormat } from 'intl-messageformat'
import { BoundedMap } from '../bounds/bounded-map.ts'
import { PACKAGE_DIR } from '../settings/package-paths.ts'
import {
  isMessage,
  type Message,
  type MessageKey,
  type Param,
  type PublicMessage,
  type Text,
  type TextList,
} from './message.ts'

/** The languages of the catalogue; a test compares them with its folders. The first is for callers who ask for none. */
export const LANGUAGES = ['en', 'de'] as const
export type Language = (typeof LANGUAGES)[number]
/** The languages of the pages and letters for people outside. Only the texts of the folder `public` are in all of them. */
export const PUBLIC_LANGUAGES = ['en', 'de', 'ar'] as const
export type PublicLanguage = (typeof PUBLIC_LANGUAGES)[number]

/**
 * The language and time zone in which a text is rendered for one reader. `zone`: the time zone by the name that
 * `findZone` returns.
 */
export interface Reader {
  language: Language
  zone?: string | undefined
}

/** The locale by which numbers, dates, lists and plurals are formatted. */
const LOCALES: Readonly<Record<PublicLanguage, string>> = { en: 'en-GB', de: 'de-DE', ar: 'ar' }
const FOLDER = join(PACKAGE_DIR, 'messages')
/** The most compiled texts. All texts in both languages are half as many; those with a date repeat in each zone. */
const FORMATS_MAX = 4_000
/** The folders of texts that the server renders. The console renders the folder `console` itself. */
const AUDIENCES = ['server', 'shared', 'public']

/**
 * The zone of times in a text that may be signed, stored or read by another person. A text for one person alone may be
 * in theirs.
 */
const COMMON_ZONE = 'UTC'
const MOMENT = { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const
const formatsIn = (timeZone: string) =>
  ({
    date: {
      moment: { ...MOMENT, timeZone, timeZoneName: 'short' },
      full: { ...MOMENT, year: 'numeric', timeZone, timeZoneName: 'short' },
      day: { day: 'numeric', month: 'short', year: 'numeric', timeZone },
    },
  }) as const

type Texts = { readonly [name: string]: string | Texts }

/**
 * Returns the text of a message in a language, with its times in a zone, given by the name that `findZone` returns.
 * Throws where the parameters of one message, or the items of one list, have more than `charsMax` characters together:
 * a text that repeats its parameter grows exponentially when it is nested in itself.
 */
export const renderMessage = (
  text: Message,
  language: Language = 'en',
  zone = COMMON_ZONE,
  charsMax = Infinity,
): string => render(text, { language, zone, charsMax })

/** Returns the text of a message for people outside. Its times are in UTC. */
export const renderPublic = (text: PublicMessage, language: PublicLanguage): string =>
  render(text, { language, zone: COMMON_ZONE, charsMax: Infinity })

function render({ key, params }: Message, rendering: Rendering): string {
  const { language, zone, charsMax } = rendering
  const count = counterOf(key, charsMax)
  const values = Object.entries(params).map(
    ([name, value]) => [name, count(renderParam(value, key, rendering))] as const,
  )
  return String(formatOf(key, language, zone).format(Object.fromEntries(values)))
}

/** Returns a text of the catalogue in a language. A text that another language lacks is returned in English. */
export const renderText = (text: Text, language?: Language): string =>
  typeof text === 'string' ? text : renderMessage(text, language)

/** Returns a function that returns what it is given, and throws once that has more than `charsMax` characters. */
function counterOf(key: string, charsMax: number): <Value>(value: Value) => Value {
  let chars = 0
  return (value) => {
    chars += typeof value === 'string' ? value.length : 0
    if (chars > charsMax) throw new Error(`the parameters of ${key} have more than ${charsMax} characters`)
    return value
  }
}

interface Rendering {
  language: PublicLanguage
  zone: string
  charsMax: number
}

function renderParam(value: Param, key: string, rendering: Rendering): string | number | boolean | null | Date {
  if (typeof value !== 'object' || value === null || value instanceof Date) return value
  if (isMessage(value)) return render(value, rendering)
  const { as, list }: TextList = 'as' in value ? value : { as: 'and', list: value }
  const { language, charsMax } = rendering
  const names = as === 'countries' ? new Intl.DisplayNames([language], { type: 'region', fallback: 'code' }) : undefined
  const count = counterOf(key, charsMax)
  const texts = list.map((item) => {
    if (isMessage(item)) return count(render(item, rendering))
    return names === undefined ? String(item) : `${names.of(String(item))} (${item})`
  })
  if (as === 'languages') return texts[(LANGUAGES as readonly string[]).indexOf(language)] ?? texts[0] ?? ''
  if (as === 'commas') return texts.join(', ')
  if (as === 'sentences') return texts.join(' ')
  if (as === 'paragraphs') return texts.join('\n')
  if (as === 'lines') return texts.map((text) => `\n  ${text}`).join('')
  const type = as === 'or' ? 'disjunction' : 'conjunction'
  return new Intl.ListFormat(LOCALES[language], { type }).format(texts)
}

const texts = new Map<PublicLanguage, ReadonlyMap<string, string>>()
const formats = new BoundedMap<string, IntlMessageFormat>(FORMATS_MAX)

const DATED = /\{\w+, date, /

/** Returns the compiled text. A text is compiled when it is first needed, so starting costs nothing. */
function formatOf(key: MessageKey, language: PublicLanguage, zone: string): IntlMessageFormat {
  const text = textsOf(language).get(key)
  if (text === undefined) throw new Error(`the catalogue has no ${language} text for ${key}`)
  const name = `${language} ${DATED.test(text) ? zone : COMMON_ZONE} ${key}`
  const known = formats.get(name)
  if (known !== undefined) return known
  const format = new IntlMessageFormat(text, LOCALES[language], formatsIn(zone), { ignoreTag: true })
  formats.set(name, format)
  return format
}

/** True when the catalogue has a text of this key. */
export const isMessageKey = (key: string): key is MessageKey => textsOf('en').has(key)

/** Lists the English texts of areas of the catalogue, given by how their keys begin. */
export const listEnglish = (areas: readonly string[]): [key: string, text: string][] =>
  [...textsOf('en')].filter(([key]) => areas.some((area) => key.startsWith(area)))

function textsOf(language: PublicLanguage): ReadonlyMap<string, string> {
  const known = texts.get(language)
  if (known !== undefined) return known
  const read = new Map(
    AUDIENCES.map((audience) => `${FOLDER}/${language}/${audience}`)
      .filter((folder) => existsSync(folder))
      .flatMap(listTexts),
  )
  texts.set(language, read)
  return read
}

/** Lists the texts of a folder by their keys: the name of the file, then the names on the way to the text. */
export function listTexts(folder: string): [key: string, text: string][] {
  const walk = (path: string, node: string | Texts): [string, string][] =>
    typeof node === 'string'
      ? [[path, node]]
      : Object.entries(node).flatMap(([name, below]) => walk(`${path}.${name}`, below))
  return listFiles(folder).flatMap((file) =>
    walk(file.slice(0, -'.json'.length), JSON.parse(readFileSync(`${folder}/${file}`, 'utf8'))),
  )
}

const listFiles = (folder: string): string[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()
