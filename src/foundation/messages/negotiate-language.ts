import { LANGUAGES, type Language } from './render-message.ts'

/** The most languages of an Accept-Language header that are read. Browsers send fewer than ten. */
const RANGES_MAX = 20

/**
 * Returns the language of the catalogue that an Accept-Language header asks for most (RFC 9110 §12.5.4): de-AT is
 * served German. A caller who asks for none gets English.
 */
export function negotiateLanguage<Known extends string = Language>(
  header: string | undefined,
  languages: readonly Known[] = LANGUAGES as readonly string[] as readonly Known[],
): Known | 'en' {
  const wanted = (header ?? '')
    .split(',', RANGES_MAX)
    .map(readRange)
    .filter(({ weight }) => weight > 0)
    .sort((one, other) => other.weight - one.weight)
  for (const { tag } of wanted) {
    const found = languages.find((language) => language === tag || tag.startsWith(`${language}-`))
    if (found !== undefined) return found
  }
  return 'en'
}

function readRange(range: string): { tag: string; weight: number } {
  const [tag = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase())
  const weight = parameters.find((part) => part.startsWith('q='))?.slice('q='.length) ?? '1'
  return { tag, weight: Number(weight) || 0 }
}
