import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import type { TestContext } from 'node:test'
import { ATPROTO } from '../../src/connectors/atproto/atproto-kind.ts'
import type { Connector } from '../../src/foundation/connector/connector.ts'

type Answer = { status?: number; body: unknown; type?: string }
/** The answer to each method of a PDS or an AppView. Every other method is answered 404. */
export type Answers = Readonly<
  Record<string, (request: IncomingMessage, params: URLSearchParams, body: string) => Answer | Promise<Answer>>
>

/** Starts a server that answers methods of the AT Protocol as a test wants. */
export async function startXrpc(t: TestContext, answers: Answers): Promise<string> {
  const server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://pds')
    const answer = await answers[pathname.replace('/xrpc/', '')]?.(request, searchParams, await text(request))
    const { status = 200, body = {}, type = 'application/json' } = answer ?? { status: 404 }
    response.writeHead(status, { 'content-type': type }).end(JSON.stringify(body))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** Opens the connector that administers such a server. */
export async function connectTo(t: TestContext, answers: Answers): Promise<Connector> {
  const pds = await startXrpc(t, answers)
  return ATPROTO.open({ pds, plc: pds }, { PASSWORD: 'correct horse' }, { now: () => new Date(), allowPrivate: [] })
}
