import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type TestContext, test } from 'node:test'
import { guardedFetch } from '../../foundation/outgoing/guarded-fetch.ts'
import { openMedia } from './open-media.ts'

const FILM = { subject: { kind: 'content', id: 't1' }, reference: 'film' } as const

/** Serves one answer, and opens a medium at the address that the platform names. */
async function start(t: TestContext, answer: { status: number; headers?: Record<string, string>; body?: string }) {
  const got: Record<string, unknown>[] = []
  const server = createServer((request, response) => {
    got.push(request.headers)
    response.writeHead(answer.status, answer.headers).end(answer.body ?? '')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.after(() => server.close())
  const own = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const reach = guardedFetch()
  const open = (address = `${own}/film`, range?: string) =>
    openMedia(
      {
        ...{ url: `${own}/calls`, secret: `whsec_${btoa('a'.repeat(32))}`, now: () => new Date(), bytesMax: 10_000 },
        fetch: async (url, init) =>
          init.method === 'POST' ? Response.json({ address, until: '2026-03-01T12:00:00Z' }) : reach(url, init),
        fetchOther: guardedFetch({ ownMachine: false }),
      },
      FILM,
      { range, ifRange: range && '"v1"', signal: AbortSignal.timeout(20_000) },
    )
  return { own, got, open }
}

test('a part of a medium is opened with its place and tag', async (t) => {
  const headers = { 'content-type': 'Video/WebM; codecs=vp9', 'content-range': 'bytes 1-2/10', etag: '"v1"' }
  const { got, open } = await start(t, { status: 206, headers, body: 'il' })
  const opened = await open(undefined, 'bytes=1-2')
  const { body, ...head } = opened ?? assert.fail()
  assert.deepEqual(head, {
    ...{ kind: 'part', mediaType: 'video/webm', place: { from: 1, to: 2 }, total: 10, tag: '"v1"' },
  })
  assert.equal(await new Response(body).text(), 'il')
  assert.deepEqual(
    [got[0]?.range, got[0]?.['if-range'], got[0]?.['accept-encoding']],
    ['bytes=1-2', '"v1"', 'identity'],
  )
})

test('addresses of private networks and other schemes are not read', async (t) => {
  const { own, got, open } = await start(t, { status: 200, body: 'film' })
  const port = new URL(own).port
  for (const address of [
    ...[
      'http://192.0.2.1/film',
      'https://10.0.0.1/film',
      'https://169.254.169.254/film',
      `https://127.0.0.1:${port}/x`,
    ],
    ...[`http://localhost:${port}/film`, 'file:///etc/passwd', 'no address', `http://a:b@127.0.0.1:${port}/film`],
  ])
    await assert.rejects(open(address), { name: 'ConnectorError' }, address)
  assert.deepEqual(got, [])
})

test('an answer that is no part of a medium is refused', async (t) => {
  const answers = [
    { status: 302, headers: { location: 'http://10.0.0.1/' } },
    { status: 206 },
    { status: 206, headers: { 'content-range': 'bytes 5-2/10' } },
    { status: 206, headers: { 'content-range': 'bytes 0-10/10' } },
    { status: 200, headers: { 'content-encoding': 'gzip' }, body: 'film' },
    { status: 404 },
    { status: 500 },
  ]
  for (const answer of answers) {
    const { open } = await start(t, answer)
    await assert.rejects(open(undefined, 'bytes=0-'), { name: 'ConnectorError' }, JSON.stringify(answer))
  }
  const { open } = await start(t, { status: 416, headers: { 'content-range': 'bytes */10' } })
  const opened = await open(undefined, 'bytes=20-')
  assert.deepEqual([opened?.kind, opened?.total, opened?.body], ['outside', 10, undefined])
})
