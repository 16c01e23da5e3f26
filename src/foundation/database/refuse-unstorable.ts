import { type Message, message } from '../messages/message.ts'
import { invalidField } from '../schemas/invalid-field.ts'
import { nameField } from '../schemas/name-field.ts'

/**
 * The deepest nesting accepted in a request body: far deeper than any route needs, shallow enough for a recursive walk.
 */
const DEPTH_MAX = 32

/**
 * Refuses values that can't be stored and returned unchanged: PostgreSQL can't store U+0000, a lone surrogate is no
 * text, and a member named __proto__ differs between text and program.
 */
export function refuseUnstorable(value: unknown): void {
  // Nearly all values are valid, so the path to a value is built only for an invalid one.
  if (!isStorable(value, 0)) refuseFirst(value, [])
}

function isStorable(value: unknown, depth: number): boolean {
  if (typeof value === 'string') return isStorableText(value)
  if (typeof value !== 'object' || value === null) return true
  if (depth >= DEPTH_MAX) return false
  if (Array.isArray(value)) return value.every((member) => isStorable(member, depth + 1))
  for (const name of Object.keys(value)) {
    if (name === PROTO || !isStorableText(name)) return false
    if (!isStorable((value as Record<string, unknown>)[name], depth + 1)) return false
  }
  return true
}

const PROTO = '__proto__'
const isStorableText = (text: string): boolean => text.isWellFormed() && !text.includes('\0')

function refuseFirst(value: unknown, path: readonly string[]): void {
  if (typeof value === 'string') refuseText(value, path)
  if (typeof value !== 'object' || value === null) return
  if (path.length >= DEPTH_MAX) refuse(path, message('field.nested', { limit: DEPTH_MAX }))
  for (const [name, member] of Object.entries(value)) {
    refuseText(name, path)
    if (name === PROTO) refuse([...path, name], message('field.unknown'))
    refuseFirst(member, [...path, name])
  }
}

function refuseText(text: string, path: readonly string[]): void {
  if (text.includes('\0')) refuse(path, message('field.nullCharacter'))
  if (!text.isWellFormed()) refuse(path, message('field.loneSurrogate'))
}

function refuse(path: readonly string[], detail: Message): never {
  throw invalidField(nameField(path), detail)
}
