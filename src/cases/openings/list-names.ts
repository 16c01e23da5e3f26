import { PLATFORM_ID_LENGTH_MAX } from '../../foundation/schemas/schemas.ts'

const NAMES_MAX = 4

/**
 * Returns the handles and ids that a text may mean, the likeliest first: the text itself, or the parts of an address.
 * Pure: it asks no platform.
 */
export function listNames(text: string): string[] {
  const given = text.trim()
  const parts = /^https?:\/\//i.test(given) && URL.canParse(given) ? partsOf(new URL(given)) : [given]
  const names = parts
    .map((part) => part.replace(/^@/, '').trim())
    .filter((name) => name !== '' && name.length <= PLATFORM_ID_LENGTH_MAX)
  return [...new Set(names)].slice(0, NAMES_MAX)
}

/** The parts of an address from its end, where platforms put what it is about. */
const partsOf = ({ pathname }: URL): string[] => pathname.split('/').reverse().map(decode)

function decode(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}
