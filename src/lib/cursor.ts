import { DeskError } from './errors.ts'

/**
 * Where a page ended: the time of its last row as PostgreSQL wrote it (to the microsecond, which a Date loses) and the
 * row's id. Callers hand it back as they got it.
 */
export type Cursor = readonly [at: string, id: string]

const AT = /^\d{4,6}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,6})?[+-]\d\d(:\d\d){0,2}$/

export const writeCursor = (cursor: Cursor): string => Buffer.from(JSON.stringify(cursor)).toString('base64url')

export function readCursor(text: string): Cursor {
  const [at, id] = parse(text)
  if (typeof at === 'string' && typeof id === 'string' && AT.test(at)) return [at, id]
  const detail = 'must be the "next" of the page before, as it was given'
  throw new DeskError('invalid_input', `Not read: cursor ${detail}.`, { errors: [{ field: 'cursor', detail }] })
}

function parse(text: string): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(Buffer.from(text, 'base64url').toString())
    return Array.isArray(value) ? value : []
  } catch {
    return []
  }
}
