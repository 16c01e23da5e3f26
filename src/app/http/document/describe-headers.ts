import type { Operation } from './description.ts'
import { listSuccesses } from './name-schemas.ts'

/** The member of a route's schema that states that its callers have a rate. */
export const IS_LIMITED = 'x-is-limited'

const HEADERS: Readonly<Record<string, string>> = {
  RateLimit:
    'The requests that this caller has left, and the seconds until all are back (draft-ietf-httpapi-ratelimit-headers).',
  'RateLimit-Policy': 'The requests that this caller may send at once, and the seconds until all are back.',
  Deprecation: 'The time from which the operation is deprecated (RFC 9745).',
  Sunset: 'The time from which the operation may be gone (RFC 8594).',
  Link: 'The page that states the replacement.',
}
const PREFIX = '#/components/headers/'
const refTo = (name: string) => [name, { $ref: `${PREFIX}${name}` }] as const

export const RATE_HEADERS = Object.fromEntries(['RateLimit', 'RateLimit-Policy'].map(refTo))
const DEPRECATION_HEADERS = Object.fromEntries(['Deprecation', 'Sunset', 'Link'].map(refTo))

/** Describes the headers that an operation sends with each answer because of its rate or its deprecation. */
export function addHeaders(operation: Operation): void {
  const isLimited = operation[IS_LIMITED] === true
  delete operation[IS_LIMITED]
  for (const response of listSuccesses(operation)) {
    const headers = { ...(isLimited ? RATE_HEADERS : {}), ...(operation.deprecated ? DEPRECATION_HEADERS : {}) }
    if (Object.keys(headers).length > 0) response.headers = { ...response.headers, ...headers }
  }
}

/** Returns the descriptions of the headers that an operation refers to. */
export function listUsedHeaders(operations: readonly Operation[]): Record<string, object> {
  const used = new Set(
    operations.flatMap((operation) => listSuccesses(operation).flatMap(({ headers = {} }) => Object.keys(headers))),
  )
  return Object.fromEntries(
    Object.entries(HEADERS)
      .filter(([name]) => used.has(name))
      .map(([name, description]) => [name, { description, schema: { type: 'string' } }]),
  )
}
