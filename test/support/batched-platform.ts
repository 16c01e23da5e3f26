import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import type { TestContext } from 'node:test'
import {
  createPlatform,
  type Handlers,
  type MemoryTx,
  memoryStore,
  type PlatformState,
  type Subject,
} from '@countersign/platform-kit'
import { webhookConnector } from '../../src/connectors/webhook/webhook-connector.ts'

export type Handle = ReturnType<typeof createPlatform>['handle']
const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`
const NOW = new Date()
/** A call that takes longer never ends. */
const PATIENCE_MS = 60_000
export const UP: PlatformState = { visible: true, spread: 'full', mayPost: true, labels: [] }
/** The ids of the platform's accounts. */
export const NAMES = Array.from({ length: 450 }, (_name, place) => `account-${place}`)

export const subjectOf = (id: string): Subject => ({ kind: 'account', id })

/** Serves a platform on platform-kit and connects to it. `change` replaces the way in which it answers. */
export async function connectBatched(
  t: TestContext,
  change: (handle: Handle) => Handle = (handle) => handle,
  more: Partial<Handlers<MemoryTx<PlatformState>>> = {},
) {
  const store = memoryStore<PlatformState>(NAMES.map((id) => [subjectOf(id), UP]))
  const handlers: Handlers<MemoryTx<PlatformState>> = {
    read: (tx, subject) => {
      const state = tx.find(subject)
      return state && { state, reach: 1 }
    },
    write: (tx, subject, desired) => tx.put(subject, desired),
    warn() {},
    facts: () => undefined,
    capabilities: () => ({ name: 'Batched', subjects: ['account'], absentFacts: [] }),
    ...more,
  }
  // Time stands still: on a busy machine a platform would not begin each read of a set in time.
  const now = () => NOW
  const platform = createPlatform({ secrets: [SECRET], clock: { now }, store, handlers })
  const handle = change(platform.handle)
  const types: string[] = []
  const server = createServer(async (request, response) => {
    const body = await text(request)
    types.push(JSON.parse(body).type)
    const answer = await handle({ headers: request.headers, body })
    response.writeHead(answer.status, answer.headers).end(answer.body)
  }).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  t.after(() => server.close())
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  return { connector: webhookConnector({ url, secret: SECRET, now, timeoutMs: PATIENCE_MS }), types, store }
}
