import { createServer, type IncomingMessage } from 'node:http'
import { text } from 'node:stream/consumers'
import type { TestContext } from 'node:test'
import { ATPROTO } from '../../src/connectors/atproto/atproto-kind.ts'
import type { Connector } from '../../src/foundation/connector/connector.ts'
import { listenOnLoopback } from './listen.ts'

export type Answer = { status?: number; body: unknown; type?: string }
/** The answer to each method of a PDS or an AppView. Every other method is answered 404. */
export type Answers = Readonly<
  Record<string, (request: IncomingMessage, params: URLSearchParams, body: string) => Answer | Promise<Answer>>
>

/** Starts a server that answers methods of the AT Protocol, or paths of another service, as a test wants. */
export async function startXrpc(t: TestContext, answers: Answers): Promise<string> {
  const server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://pds')
    const answer = await answers[pathname.replace('/xrpc/', '')]?.(request, searchParams, await text(request))
    const { status = 200, body = {}, type = 'application/json' } = answer ?? { status: 404 }
    response.writeHead(status, { 'content-type': type }).end(Buffer.isBuffer(body) ? body : JSON.stringify(body))
  })
  return listenOnLoopback(t, server)
}

/** Opens the connector that administers such a server. */
export async function connectTo(t: TestContext, answers: Answers, PASSWORD = 'correct horse'): Promise<Connector> {
  const pds = await startXrpc(t, answers)
  return ATPROTO.open({ pds, plc: pds }, { PASSWORD }, { now: () => new Date(), allowPrivate: [] })
}
