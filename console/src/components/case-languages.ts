import { formatLanguage } from './format.ts'

const LANGUAGES = [
  'ar',
  'de',
  'en',
  'es',
  'fr',
  'hi',
  'id',
  'it',
  'ja',
  'nl',
  'pl',
  'pt',
  'ru',
  'tr',
  'uk',
  'zh',
] as const

/** The languages by which cases are filtered, each with its name. */
export const nameLanguages = (): Record<string, string> =>
  Object.fromEntries(LANGUAGES.map((code) => [code, formatLanguage(code)]))
