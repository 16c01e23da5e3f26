import { message } from '../../foundation/messages/message.ts'
import { scimRefusal } from './scim-error.ts'

type Members = Record<string, unknown>
/**
 * The attributes of a resource, by their names in lower case: the name of each, and those of its parts when it is
 * complex or a list.
 */
export type AttributeNames = Readonly<Record<string, { name: string; parts?: readonly string[] }>>

/**
 * Returns a resource with known attributes under their own names, which SCIM compares without regard to case (RFC 7643
 * §2.1), without null members, which SCIM treats as absent (§2.5), and with texts in one form of Unicode (NFC): that can be
 * longer, so lengths are checked after it. Refuses a name that occurs twice.
 */
export function nameAttributes(resource: Members, names: AttributeNames): Members {
  const known = (key: string) => (Object.hasOwn(names, key) ? names[key] : undefined)
  const renamed = rename(withoutNulls(resource), (key) => known(key)?.name)
  return Object.fromEntries(
    Object.entries(renamed).map(([name, value]) => [name, nameParts(clean(value), known(name.toLowerCase())?.parts)]),
  )
}

/** Returns a complex value, or each of a list, with its known parts under their own names. */
export function nameParts(value: unknown, parts: readonly string[] = []): unknown {
  if (Array.isArray(value)) return value.map((each: unknown) => nameParts(each, parts))
  if (!isMembers(value)) return value
  return rename(value, (key) => parts.find((part) => part.toLowerCase() === key))
}

/** Renames the known members of an object. The others keep their names. */
function rename(object: Members, nameOf: (key: string) => string | undefined): Members {
  const renamed = new Map<string, unknown>()
  for (const [key, value] of Object.entries(object)) {
    const name = nameOf(key.toLowerCase()) ?? key
    if (renamed.has(name)) throw scimRefusal('invalidSyntax', message('directory.repeated', { attribute: name }))
    renamed.set(name, value)
  }
  return Object.fromEntries(renamed)
}

const clean = (value: unknown): unknown =>
  Array.isArray(value) ? value.map(clean) : isMembers(value) ? normalizeTexts(withoutNulls(value)) : normalize(value)

/** Returns an object with its texts in one form of Unicode (NFC), which can be longer than what was sent. */
const normalizeTexts = (object: Members): Members =>
  Object.fromEntries(Object.entries(object).map(([name, value]) => [name, normalize(value)]))

const normalize = (value: unknown): unknown => (typeof value === 'string' ? value.normalize('NFC') : value)

const withoutNulls = (object: Members): Members =>
  Object.fromEntries(Object.entries(object).filter(([, value]) => value !== null))

export const isMembers = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
