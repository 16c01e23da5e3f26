import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect } from 'node:net'
import { type TestContext, test } from 'node:test'
import { startLabelerDesk } from '../../../test/support/atproto.ts'
import { listen } from '../../../test/support/labels.ts'
import { startTestDesk, type TestDesk } from '../../../test/support/server.ts'
import { waitFor } from '../../../test/support/wait-for.ts'
import { ROUTES } from '../../app/http/routes.ts'
import { buildServer } from '../../app/http/server.ts'

const PATH = '/xrpc/com.atproto.label.subscribeLabels'
const REFUSED = `${PATH}?cursor=-1`
const RESETS = 30

/** Opens a connection that asks for a WebSocket, and never closes its own half by itself. */
async function upgrade(t: TestContext, desk: Pick<TestDesk, 'app'>, url: string, headers = '') {
  const [host = '', port = ''] = (await listen(desk)).split(':')
  const socket = connect({ host, port: Number(port), allowHalfOpen: true })
  t.after(() => socket.destroy())
  socket.on('error', () => undefined)
  await once(socket, 'connect')
  const key = 'sec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n'
  socket.write(
    `GET ${url} HTTP/1.1\r\nhost: ${host}\r\nconnection: upgrade\r\nupgrade: websocket\r\n${key}${headers}\r\n`,
  )
  return socket
}

const countConnections = ({ app }: TestDesk) =>
  new Promise<number>((resolve, reject) => {
    app.server.getConnections((error, count) => (error ? reject(error) : resolve(count)))
  })

async function resetMany(t: TestContext, desk: TestDesk): Promise<void> {
  for (let at = 0; at < RESETS; at++) {
    const socket = await upgrade(t, desk, at % 2 === 0 ? PATH : REFUSED)
    if (at % 3 === 0) await once(socket, 'data')
    socket.resetAndDestroy()
  }
  assert.equal((await fetch(`http://${await listen(desk)}/healthz`)).status, 200)
  await waitFor('the connections to be closed', async () => (await countConnections(desk)) <= 1)
}

test('upgrades whose connection is reset at once end no desk', async (t) => {
  await resetMany(t, await startLabelerDesk(t))
})

test('a desk without a labeler upgrades nothing', async (t) => {
  const desk = await startTestDesk(t, { routes: ROUTES })
  let upgrades = 0
  desk.app.server.prependListener('upgrade', () => upgrades++)
  const socket = await upgrade(t, desk, PATH)
  const [answer] = (await once(socket, 'data')) as [Buffer]
  assert.match(answer.toString(), /^HTTP\/1.1 404 /)
  socket.destroy()
  await resetMany(t, desk)
  assert.equal(upgrades, 0)
})

test('a refused upgrade is closed, although its sender keeps the connection open', async (t) => {
  const desk = await startLabelerDesk(t)
  const socket = await upgrade(t, desk, REFUSED)
  const [answer] = (await once(socket, 'data')) as [Buffer]
  assert.match(answer.toString(), /^HTTP\/1.1 400 /)
  await waitFor('the connection to be closed', async () => (await countConnections(desk)) === 0)
})

/** Asks for a WebSocket through a proxy that the desk trusts. `isOpen`: it was opened, and is still open. */
async function subscribeFrom(t: TestContext, app: TestDesk['app'], address: string) {
  const socket = await upgrade(t, { app }, PATH, `x-forwarded-for: ${address}\r\n`)
  const [answer] = (await once(socket, 'data')) as [Buffer]
  let isClosed = false
  socket.once('end', () => {
    isClosed = true
  })
  return { status: Number(answer.toString().split(' ')[1]), isOpen: () => !isClosed }
}

test('no crowd of addresses takes the places of other subscribers', async (t) => {
  const { desk } = await startLabelerDesk(t)
  const app = buildServer(desk, { routes: ROUTES, ready: () => true, trustedProxies: ['127.0.0.1'] })
  t.after(() => app.close())
  await listen({ app })
  const relay = await subscribeFrom(t, app, '203.0.113.9')
  assert.equal(relay.status, 101)
  const household = await Promise.all(Array.from({ length: 11 }, (_, at) => subscribeFrom(t, app, `2001:db8::${at}`)))
  assert.deepEqual(household.map(({ status }) => status).sort(), [...Array<number>(10).fill(101), 429])
  const crowd = await Promise.all(
    Array.from({ length: 189 }, (_, at) => subscribeFrom(t, app, `2001:db8:0:${at + 1}::1`)),
  )
  assert.ok(crowd.every(({ status }) => status === 101))
  const other = await subscribeFrom(t, app, '198.51.100.7')
  assert.equal(other.status, 101)
  const isDisplaced = async () =>
    [...household, ...crowd].filter(({ status, isOpen }) => status === 101 && !isOpen()).length === 1
  await waitFor('one of the crowd to be displaced', isDisplaced)
  assert.ok(relay.isOpen() && other.isOpen())
})
