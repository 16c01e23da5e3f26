import { createHash, timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { isIP } from 'node:net'
import type { AddressInfo } from 'node:net'
import type { MetricsAddress } from '../../foundation/settings/telemetry-settings.ts'
import { codeOf, StartError } from '../../foundation/store/start-error.ts'
import { type MeasuredPools, measureProcess } from './process-metrics.ts'
import { measureState } from './state-metrics.ts'

const PATH = '/metrics'
const CONNECTIONS_MAX = 16
const REQUEST_TIMEOUT_MS = 5_000
const HEADER_BYTES_MAX = 8_192

interface ServedMetrics {
  url: string
  close: () => Promise<void>
}

/**
 * Serves the metrics of this process in the text format of Prometheus, on an address of its own: the API's proxy never
 * leads here. Without a token the address is one of this machine, and a browser's request by a foreign name is refused.
 */
export async function serveMetrics(
  pools: MeasuredPools,
  { host, port, token }: MetricsAddress,
): Promise<ServedMetrics> {
  const { registry, close } = measureProcess(pools)
  const { refresh } = measureState(pools.taskDb, registry)
  let writing: Promise<string> | undefined
  const write = async (): Promise<string> => {
    await refresh()
    return registry.metrics()
  }
  /** Scrapes at the same time get the same text. */
  const text = (): Promise<string> => {
    writing ??= write().finally(() => {
      writing = undefined
    })
    return writing
  }
  const isAllowed = token === undefined ? isByOwnName : isBearer(token)
  const server = createServer(
    { requestTimeout: REQUEST_TIMEOUT_MS, headersTimeout: REQUEST_TIMEOUT_MS, maxHeaderSize: HEADER_BYTES_MAX },
    (request, response) => void answer(request, response, { isAllowed, text, type: registry.contentType }),
  )
  server.maxConnections = CONNECTIONS_MAX
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen({ host, port }, resolve)
    })
  } catch (error) {
    close()
    throw explain(error, { host, port })
  }
  const { port: bound } = server.address() as AddressInfo
  return {
    url: `http://${isIP(host) === 6 ? `[${host}]` : host}:${bound}${PATH}`,
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      close()
    },
  }
}

interface Answering {
  isAllowed: (request: IncomingMessage) => boolean
  text: () => Promise<string>
  type: string
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { isAllowed, text, type }: Answering,
): Promise<void> {
  response.setHeader('cache-control', 'no-store').setHeader('x-content-type-options', 'nosniff')
  request.resume()
  if (!isAllowed(request)) return end(response, 401, 'Not allowed.\n')
  if (request.url !== PATH) return end(response, 404, `The metrics are at ${PATH}.\n`)
  if (request.method !== 'GET') return end(response, 405, 'Only GET reads the metrics.\n')
  try {
    const body = await text()
    response.setHeader('content-type', type)
    end(response, 200, body)
  } catch {
    end(response, 500, 'The metrics could not be written.\n')
  }
}

function end(response: ServerResponse, status: number, body: string): void {
  if (!response.hasHeader('content-type')) response.setHeader('content-type', 'text/plain; charset=utf-8')
  response.writeHead(status).end(body)
}

/** Compares hashes, which have one length: the time of the comparison tells nothing about the token. */
function isBearer(token: string): (request: IncomingMessage) => boolean {
  const hash = (text: string) => createHash('sha256').update(text).digest()
  const expected = hash(`Bearer ${token}`)
  return ({ headers }) => timingSafeEqual(hash(headers.authorization ?? ''), expected)
}

/**
 * A page in a browser on this machine reaches loopback by a name of its own that resolves to it. Such a request carries that
 * name in Host; a scrape carries an address or localhost.
 */
function isByOwnName({ headers: { host = '', origin } }: IncomingMessage): boolean {
  const name = URL.parse(`http://${host}`)?.hostname.replace(/^\[|\]$/g, '') ?? ''
  return origin === undefined && (name === 'localhost' || isIP(name) !== 0)
}

function explain(error: unknown, { host, port }: { host: string; port: number }): unknown {
  if (codeOf(error) === 'EADDRINUSE')
    return new StartError(`Port ${port} is in use: set COUNTERSIGN_METRICS_PORT to another, one for each process.`)
  if (codeOf(error) === 'EADDRNOTAVAIL')
    return new StartError(`This machine has no address ${host}: set COUNTERSIGN_METRICS_HOST to one that it has.`)
  if (codeOf(error) === 'EACCES')
    return new StartError(`Port ${port} needs rights this user has not: set COUNTERSIGN_METRICS_PORT above 1023.`)
  return error
}
