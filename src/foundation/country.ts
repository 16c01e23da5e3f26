/** Region codes that have a name and are no country: unions, invented codes, and islands that belong to a country. */
const NOT_COUNTRIES = new Set(['AC', 'CP', 'CQ', 'DG', 'EA', 'EU', 'EZ', 'IC', 'QO', 'TA', 'UN', 'XA', 'XB', 'ZZ'])
const NAMES = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' })

/**
 * Returns the current country code (ISO 3166-1 alpha-2) for these two letters, such as GB for UK; undefined: there is
 * none.
 */
export function findCountry(code: string): string | undefined {
  const today = new Intl.Locale('und', { region: code }).region
  return today === undefined || NOT_COUNTRIES.has(today) || NAMES.of(today) === undefined ? undefined : today
}
