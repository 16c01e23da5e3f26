import assert from 'node:assert/strict'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type TestContext, test } from 'node:test'
import { ConnectorError } from '../../foundation/connector/connector.ts'
import { webhookConnector } from './webhook-connector.ts'

const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`
const ROSA = { kind: 'account', id: 'rosa' } as const
const MEGABYTE = Buffer.alloc(1_048_576, ' ')
const MEGABYTES_MAX = 8

/** Starts a platform whose answers the test chooses. */
async function connectTo(t: TestContext, listener: RequestListener) {
  const server = createServer(listener).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  t.after(() => server.close())
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  return webhookConnector({ url, secret: SECRET, now: () => new Date() })
}

const failureOf = (call: Promise<unknown>) =>
  call.then(
    () => assert.fail('it was answered'),
    (error: unknown) => (error instanceof ConnectorError ? error.failure : assert.fail(String(error))),
  )

test('an endless answer of the platform is aborted at its limit', async (t) => {
  let sent = 0
  const connector = await connectTo(t, (_request, response) => {
    const write = () => {
      while (!response.destroyed && response.write(MEGABYTE)) sent++
    }
    response.on('drain', write)
    write()
  })
  assert.equal(await failureOf(connector.readBack(ROSA)), 'unreadable')
  assert.ok(sent < MEGABYTES_MAX, `${sent} megabytes were taken`)
})

test('a redirect by the platform is not followed but invalid', async (t) => {
  const answers = [
    (response: Parameters<RequestListener>[1]) => response.writeHead(302, { location: 'http://127.0.0.1:9/' }).end(),
    (response: Parameters<RequestListener>[1]) => response.end('{"visible":true}'),
    (response: Parameters<RequestListener>[1]) => response.end('<html>'),
  ]
  const connector = await connectTo(t, (_request, response) => void answers.shift()?.(response))
  assert.equal(await failureOf(connector.readBack(ROSA)), 'unreachable')
  assert.equal(await failureOf(connector.readBack(ROSA)), 'unreadable')
  assert.equal(await failureOf(connector.readBack(ROSA)), 'unreadable')
})

test('an answer with a generation beyond the valid range is invalid', async (t) => {
  const state = { visible: true, spread: 'full', mayPost: true, labels: [] }
  const read = { subject: ROSA, state, reach: 1, readAt: '2026-01-01T00:00:00Z', generation: Number.MAX_SAFE_INTEGER }
  const connector = await connectTo(t, (_request, response) => void response.end(JSON.stringify(read)))
  assert.equal(await failureOf(connector.readBack(ROSA)), 'unreadable')
})

test('an answer with text that PostgreSQL cannot store is invalid', async (t) => {
  const state = { visible: true, spread: 'full', mayPost: true, labels: ['nul \u0000'] }
  const read = { subject: ROSA, state, reach: 1, readAt: '2026-01-01T00:00:00Z', generation: 1 }
  const connector = await connectTo(t, (_request, response) => void response.end(JSON.stringify(read)))
  assert.equal(await failureOf(connector.readBack(ROSA)), 'unreadable')
})

test('a read of media ends at the limit of its caller', async (t) => {
  const avatar = Buffer.alloc(100_000, 'photo')
  const connector = await connectTo(t, (_request, response) => {
    response.end(JSON.stringify({ mediaType: 'image/png', base64: avatar.toString('base64') }))
  })
  const read = (bytesMax: number) => connector.media(ROSA, 'photo', { bytesMax })
  assert.deepEqual(await read(avatar.length), { mediaType: 'image/png', bytes: avatar })
  assert.equal(await failureOf(read(20_000)), 'unreadable')
})

test('media answers may be larger than others, up to their limit', async (t) => {
  const photo = Buffer.alloc(2 * 1_048_576, 'photo')
  const answers = [
    (response: Parameters<RequestListener>[1]) =>
      response.end(JSON.stringify({ mediaType: 'image/png', base64: photo.toString('base64') })),
    (response: Parameters<RequestListener>[1]) => response.end(Buffer.alloc(12 * 1_048_576, ' ')),
    (response: Parameters<RequestListener>[1]) =>
      response.writeHead(404).end('{"refusal":"no_such_subject","detail":"There is none."}'),
  ]
  const connector = await connectTo(t, (_request, response) => void answers.shift()?.(response))
  const read = () => connector.media({ kind: 'content', id: 't1' }, 'photo')
  assert.deepEqual(await read(), { mediaType: 'image/png', bytes: photo })
  assert.equal(await failureOf(read()), 'unreadable')
  assert.equal(await read(), undefined)
})
