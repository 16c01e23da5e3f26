import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { TestContext } from 'node:test'
import { Webhook } from 'standardwebhooks'

const SECRET = `whsec_${Buffer.alloc(32, 3).toString('base64')}`
export interface Received {
  id: string
  type: string
  timestamp: string
  data: Record<string, unknown>
}

/** A pager outside the desk: it accepts correctly signed messages, and answers as the test sets. */
export interface AlertReceiver {
  /** The address and the secret that the desk is configured with. */
  alerts: { url: string; secret: string }
  /** The correctly signed messages, in order of arrival, also those that were answered with an error. */
  received: Received[]
  /** Every request, signed or not. */
  came: { headers: IncomingMessage['headers']; text: string }[]
  /** The status of the next answers; 0: no answer at all. */
  answer: number
  /** The address to which every request is redirected, with a 307. */
  redirectTo: string | undefined
  /** True when it accepts every message, signed or not. */
  takesUnsigned: boolean
  /** The secret by which it checks signatures. */
  secret: string
}

/** Accepts messages that are signed with the secret; or every message, as Slack's webhooks do. */
export async function startAlertReceiver(
  t: TestContext,
  { secret = SECRET, asksNoSignature = false }: { secret?: string; asksNoSignature?: boolean } = {},
): Promise<AlertReceiver> {
  const server = createServer(async (request, response) => {
    const status = (await take(request, receiver)) || receiver.takesUnsigned ? receiver.answer : 401
    if (receiver.redirectTo !== undefined) response.writeHead(307, { location: receiver.redirectTo }).end()
    else if (status !== 0) response.writeHead(status).end('thanks')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/alerts`
  const receiver: AlertReceiver = {
    alerts: { url, secret },
    ...{ received: [], came: [], answer: 204, redirectTo: undefined, takesUnsigned: asksNoSignature, secret: SECRET },
  }
  return receiver
}

async function take(request: IncomingMessage, { received, came, secret }: AlertReceiver): Promise<boolean> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  const text = Buffer.concat(chunks).toString()
  came.push({ headers: request.headers, text })
  try {
    const body = new Webhook(secret).verify(text, request.headers as Record<string, string>)
    received.push({ id: String(request.headers['webhook-id']), ...(body as Omit<Received, 'id'>) })
    return true
  } catch {
    return false
  }
}
