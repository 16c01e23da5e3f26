import { plainLine } from './plain-line.ts'
import { NONE, VARIABLES, type Variable } from './variables.ts'

/** A template's choices can leave spaces at the ends of lines and several empty lines. */
export const tidy = (text: string): string =>
  text
    .replaceAll(/[ \t]+$/gm, '')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim()

/** Frames a text by marks of isolation, so that its direction never turns the text around it. */
export function framed(variable: Variable, text: string | null | undefined): string {
  const line = plainLine(text ?? '', VARIABLES[variable].charsMax)
  return line === '' || line === NONE ? NONE : `\u2068${line}\u2069`
}

const TIME = { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' } as const
const DAY = { dateStyle: 'long', timeZone: 'UTC' } as const

/** Formatters are made once for each language: making one takes longer than all else here. */
const formatters = new Map<
  string,
  { time: Intl.DateTimeFormat; day: Intl.DateTimeFormat; countries: Intl.DisplayNames }
>()

function formattersOf(language: string) {
  const known = formatters.get(language)
  if (known) return known
  // English without a country is that of the catalogue.
  const locale = language === 'en' ? 'en-GB' : language
  const made = {
    time: new Intl.DateTimeFormat(locale, TIME),
    day: new Intl.DateTimeFormat(locale, DAY),
    countries: new Intl.DisplayNames(locale, { type: 'region' }),
  }
  formatters.set(language, made)
  return made
}

export const formatTime = (time: string | null, language: string): string =>
  time === null ? NONE : `${formattersOf(language).time.format(new Date(time))} UTC`
export const formatDay = (day: string | null | undefined, language: string): string =>
  day === null || day === undefined ? NONE : formattersOf(language).day.format(new Date(day))
export const formatCountries = (codes: readonly string[], language: string): string =>
  codes.map((code) => formattersOf(language).countries.of(code) ?? code).join(', ')
