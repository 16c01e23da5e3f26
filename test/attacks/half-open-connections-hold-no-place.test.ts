import assert from 'node:assert/strict'
import { connect, type Socket } from 'node:net'
import { type TestContext, test } from 'node:test'
import { buildServer } from '../../src/app/http/server.ts'
import { startTestDesk } from '../support/server.ts'
import { waitFor } from '../support/wait-for.ts'

/** The shortest of a test; a desk's own are asked below. */
const TIMEOUT_MS = 1_000
const EACH = 20
/** A busy machine looks later. */
const CLOSED_WITHIN_MS = 20_000
const HEADERS_WITHIN_MS = 30_000
const HALF_A_REQUEST = {
  nothing: '',
  'half of a line': 'POST /v1/rep',
  'half of the headers': 'POST /v1/reports HTTP/1.1\r\nHost: desk.example\r\nX-More: a',
} as const

/**
 * Opens connections that send half a request and no more; returns a count of those that the server has not closed yet.
 */
async function openHalves(t: TestContext, port: number): Promise<() => number> {
  const open = new Set<Socket>()
  for (const text of Object.values(HALF_A_REQUEST).flatMap((each) => Array(EACH).fill(each) as string[])) {
    const socket = connect(port, '127.0.0.1')
    open.add(socket)
    socket.on('error', () => undefined)
    // The client reads the answer, else the end of the connection would go unseen.
    socket.resume()
    socket.once('close', () => open.delete(socket))
    socket.once('connect', () => socket.write(text))
  }
  t.after(() => {
    for (const socket of open) socket.destroy()
  })
  return () => open.size
}

test('half-open connections are closed and block no other request', async (t) => {
  const { desk } = await startTestDesk(t)
  const app = buildServer(desk, { routes: [], ready: () => true, requestTimeoutMs: TIMEOUT_MS })
  t.after(() => app.close())
  const { port, origin } = new URL(await app.listen({ host: '127.0.0.1', port: 0 }))
  const countOpen = await openHalves(t, Number(port))
  assert.equal((await fetch(`${origin}/healthz`)).status, 200)
  await waitFor('all of them to be closed', async () => countOpen() === 0, CLOSED_WITHIN_MS)
})

test('a connection has half a minute to send its headers', async (t) => {
  const { app } = await startTestDesk(t)
  assert.ok(app.server.headersTimeout > 0 && app.server.headersTimeout <= HEADERS_WITHIN_MS)
})
