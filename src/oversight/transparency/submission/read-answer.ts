import { toStorable } from '../../../foundation/messages/stored-text.ts'
import { plainLine } from '../../../policy/notices/plain-line.ts'
import type { FieldError } from '../statement/check-statement.ts'
import { FIELDS } from '../statement/fields.ts'

/** An answer that ends the sending of now: it says nothing about a single statement. */
export type Trouble =
  /** The token is refused: nothing is sent until a person acts. */
  | { kind: 'unauthorised'; says: string }
  /** Try again after this time: too many calls, a fault of the server, or no answer at all. */
  | { kind: 'later'; afterMs: number; says: string }
  /** An answer that no server of this interface gives. */
  | { kind: 'unexpected'; says: string }

export type SendAnswer =
  /** The ids that the server gave, by puid. */
  | { kind: 'stored'; uuids: ReadonlyMap<string, string> }
  /** The errors of the statements, by their place in the call. Nothing was stored. */
  | { kind: 'invalid'; errors: ReadonlyMap<number, readonly FieldError[]> }
  /** Some of the puids are known already. Nothing was stored. */
  | { kind: 'known'; puids: readonly string[] }
  /** The call was refused as a whole, and the answer names no statement. */
  | { kind: 'refused'; says: string }
  | Trouble

export interface RawAnswer {
  status: number
  retryAfter: string | null
  /** Undefined: longer than any answer may be. */
  text: string | undefined
}

const LATER_MS = 30_000
const LATER_MAX_MS = 600_000
const SAYS_CHARS_MAX = 200
/** The most faults that are kept of one statement. */
const ERRORS_MAX = 20

/** Interprets the answer to a call that sends statements. It trusts no part of it. Pure. */
export function readSendAnswer(answer: RawAnswer): SendAnswer {
  const { status, text } = answer
  const body = parse(text)
  if (status === 201) return { kind: 'stored', uuids: readStored(body) }
  if (status === 413) return { kind: 'refused', says: 'it answered 413: the call is too large' }
  if (status !== 422) return readTrouble(answer)
  const errors = new Map(Object.entries(objectOf(body.errors)).flatMap(readIndexed))
  if (errors.size > 0) return { kind: 'invalid', errors }
  const known = listOf(objectOf(body.errors).existing_puids).filter((puid) => typeof puid === 'string')
  const existing = objectOf(body.existing).puid
  if (known.length > 0) return { kind: 'known', puids: known }
  if (typeof existing === 'string') return { kind: 'known', puids: [existing] }
  return { kind: 'refused', says: `it answered 422: ${lineOf(body.message ?? text)}` }
}

/** Interprets an answer that is about no statement. Pure. */
export function readTrouble({ status, retryAfter, text }: RawAnswer): Trouble {
  const says = `it answered ${status}: ${lineOf(parse(text).message ?? '')}`.replace(/: $/, '')
  if (status === 401 || status === 403) return { kind: 'unauthorised', says }
  if (status !== 429 && (status < 500 || status > 599)) return { kind: 'unexpected', says }
  const seconds = /^\d{1,6}$/.test(retryAfter ?? '') ? Number(retryAfter) : undefined
  return { kind: 'later', afterMs: Math.min(seconds === undefined ? LATER_MS : seconds * 1_000, LATER_MAX_MS), says }
}

export const noAnswer = (reason: string): Trouble => ({ kind: 'later', afterMs: LATER_MS, says: lineOf(reason) })

function parse(text: string | undefined): Readonly<Record<string, unknown>> {
  try {
    return objectOf(JSON.parse(text ?? ''))
  } catch {
    return {}
  }
}

const objectOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {}
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

function readStored(body: Readonly<Record<string, unknown>>): Map<string, string> {
  const stored = listOf(body.statements).flatMap((one): [string, string][] => {
    const { puid, uuid } = objectOf(one)
    return typeof puid === 'string' && typeof uuid === 'string' && UUID.test(uuid) ? [[puid, uuid]] : []
  })
  return new Map(stored)
}

const INDEXED = /^statement_(\d{1,4})$/

function readIndexed([name, value]: [string, unknown]): [number, FieldError[]][] {
  const index = INDEXED.exec(name)?.[1]
  const errors = Object.entries(objectOf(value)).map(([field, says]) => ({
    field: Object.hasOwn(FIELDS, field) ? field : 'statement',
    says: lineOf([says].flat()[0]),
  }))
  return index === undefined ? [] : [[Number(index), errors.slice(0, ERRORS_MAX)]]
}

/** A server's words as one plain line: they are stored, and people read them on a terminal and in alerts. */
const lineOf = (value: unknown): string =>
  plainLine(
    toStorable(typeof value === 'string' ? value : (JSON.stringify(value) ?? ''), SAYS_CHARS_MAX),
    SAYS_CHARS_MAX,
  )
