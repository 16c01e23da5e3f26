import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { validateAsServer } from './server-rules.ts'

export const DSA_TOKEN = 'X|local-token-of-the-tests'
const STATEMENTS_MAX = 100
const [UNIQUE_HERE, UNIQUE_CALL] = ['within this platform.', 'within this call.'].map(
  (where) => `The platform identifier(s) given are not all unique ${where}`,
)

type Body = object | string
type Answer = readonly [status: number, body: Body, headers?: Readonly<Record<string, string>>]
/** A fault of the next call, instead of an ordinary answer. */
export type Fault =
  | { kind: 'answer'; answer: Answer }
  /** The call is carried out, and its answer is lost: the connection breaks in the middle of it. */
  | { kind: 'lose_answer' }
  /** The connection breaks before anything is done. */
  | { kind: 'lose_call' }
  /** Nothing is answered until the caller gives up; `done` says whether the call is carried out. */
  | { kind: 'silence'; done: boolean }
  /** The call is carried out, and its answer is changed. */
  | { kind: 'change'; change: (body: object) => Body }

interface Limits {
  aSecond: number
  aMinute: number
}

/** A local DSA Transparency Database: one platform, its token, its statements by puid, its limits and its faults. */
export class DsaServer {
  url = ''
  token = DSA_TOKEN
  readonly statements = new Map<string, Record<string, unknown>>()
  /** Every call: method, path, and the number of statements that it brought. */
  readonly calls: { method: string; path: string; count: number; body: string; headers: IncomingMessage['headers'] }[] =
    []
  faults: Fault[] = []
  limits: Limits = { aSecond: 200, aMinute: 12_000 }
  #times: number[] = []

  async take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(request)
    const { method = '', url: path = '' } = request
    const count = body.split('"puid"').length - 1
    this.calls.push({ method, path, count, body, headers: request.headers })
    const fault = this.faults.shift()
    if (fault?.kind === 'lose_call') return void response.destroy()
    if (fault?.kind === 'silence' && !fault.done) return
    if (fault?.kind === 'answer') return write(response, fault.answer)
    const answer = this.#answer(request, body)
    if (fault?.kind === 'silence') return
    if (fault?.kind === 'lose_answer') return breakOff(response, answer)
    write(response, fault?.kind === 'change' ? [answer[0], fault.change(answer[1] as object)] : answer)
  }

  #answer({ method, url = '', headers }: IncomingMessage, body: string): Answer {
    const path = new URL(url, 'http://dsa').pathname
    if (headers.authorization !== `Bearer ${this.token}`) return [401, { message: 'Unauthenticated.' }]
    if (headers.accept !== 'application/json') return [302, '', { location: '/login' }]
    const retryAfter = this.#findWait()
    if (retryAfter > 0) return [429, { message: 'Too Many Attempts.' }, { 'retry-after': String(retryAfter) }]
    if (path === '/api/ping') return [200, { you_say: 'ping', i_say: 'pong' }]
    const [, puid] = /^\/api\/v1\/statement\/existing-puid\/([^/]+)$/.exec(path) ?? []
    if (method === 'GET' && puid !== undefined) return this.#findPuid(decodeURIComponent(puid))
    if (method === 'POST' && path === '/api/v1/statement') return this.#storeOne(parse(body))
    if (method === 'POST' && path === '/api/v1/statements') return this.#storeSeveral(parse(body))
    return [404, { message: 'Not found.' }]
  }

  /** Counts the calls of the last second and minute. Returns the seconds to wait. */
  #findWait(): number {
    const now = performance.now()
    this.#times = [...this.#times.filter((at) => at > now - 60_000), now]
    const inSecond = this.#times.filter((at) => at > now - 1_000).length
    if (this.#times.length > this.limits.aMinute) return 60
    return inSecond > this.limits.aSecond ? 1 : 0
  }

  #findPuid(puid: string): Answer {
    if (!this.statements.has(puid)) return [404, { message: 'statement of reason not found', puid }]
    return [302, { message: 'statement of reason found', puid }]
  }

  #storeOne(given: unknown): Answer {
    const { kept, errors } = validateAsServer(given)
    const [first] = Object.values(errors)
    if (first !== undefined) return [422, { message: first[0] ?? '', errors }]
    const existing = this.statements.get(String(kept.puid))
    if (existing !== undefined) {
      const message = 'The identifier given is not unique within this platform.'
      return [422, { message, errors: { puid: [message] }, existing }]
    }
    return [201, this.#store(kept)]
  }

  /** Stores every statement of a call, or none. */
  #storeSeveral(given: unknown): Answer {
    const { statements } = (given ?? {}) as { statements?: unknown }
    if (!Array.isArray(statements) || statements.length < 1 || statements.length > STATEMENTS_MAX) {
      const message = `The statements field must have between 1 and ${STATEMENTS_MAX} items.`
      return [422, { message, errors: { statements: [message] } }]
    }
    const validated = statements.map(validateAsServer)
    const errors = Object.fromEntries(
      validated.flatMap((one, place) =>
        Object.keys(one.errors).length > 0 ? [[`statement_${place}`, one.errors]] : [],
      ),
    )
    if (Object.keys(errors).length > 0) return [422, { errors }]
    const puids = validated.map(({ kept }) => String(kept.puid))
    if (new Set(puids).size < puids.length) {
      return [422, { message: UNIQUE_CALL, errors: { puid: [UNIQUE_CALL] } }]
    }
    const existing = puids.filter((puid) => this.statements.has(puid))
    if (existing.length > 0) {
      return [422, { message: UNIQUE_HERE, errors: { puid: [UNIQUE_HERE], existing_puids: existing } }]
    }
    return [201, { statements: validated.map(({ kept }) => this.#store(kept)) }]
  }

  #store(kept: Record<string, unknown>): Record<string, unknown> {
    const uuid = `00000000-0000-4000-8000-${String(this.statements.size + 1).padStart(12, '0')}`
    const self = `${this.url}/api/v1/statement/${uuid}`
    const stored = { ...kept, uuid, created_at: '2031-05-17 09:16:55', platform_name: 'Harbour', self }
    this.statements.set(String(kept.puid), stored)
    return stored
  }
}

/** Starts the server on a loopback address. It ends with the test. */
export async function startDsaServer(t: { after(end: () => void): void }): Promise<DsaServer> {
  const server = new DsaServer()
  const listener = createServer(
    (request, response) => void server.take(request, response).catch(() => response.destroy()),
  )
  listener.listen(0, '127.0.0.1')
  await once(listener, 'listening')
  t.after(() => {
    listener.closeAllConnections()
    listener.close()
  })
  server.url = `http://127.0.0.1:${(listener.address() as AddressInfo).port}`
  return server
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}

const write = (response: ServerResponse, [status, body, headers = {}]: Answer) =>
  void response
    .writeHead(status, { 'content-type': 'application/json', ...headers })
    .end(typeof body === 'string' ? body : JSON.stringify(body))

/** Announces the whole answer and sends half of it. */
function breakOff(response: ServerResponse, [status, body]: Answer): void {
  const whole = JSON.stringify(body)
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(whole) })
  response.write(whole.slice(0, whole.length / 2), () => response.destroy())
}
