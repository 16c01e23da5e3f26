import { Type } from 'typebox'
import { isMembers } from './attribute-names.ts'

const NAMES_LENGTH_MAX = 1_000
const names = () =>
  Type.Optional(
    Type.String({ maxLength: NAMES_LENGTH_MAX, description: 'The names of attributes, separated by commas.' }),
  )

/** Selects the attributes of an answer. Those that identify the resource are always included. */
export const Chosen = { attributes: names(), excludedAttributes: names() }
/** Query parameters that SCIM does not define are ignored (RFC 7644 §3.4.2): directories add their own. */
export const IGNORING = { additionalProperties: true }
export const ChosenQuery = Type.Object(Chosen, IGNORING)

interface Choice {
  attributes?: string | undefined
  excludedAttributes?: string | undefined
}

const ALWAYS = new Set(['schemas', 'id', 'meta', 'username'])

/**
 * Returns a resource with only the requested attributes, or without the excluded ones. A name may be that of a part, such
 * as name.givenName (RFC 7644 §3.9).
 */
export function choose<Reply extends object>(reply: Reply, { attributes, excludedAttributes }: Choice): Reply {
  const [wanted, unwanted] = [readNames(attributes), readNames(excludedAttributes)]
  const chosen = Object.entries(reply).flatMap(([name, value]) => {
    const key = name.toLowerCase()
    if (ALWAYS.has(key)) return [[name, value]]
    const left = without(wanted === undefined ? value : only(value, wanted.get(key)), unwanted?.get(key))
    return left === undefined ? [] : [[name, left]]
  })
  return Object.fromEntries(chosen) as Reply
}

/** The whole attribute, or some of its parts, in lower case. */
type Parts = 'whole' | ReadonlySet<string>

/** Reads a list of names, each perhaps with the URN of its schema. An empty list is none. */
function readNames(list = ''): ReadonlyMap<string, Parts> | undefined {
  const read = new Map<string, Parts>()
  for (const text of list.split(',')) {
    const [name = '', part] = text
      .trim()
      .toLowerCase()
      .replace(/^urn:.*:/, '')
      .split('.', 2)
    if (name === '') continue
    const before = read.get(name)
    if (part === undefined || before === 'whole') read.set(name, 'whole')
    else read.set(name, new Set([...(before ?? []), part]))
  }
  return read.size === 0 ? undefined : read
}

function only(value: unknown, parts: Parts | undefined): unknown {
  if (parts === undefined || parts === 'whole') return parts && value
  return pickParts(value, (part) => parts.has(part))
}

function without(value: unknown, parts: Parts | undefined): unknown {
  if (parts === undefined || parts === 'whole') return parts === undefined ? value : undefined
  return pickParts(value, (part) => !parts.has(part))
}

/** Returns the chosen parts of a complex value, or of each in a list. A simple value has no parts. */
function pickParts(value: unknown, isChosen: (part: string) => boolean): unknown {
  if (Array.isArray(value)) return value.map((each: unknown) => pickParts(each, isChosen))
  if (!isMembers(value)) return value
  return Object.fromEntries(Object.entries(value).filter(([name]) => isChosen(name.toLowerCase())))
}
