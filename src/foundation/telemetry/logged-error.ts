import { createHash } from 'node:crypto'
import { sqlState } from '../database/db.ts'

/**
 * The classes of errors whose messages may quote a report or a request: a parser quotes the text that it read, a platform
 * speaks in its own words, and a refusal names what it refuses.
 */
const QUOTING = new Set(['ConnectorError', 'DeskError', 'SyntaxError'])
/** PostgreSQL's data exceptions, and what triggers raise: their messages quote values. */
const QUOTING_STATES = /^(22|P0|CS)/
const CAUSES_MAX = 3

interface LoggedError {
  name: string
  code?: string
  failure?: string
  /** Missing: the message may quote a value. */
  message?: string
  constraint?: string
  stack: readonly string[]
  cause?: LoggedError
}

/** Describes an error for the log: where and why it happened, without the values that it may quote. */
export function describeLogged(error: unknown, depth = 0): LoggedError | string {
  if (!(error instanceof Error)) return typeof error
  const { name, message, stack = '', cause } = error
  const state = sqlState(error)
  const quotes = QUOTING.has(name) || QUOTING_STATES.test(state ?? '')
  const caused = cause instanceof Error && depth < CAUSES_MAX ? describeLogged(cause, depth + 1) : undefined
  return {
    name,
    ...(state !== undefined && { code: state }),
    ...('failure' in error && typeof error.failure === 'string' && { failure: error.failure }),
    ...(!quotes && { message }),
    ...('constraint' in error && typeof error.constraint === 'string' && { constraint: error.constraint }),
    stack: stack.split('\n').filter((line) => line.startsWith('    at ')),
    ...(typeof caused === 'object' && { cause: caused }),
  }
}

const HASH_LENGTH = 12

/**
 * Returns a subject for the log: its kind, and the beginning of the hash of its key. A platform's ids may be handles. Who
 * knows a subject can find its lines: `printf %s account:ID | sha256sum`.
 */
export function describeSubject(subject: unknown): string {
  if (typeof subject !== 'string') return typeof subject
  const [kind = ''] = subject.split(':', 1)
  return `${kind}:sha256:${createHash('sha256').update(subject).digest('hex').slice(0, HASH_LENGTH)}`
}
