import type { FastifyRequest } from 'fastify'
import { negotiateLanguage } from '../../../foundation/messages/negotiate-language.ts'
import { PUBLIC_LANGUAGES, type PublicLanguage } from '../../../foundation/messages/render-message.ts'

/** Each language by its own name, as a visitor looks for it. */
export const LANGUAGE_NAMES: Readonly<Record<PublicLanguage, string>> = {
  en: 'English',
  de: 'Deutsch',
  ar: 'العربية',
}
const RIGHT_TO_LEFT: ReadonlySet<PublicLanguage> = new Set(['ar'])

export const directionOf = (language: PublicLanguage): 'ltr' | 'rtl' => (RIGHT_TO_LEFT.has(language) ? 'rtl' : 'ltr')

const asPublicLanguage = (text: unknown): PublicLanguage | undefined =>
  PUBLIC_LANGUAGES.find((language) => language === text)

/** Returns the language of a page: the one that its address names, or else the browser's. */
export function languageOf({ query, headers }: Pick<FastifyRequest, 'query' | 'headers'>): PublicLanguage {
  const { language } = (query ?? {}) as { language?: unknown }
  return asPublicLanguage(language) ?? negotiateLanguage(headers['accept-language'], PUBLIC_LANGUAGES)
}
