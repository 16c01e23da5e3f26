import { PLATFORM_ID_LENGTH_MAX } from './schemas/schemas.ts'

const NAMES_MAX = 8
const ADDRESS = /^[a-z][a-z0-9+.-]*:\/\//i

/** The ids of the desk or the platform, and the handles, that a text may name. The likeliest come first. */
interface Names {
  ids: string[]
  handles: string[]
}

/**
 * Lists the ids and handles that a text may name. It is one itself, or with an @ before it a handle alone. An address is an id
 * at some platforms; at others, parts of its path (from the end), its host or the values of its query are ids or handles.
 * Pure: it asks no platform.
 */
export function listNames(text: string): Names {
  const given = text.trim()
  const parts = [given, ...(ADDRESS.test(given) ? listParts(given) : [])]
    .map((part) => part.normalize('NFC').trim())
    .filter(isNameable)
  return {
    ids: distinct(parts.filter((part) => !part.startsWith('@'))),
    handles: distinct(parts.map((part) => part.replace(/^@/, ''))),
  }
}

const isNameable = (part: string): boolean =>
  part.replace(/^@/, '') !== '' && part.length <= PLATFORM_ID_LENGTH_MAX && !part.includes('\0')

const distinct = (names: readonly string[]): string[] => [...new Set(names)].slice(0, NAMES_MAX)

function listParts(text: string): string[] {
  // The host of other schemes may be an id that no URL allows: at://did:plc:abc/collection/key.
  if (!/^https?:/i.test(text)) return text.replace(ADDRESS, '').split(/[?#]/, 1).join().split('/').reverse().map(decode)
  const address = URL.parse(text)
  if (address === null) return []
  return [...address.pathname.split('/').reverse().map(decode), ...address.searchParams.values()]
}

/** Returns the text that percent signs encode; the text itself where they encode none. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
