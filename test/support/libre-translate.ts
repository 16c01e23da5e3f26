import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import type { TestContext } from 'node:test'

const LANGUAGES = ['de', 'en', 'pt', 'zh-Hans']
const CHARS_MAX = 2_000

/** A request that the server received. */
interface Received {
  method: string
  path: string
  body: Record<string, unknown>
}

/**
 * A stand-in for a LibreTranslate server, written from its API: languages, detection, keys, the limits of length and of
 * requests, and their errors.
 */
export async function startLibreTranslate(t: TestContext, { key }: { key?: string } = {}) {
  const received: Received[] = []
  const server = { url: '', received, isSlow: false, requestsLeft: Number.POSITIVE_INFINITY }
  const listener = createServer(async (request, response) => {
    const path = new URL(request.url ?? '/', 'http://translate').pathname
    const given = await text(request)
    received.push({ method: request.method ?? '', path, body: given === '' ? {} : JSON.parse(given) })
    if (server.isSlow) return
    const [status, body] = answer(server, received.at(-1) as Received, key)
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  })
  listener.listen(0, '127.0.0.1')
  await once(listener, 'listening')
  t.after(() => {
    listener.closeAllConnections()
    listener.close()
  })
  server.url = `http://127.0.0.1:${(listener.address() as AddressInfo).port}/`
  return server
}

function answer(server: { requestsLeft: number }, { method, path, body }: Received, key: string | undefined) {
  const refuse = (status: number, error: string) => [status, { error }] as const
  if (method === 'GET' && path === '/languages')
    return [200, LANGUAGES.map((code) => ({ code, name: code, targets: LANGUAGES }))] as const
  if (method !== 'POST' || path !== '/translate') return refuse(404, 'Not Found')
  if (key !== undefined && body.api_key !== key) return refuse(403, 'Invalid API key')
  if (server.requestsLeft-- <= 0) return refuse(429, 'Slowdown: 80 per 1 minute')
  const { q, source, target } = body
  if (typeof q !== 'string' || q === '') return refuse(400, 'Invalid request: missing q parameter')
  if (q.length > CHARS_MAX)
    return refuse(400, `Invalid request: request (${q.length}) exceeds text limit (${CHARS_MAX})`)
  const wrong = [source, target].find((code) => code !== 'auto' && !LANGUAGES.includes(String(code)))
  if (wrong !== undefined) return refuse(400, `${wrong} is not supported`)
  const detected = source === 'auto' ? { detectedLanguage: { confidence: 92, language: 'pt' } } : {}
  return [200, { translatedText: `${target}: ${q}`, ...detected }] as const
}
