import { randomUUID } from 'node:crypto'
import type { Call } from '@countersign/platform-kit'
import { Webhook } from 'standardwebhooks'
import { read } from './desk-client.ts'
import type { PlatformProgram } from './desk-programs.ts'
import { HttpConnection } from './http-connection.ts'

/** Sends the platform one signed call over an open connection, as the desk would. */
export async function callPlatform(connection: HttpConnection, secret: string, call: Call): Promise<void> {
  const body = JSON.stringify(call)
  const [id, at] = [`msg_${randomUUID()}`, new Date()]
  const signature = new Webhook(secret).sign(id, at, body)
  const headers = `webhook-id: ${id}\r\nwebhook-timestamp: ${Math.floor(at.getTime() / 1000)}\r\nwebhook-signature: ${signature}\r\n`
  read(await connection.send('POST', '/countersign', headers, body), 200, 'the platform')
}

/** The time the platform takes to answer for an account, in milliseconds. */
export async function requestFacts(platform: PlatformProgram, accountId: string): Promise<number> {
  const connection = await HttpConnection.open(platform.url)
  const begun = performance.now()
  await callPlatform(connection, platform.secret, {
    type: 'subject.facts',
    subject: { kind: 'account', id: accountId },
  })
  const tookMs = performance.now() - begun
  connection.close()
  return tookMs
}
