import createClient from 'openapi-fetch'
import { fetchOnce } from './early.ts'
import { idleMs } from './idle.ts'
import { OFFLINE, ProblemError } from './problem.ts'
import type { paths } from './schema.gen.ts'

export type { components, paths } from './schema.gen.ts'

/** The desk's API, typed by its own description. The browser sends the session's cookie. */
export const api = createClient<paths>({ credentials: 'same-origin', fetch: fetchOnce })

// Sends the idle time with each request: a session is extended by what its owner does, never by automatic refetches.
api.use({
  onRequest: ({ request }) => request.headers.set('countersign-idle', String(Math.floor(idleMs() / 1_000))),
})

interface Answer<T> {
  data?: T
  error?: unknown
  response: Response
}

/**
 * Returns the answer or throws a ProblemError, so that queries and mutations have one way to fail. An aborted request
 * keeps its AbortError.
 */
export async function unwrap<T>(asked: Promise<Answer<T>>): Promise<T> {
  const { data, error, response } = await asked.catch((cause: unknown) => {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause
    throw new ProblemError(OFFLINE, '')
  })
  if (response.ok) return data as T
  const members = typeof error === 'object' && error !== null ? (error as Record<string, unknown>) : {}
  throw new ProblemError(response.status, typeof members.detail === 'string' ? members.detail : '', members)
}

/** The most items of one page. */
const PAGE_ITEMS_MAX = 200

interface Page {
  items: unknown[]
  nextCursor: string | null
}

/** Reads a list page by page, for a view that shows all of it. Returns the last page with the items of every page. */
export async function unwrapAll<Last extends Page>(
  ask: (page: { limit: number; cursor?: string }) => Promise<Answer<Last>>,
): Promise<Last> {
  const items: unknown[] = []
  let page = await unwrap(ask({ limit: PAGE_ITEMS_MAX }))
  for (; page.nextCursor !== null; page = await unwrap(ask({ limit: PAGE_ITEMS_MAX, cursor: page.nextCursor }))) {
    items.push(...page.items)
  }
  return { ...page, items: [...items, ...page.items] }
}

/** The body that a path answers with 200 or 201. */
export type Reply<Path extends keyof paths, Method extends keyof paths[Path]> = paths[Path][Method] extends {
  responses: infer Responses
}
  ? Responses extends { 200: { content: { 'application/json': infer Ok } } }
    ? Ok
    : Responses extends { 201: { content: { 'application/json': infer Created } } }
      ? Created
      : never
  : never
