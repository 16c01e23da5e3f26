const PREFIX = 'countersign-recent-searches:'
const KEPT_MAX = 6
const CHARS_MAX = 200
const CHARS_MIN = 2

/** Lists the last searches of a person in this browser, the latest first. Edited by hand, what does not fit is left out. */
export function listRecentSearches(person: string): string[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(PREFIX + person) ?? '[]')
    return Array.isArray(stored) ? stored.filter((text) => typeof text === 'string').slice(0, KEPT_MAX) : []
  } catch {
    return []
  }
}

/** Stores a search as the latest of a person in this browser. */
export function storeRecentSearch(person: string, text: string): void {
  const kept = text.trim().slice(0, CHARS_MAX)
  if (kept.length < CHARS_MIN) return
  const others = listRecentSearches(person).filter((other) => other !== kept)
  localStorage.setItem(PREFIX + person, JSON.stringify([kept, ...others].slice(0, KEPT_MAX)))
}

/** Deletes the searches of everyone in this browser: the next person to use it must not read them. */
export function clearRecentSearches(): void {
  for (const key of Object.keys(localStorage)) if (key.startsWith(PREFIX)) localStorage.removeItem(key)
}
