/** In characters, as the table of views takes it. */
const WORDS_LENGTH_MAX = 1_000
const PAGING: readonly string[] = ['cursor', 'limit']

/** Returns the name of a list with its filter, as the words of a view: an auditor reads what was asked for. */
export function formatFilter(name: string, filter: Readonly<Record<string, unknown>>): string {
  const given = Object.entries(filter).filter(([key, value]) => value !== undefined && !PAGING.includes(key))
  const words = [name, ...given.map(([key, value]) => `${key}=${value}`)].join(' ')
  return words.slice(0, WORDS_LENGTH_MAX).toWellFormed()
}
