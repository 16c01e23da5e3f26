import { message } from '../messages/message.ts'
import { invalidField } from './invalid-field.ts'
import { nameField } from './name-field.ts'

/**
 * Refuses JSON in which an object has one name twice. `JSON.parse` takes the last value, other readers the first, so a
 * proxy may have checked another value than the desk stores. `value` is the result of `JSON.parse`.
 */
export function refuseRepeatedNames(text: string, value: unknown): void {
  // A repeated name occurs in the text more often than in the parsed value: counting costs a fraction of parsing again.
  if (countWritten(text) === countKept(value)) return
  throw invalidField(findRepeated(text), message('field.repeated'))
}

/** Counts the names in the JSON text: the strings that a colon follows. */
function countWritten(text: string): number {
  let names = 0
  for (let open = text.indexOf('"'); open >= 0; ) {
    const end = skipString(text, open)
    if (isColonNext(text, end)) names++
    open = text.indexOf('"', end)
  }
  return names
}

/** Counts the names in the parsed value. It doesn't recurse, because the sender chooses the depth. */
function countKept(value: unknown): number {
  const left = [value]
  let names = 0
  while (left.length > 0) {
    const next = left.pop()
    if (typeof next !== 'object' || next === null) continue
    const members = Object.values(next)
    if (!Array.isArray(next)) names += members.length
    for (const member of members) if (typeof member === 'object') left.push(member)
  }
  return names
}

/** Returns the position after the JSON string that begins at a quote. */
function skipString(text: string, open: number): number {
  for (let quote = text.indexOf('"', open + 1); quote >= 0; quote = text.indexOf('"', quote + 1)) {
    let backslashes = 0
    while (text[quote - 1 - backslashes] === '\\') backslashes++
    if (backslashes % 2 === 0) return quote + 1
  }
  return text.length
}

function isColonNext(text: string, from: number): boolean {
  let at = from
  while (text[at] === ' ' || text[at] === '\n' || text[at] === '\r' || text[at] === '\t') at++
  return text[at] === ':'
}

interface OpenPart {
  /** The names read so far in an object; undefined in a list. */
  names: Set<string> | undefined
  /** The name, or the index, of the member that is being read. */
  at: string | number
}

/** Returns the path of the first name that its object already has. */
function findRepeated(text: string): string {
  const open: OpenPart[] = []
  for (const { 0: token, index } of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\],]/g)) {
    const part = open.at(-1)
    if (token === '{') open.push({ names: new Set(), at: '' })
    else if (token === '[') open.push({ names: undefined, at: 0 })
    else if (token === '}' || token === ']') open.pop()
    else if (token === ',') {
      if (part !== undefined && typeof part.at === 'number') part.at++
    } else if (part?.names !== undefined && isColonNext(text, index + token.length)) {
      part.at = String(JSON.parse(token))
      if (part.names.has(part.at)) return nameField(open.map(({ at }) => at))
      part.names.add(part.at)
    }
  }
  return 'The body'
}
