import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { TestContext } from 'node:test'
import { Webhook } from 'standardwebhooks'
import { type PageWebhook, pageWebhook } from '../../src/connector/page-webhook.ts'

const SECRET = `whsec_${Buffer.alloc(32, 3).toString('base64')}`
export interface Received {
  id: string
  body: Record<string, unknown>
}

/** Somebody's pager, outside the desk: takes what is rightly signed, and answers what the test wants. */
export interface PageReceiver {
  webhook: PageWebhook
  /** What came and was rightly signed, in the order in which it came, whatever was answered. */
  received: Received[]
  /** What is answered from now on; 0: nothing at all. */
  answer: number
}

export async function startPageReceiver(
  t: TestContext,
  { secret = SECRET, ...options }: { secret?: string; timeoutMs?: number } = {},
): Promise<PageReceiver> {
  const server = createServer(async (request, response) => {
    const status = (await take(request, receiver)) ? receiver.answer : 401
    if (status !== 0) response.writeHead(status).end('thanks')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/pages`
  const webhook = pageWebhook({ url, secret, now: () => new Date(), ...options })
  const receiver: PageReceiver = { webhook, received: [], answer: 204 }
  return receiver
}

async function take(request: IncomingMessage, { received }: PageReceiver): Promise<boolean> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  try {
    const body = new Webhook(SECRET).verify(Buffer.concat(chunks).toString(), request.headers as Record<string, string>)
    received.push({ id: String(request.headers['webhook-id']), body: body as Record<string, unknown> })
    return true
  } catch {
    return false
  }
}
