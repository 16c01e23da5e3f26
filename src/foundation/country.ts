/** What there is a name for and is no country: unions, what is made up, and islands that belong to one that is. */
const NOT_COUNTRIES = new Set(['AC', 'CP', 'CQ', 'DG', 'EA', 'EU', 'EZ', 'IC', 'QO', 'TA', 'UN', 'XA', 'XB', 'ZZ'])
const NAMES = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' })

/** Which country's code of today (ISO 3166-1 alpha-2) stands for these two letters, as GB does for UK; undefined: none does. */
export function findCountry(code: string): string | undefined {
  const today = new Intl.Locale('und', { region: code }).region
  return today === undefined || NOT_COUNTRIES.has(today) || NAMES.of(today) === undefined ? undefined : today
}
