const NAMES_MAX = 20
const ADDRESS = /^[a-z][a-z0-9+.-]*:\/\//i

/** The ids of the desk or the platform, and the handles, that a search may name. */
interface Names {
  ids: string[]
  handles: string[]
}

/**
 * Lists what a search may name: its whole text, or with an @ before it a handle alone. Of an address also each part of its path
 * and each value of its query, because platforms write the id or the handle there.
 */
export function listNames(words: string): Names {
  const parts = [words, ...(ADDRESS.test(words) ? readAddress(words) : [])]
    .map((part) => part.normalize('NFC'))
    .filter((part) => part.replace(/^@/, '') !== '' && !part.includes('\0'))
  const ids = parts.filter((part) => !part.startsWith('@'))
  const handles = parts.map((part) => part.replace(/^@/, ''))
  return { ids: distinct(ids), handles: distinct(handles) }
}

const distinct = (names: readonly string[]): string[] => [...new Set(names)].slice(0, NAMES_MAX)

function readAddress(words: string): string[] {
  const address = URL.parse(words)
  if (address === null) return []
  return [...[address.host, ...address.pathname.split('/')].map(decode), ...address.searchParams.values()]
}

/** Returns the text that percent signs encode; the text itself where they encode none. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
