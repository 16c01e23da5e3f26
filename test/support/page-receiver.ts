import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { TestContext } from 'node:test'
import { Webhook } from 'standardwebhooks'

const SECRET = `whsec_${Buffer.alloc(32, 3).toString('base64')}`
export interface Received {
  id: string
  body: Record<string, unknown>
}

/** Somebody's pager, outside the desk: takes what is rightly signed, and answers what the test wants. */
export interface PageReceiver {
  /** Where the desk reaches it, and what it signs with. */
  pages: { url: string; secret: string }
  /** What came and was rightly signed, in the order in which it came, whatever was answered. */
  received: Received[]
  /** What came at all. */
  came: { headers: IncomingMessage['headers']; text: string }[]
  /** What is answered from now on; 0: nothing at all. */
  answer: number
  /** Where it sends whoever asks, with a 307. */
  redirectTo: string | undefined
  /** By what it looks whether something is rightly signed. */
  secret: string
}

/** Takes what is signed with the secret; or all of it, as the rooms of Slack do. */
export async function startPageReceiver(
  t: TestContext,
  { secret = SECRET, asksNoSignature = false }: { secret?: string; asksNoSignature?: boolean } = {},
): Promise<PageReceiver> {
  const server = createServer(async (request, response) => {
    const status = (await take(request, receiver)) || asksNoSignature ? receiver.answer : 401
    if (receiver.redirectTo !== undefined) response.writeHead(307, { location: receiver.redirectTo }).end()
    else if (status !== 0) response.writeHead(status).end('thanks')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/pages`
  const receiver: PageReceiver = {
    pages: { url, secret },
    ...{ received: [], came: [], answer: 204, redirectTo: undefined, secret: SECRET },
  }
  return receiver
}

async function take(request: IncomingMessage, { received, came, secret }: PageReceiver): Promise<boolean> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  const text = Buffer.concat(chunks).toString()
  came.push({ headers: request.headers, text })
  try {
    const body = new Webhook(secret).verify(text, request.headers as Record<string, string>)
    received.push({ id: String(request.headers['webhook-id']), body: body as Record<string, unknown> })
    return true
  } catch {
    return false
  }
}
