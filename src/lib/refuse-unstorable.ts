import { DeskError } from './errors.ts'

/** Far deeper than anything a route takes, shallow enough to walk. */
const DEPTH_MAX = 32

/**
 * Refuses text that can't be stored and given back as it was sent: PostgreSQL has no place for U+0000, and half a
 * character (a lone surrogate) is no text.
 */
export function refuseUnstorable(value: unknown, path: readonly string[] = []): void {
  if (typeof value === 'string') refuseText(value, path)
  if (typeof value !== 'object' || value === null) return
  if (path.length >= DEPTH_MAX) refuse(path, `is nested more than ${DEPTH_MAX} deep`)
  for (const [name, member] of Object.entries(value)) {
    refuseText(name, path)
    refuseUnstorable(member, [...path, name])
  }
}

function refuseText(text: string, path: readonly string[]): void {
  if (text.includes('\0')) refuse(path, 'has the character U+0000, which can not be stored')
  if (!text.isWellFormed()) refuse(path, 'has half a character (a lone surrogate), which can not be stored')
}

function refuse(path: readonly string[], detail: string): never {
  // A name may be what is wrong itself, and must not come back in the answer.
  const field = path.length === 0 ? 'The body' : path.join('/').toWellFormed().replaceAll('\0', '')
  throw new DeskError('invalid_input', `${field} ${detail}.`, { errors: [{ field, detail }] })
}
