import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createRawServer, type Server } from 'node:net'
import { type TestContext, test } from 'node:test'
import { HttpConnection } from './http-connection.ts'

async function listen(t: TestContext, server: Server): Promise<string> {
  server.listen({ host: '127.0.0.1', port: 0 })
  await once(server, 'listening')
  const address = server.address()
  t.after(() => server.close())
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
}

async function open(t: TestContext, server: Server): Promise<HttpConnection> {
  const connection = await HttpConnection.open(await listen(t, server))
  t.after(() => connection.close())
  return connection
}

test('many requests on one connection each get their own answer', async (t) => {
  const sockets = new Set<unknown>()
  const echo = (request: IncomingMessage, response: ServerResponse) => {
    sockets.add(request.socket)
    const chunks: Buffer[] = []
    request.on('data', (chunk) => chunks.push(chunk))
    request.on('end', () => {
      const body = `${request.method} ${request.url} ${request.headers['x-who']} ${Buffer.concat(chunks)}`
      response.writeHead(201, { 'content-length': Buffer.byteLength(body) }).end(body)
    })
  }
  const connection = await open(t, createServer(echo))
  for (const word of ['first', 'zweitens: ü', '']) {
    const answer = await connection.send('POST', `/words`, 'x-who: ada\r\n', word)
    assert.deepEqual(answer, { status: 201, body: `POST /words ada ${word}` })
  }
  assert.equal(sockets.size, 1)
})

test('the client waits for chunked answers and accepts an empty body', async (t) => {
  const raw = createRawServer((socket) => {
    socket.once('data', async () => {
      for (const piece of ['HTTP/1.1 200 OK\r\ncontent-', 'length: 5\r\n\r', '\nhel', 'lo']) {
        socket.write(piece)
        await new Promise(setImmediate)
      }
      socket.once('data', () => socket.write('HTTP/1.1 204 No Content\r\n\r\n'))
    })
  })
  const connection = await open(t, raw)
  assert.deepEqual(await connection.send('GET', '/', ''), { status: 200, body: 'hello' })
  assert.deepEqual(await connection.send('GET', '/', ''), { status: 204, body: '' })
})

test('a lost connection fails the waiting requests and every later one', async (t) => {
  const connection = await open(
    t,
    createRawServer((socket) => socket.once('data', () => socket.destroy())),
  )
  await assert.rejects(connection.send('GET', '/', ''), /closed|ECONNRESET/)
  await assert.rejects(connection.send('GET', '/', ''), /closed|ECONNRESET/)
})
