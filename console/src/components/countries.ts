import { locale } from '../words/language.ts'
import { formatCountry, once } from './format.ts'

const LETTERS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ']
/**
 * The region codes that browsers name and that are no country: unions, invented codes, and islands that belong to a
 * listed country.
 */
const NOT_COUNTRIES = new Set(['AC', 'CP', 'CQ', 'DG', 'EA', 'EU', 'EZ', 'IC', 'QO', 'TA', 'UN', 'XA', 'XB', 'ZZ'])

/**
 * Every country the browser knows by name, by two letters each (ISO 3166-1 alpha-2), in the order of their names. Listed
 * on first use: it takes a phone a tenth of a second.
 */
export const listCountries = once(() => listCodes().map((code) => ({ value: code, label: formatCountry(code) })))

function listCodes(): string[] {
  const names = new Intl.DisplayNames(locale, { type: 'region', fallback: 'none' })
  const { compare } = new Intl.Collator(locale)
  return LETTERS.flatMap((first) => LETTERS.map((second) => `${first}${second}`))
    .filter((code) => isToday(code) && !NOT_COUNTRIES.has(code) && names.of(code) !== undefined)
    .map((code) => ({ code, name: names.of(code) ?? '' }))
    .sort((one, other) => compare(one.name, other.name))
    .map(({ code }) => code)
}

/** True for the present code of a country; former and alias codes map to another: UK is GB. */
const isToday = (code: string): boolean => new Intl.Locale('und', { region: code }).region === code
