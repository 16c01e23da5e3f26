import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { TestContext } from 'node:test'
import { BLOCK_ROUTES } from './block-routes.ts'
import { type MastodonData, mastodonData } from './mastodon-data.ts'
import { MASTODON_ROUTES, type MastodonAnswer, NOT_ALLOWED, NOT_FOUND } from './mastodon-routes.ts'

/** A fault of the next requests that match. */
export interface MastodonFault {
  /** Matches `POST /api/v1/admin/accounts/109/action`. */
  on: RegExp
  /**
   * down: the connection ends before the request is carried out. lost: it ends after. late: the request is carried out
   * when the fault is released. error: 503. refused: 403. stale: the answer shows the state at the time
   * when the fault was set.
   */
  kind: 'down' | 'lost' | 'late' | 'error' | 'refused' | 'stale'
  count?: number
  /** Changes what a stale answer shows. */
  alter?: (data: MastodonData) => void
}

/**
 * A stand-in for a Mastodon server, written from docs.joinmastodon.org: scopes, permissions, rate limits, pagination
 * and errors are those of the documents.
 */
export interface Mastodon {
  url: string
  data: MastodonData
  /** Every request, such as `POST /api/v1/admin/accounts/109/action`, carried out or not. */
  requests: string[]
  /** Requests that one token may still send in this window. */
  remaining: number
  fault(fault: MastodonFault): void
  /** Ends every fault. */
  clear(): void
  /** Carries out the requests that a fault delayed. */
  release(): void
  /** The files by path, with their media types. */
  files: Map<string, { type: string; bytes: Buffer }>
}

const LIMIT = 300
const WINDOW_MS = 5 * 60_000

export async function startMastodon(t: TestContext, { now = () => new Date() } = {}): Promise<Mastodon> {
  const faults: (MastodonFault & { count: number; before: MastodonData })[] = []
  const late: (() => void)[] = []
  const mastodon: Mastodon = {
    ...{ url: '', data: mastodonData(), requests: [], remaining: LIMIT, files: new Map() },
    fault: (fault) => {
      const before = structuredClone(mastodon.data)
      fault.alter?.(before)
      faults.push({ count: 1, ...fault, before })
    },
    clear: () => void faults.splice(0),
    release: () => {
      for (const act of late.splice(0)) act()
    },
  }
  const takeFault = (name: string) => {
    const fault = faults.find(({ on, count }) => on.test(name) && count > 0)
    if (fault) fault.count--
    return fault
  }
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const url = new URL(request.url ?? '/', mastodon.url)
    const name = `${request.method} ${url.pathname}`
    mastodon.requests.push(name)
    const fault = takeFault(name)
    const act = (data: MastodonData) => answer(mastodon, data, request, url, Buffer.concat(chunks))
    if (fault?.kind === 'down') return response.destroy()
    if (fault?.kind === 'late') return void late.push(() => act(mastodon.data))
    if (fault?.kind === 'refused') return void send(response, NOT_ALLOWED, {})
    if (fault?.kind === 'error') return void send(response, { status: 503, body: { error: 'Service unavailable' } }, {})
    const { headers, ...found } = act(fault?.kind === 'stale' ? fault.before : mastodon.data)
    if (fault?.kind === 'lost') return response.destroy()
    const reset = new Date(Math.ceil((now().getTime() + 1) / WINDOW_MS) * WINDOW_MS).toISOString()
    const rates = { 'x-ratelimit-limit': `${LIMIT}`, 'x-ratelimit-remaining': `${mastodon.remaining}` }
    send(response, found, { ...headers, ...rates, 'x-ratelimit-reset': reset })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  mastodon.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return mastodon
}

type Found = MastodonAnswer & { headers?: Record<string, string>; file?: { type: string; bytes: Buffer } }

function answer(mastodon: Mastodon, data: MastodonData, request: IncomingMessage, url: URL, body: Buffer): Found {
  const file = mastodon.files.get(url.pathname)
  if (file) return { status: 200, body: undefined, file }
  const page = /^\/@([^/]+)$/.exec(url.pathname)?.[1]
  if (page !== undefined) return showPage(data, page)
  if (mastodon.remaining <= 0) return { status: 429, body: { error: 'Too many requests' } }
  mastodon.remaining--
  const token = data.tokens.get(/^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '')
  if (token === undefined) return { status: 401, body: { error: 'The access token is invalid' } }
  for (const { method, path, scope, permissions, answer } of [...MASTODON_ROUTES, ...BLOCK_ROUTES]) {
    const found = path.exec(url.pathname)
    if (found === null || method !== request.method) continue
    if (!token.scopes.includes(scope) && !token.scopes.includes(scope.replace(/:[^:]+$/, '')))
      return { status: 403, body: { error: 'This action is outside the authorized scopes' } }
    const own = BigInt(data.accounts.get(token.accountId)?.permissions ?? 0)
    if (own !== 1n && !permissions.every((bit) => (own & bit) !== 0n)) return NOT_ALLOWED
    const id = decodeURIComponent(found[1] ?? '')
    const form = readForm(request, body)
    const given = answer({ data, origin: mastodon.url, token, id, query: url.searchParams, form })
    return given.page ? cutPage(given.page, url) : given
  }
  return NOT_FOUND
}

/** Mastodon takes forms and JSON alike. */
function readForm({ headers }: IncomingMessage, body: Buffer): URLSearchParams {
  if (!headers['content-type']?.includes('json')) return new URLSearchParams(body.toString())
  const given = JSON.parse(body.toString() || '{}') as Record<string, unknown>
  return new URLSearchParams(Object.entries(given).map(([name, value]): [string, string] => [name, String(value)]))
}

function showPage(data: MastodonData, username: string): Found {
  const account = [...data.accounts.values()].find((each) => each.username === username && each.domain === null)
  return { status: account === undefined ? 404 : account.suspended ? 410 : 200, body: {} }
}

/** Cuts a list by limit and max_id, and links the next page as Mastodon does. */
function cutPage({ items, limitDefault, limitMax }: NonNullable<MastodonAnswer['page']>, url: URL): Found {
  const limit = Math.min(Number(url.searchParams.get('limit') ?? limitDefault), limitMax)
  const maxId = url.searchParams.get('max_id')
  const isOlder = (id: string) =>
    maxId === null || id.length < maxId.length || (id.length === maxId.length && id < maxId)
  const older = items.filter(({ id }) => isOlder(id))
  const body = older.slice(0, limit)
  const next = new URL(url)
  next.searchParams.set('max_id', body.at(-1)?.id ?? '')
  return { status: 200, body, ...(older.length > limit && { headers: { link: `<${next.href}>; rel="next"` } }) }
}

function send(response: ServerResponse, { status, body, file }: Found, headers: Record<string, string>): void {
  if (file) response.writeHead(status, { 'content-type': file.type }).end(file.bytes)
  else
    response
      .writeHead(status, { ...headers, 'content-type': 'application/json; charset=utf-8' })
      .end(JSON.stringify(body))
}
