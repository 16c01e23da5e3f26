import assert from 'node:assert/strict'
import { EventEmitter, once } from 'node:events'
import { connect } from 'node:net'
import { type TestContext, test } from 'node:test'
import { Secp256k1Keypair } from '@atproto/crypto'
import { WebSocket, WebSocketServer } from 'ws'
import { type LabelerDesk, startLabelerDesk, VALE } from '../../../test/support/atproto.ts'
import { isSigned, listen, queryLabels, subscribe } from '../../../test/support/labels.ts'
import { startTestDesk } from '../../../test/support/server.ts'
import { waitFor } from '../../../test/support/wait-for.ts'
import { ROUTES } from '../../app/http/routes.ts'
import { LabelSigner } from './label.ts'
import { LabelStream } from './label-stream.ts'

const POST = `at://${VALE}/app.bsky.feed.post`

/** A desk with labels that its owner wrote: the posts 1 to `count`, of which every tenth is taken back. */
async function givenLabels(t: TestContext, count: number, rkey = ''): Promise<LabelerDesk> {
  const desk = await startLabelerDesk(t)
  const signer = await LabelSigner.open(desk.labeler.signingKey)
  await desk.database.ownerPool.query(`alter table label disable trigger check_label`)
  await desk.database.ownerPool.query(
    `insert into label (seq, subject, generation, src, uri, val, neg, cts, signing_key, sig)
     select at, 'content:bluesky~' || uri, 1, $1, uri, 'spam', at > $2, now(), $3, decode(repeat('00', 64), 'hex')
     from generate_series(1, $2 + $2 / 10) at, lateral (select $4 || '/' || $5 ||
       lpad((case when at > $2 then (at - $2) * 10 else at end)::text, 6, '0') as uri) named`,
    [desk.labeler.did, count, signer.key, POST, rkey],
  )
  return desk
}

test('a query pages through the labels that count', async (t) => {
  const desk = await givenLabels(t, 100)
  const seen: string[] = []
  let cursor: string | undefined
  do {
    const more: string = cursor === undefined ? '' : `&cursor=${cursor}`
    const page = await queryLabels(desk, `uriPatterns=${POST}/*&uriPatterns=*&limit=30${more}`)
    assert.equal(page.status, 200)
    seen.push(...page.labels.map(({ uri }) => uri))
    cursor = page.cursor
  } while (cursor !== undefined)
  assert.equal(new Set(seen).size, 90)
  assert.equal(seen.length, 90)
  const one = async (query: string) => (await queryLabels(desk, query)).labels.length
  assert.equal(await one(`uriPatterns=${POST}/000001`), 1)
  assert.equal(await one(`uriPatterns=${POST}/000010`), 0, 'taken back')
  assert.equal(await one(`uriPatterns=${POST}/00000`), 0, 'a part without *')
  assert.equal(await one(`uriPatterns=${POST}/000001&sources=did:web:other.example`), 0)
  assert.equal(await one(`uriPatterns=${POST}/000001&sources=${desk.labeler.did}`), 1)
})

test('400: hostile queries are refused, and none takes more than a page', async (t) => {
  const desk = await givenLabels(t, 10)
  const many = Array.from({ length: 101 }, (_, at) => `uriPatterns=${at}`).join('&')
  for (const [query, field] of [
    ['', 'uriPatterns'],
    [many, 'uriPatterns'],
    [`uriPatterns=at://*/app.bsky.feed.post`, 'uriPatterns/0'],
    [`uriPatterns=**`, 'uriPatterns/0'],
    [`uriPatterns=*&limit=251`, 'limit'],
    [`uriPatterns=*&limit=0`, 'limit'],
    [`uriPatterns=*&cursor=abc`, 'cursor'],
    [`uriPatterns=*&cursor=${Buffer.from('["a"]').toString('base64url')}`, 'cursor'],
    [`uriPatterns=${'a'.repeat(1_025)}`, 'uriPatterns/0'],
    [`uriPatterns=%00`, 'uriPatterns'],
  ] as const) {
    const { status, body } = await queryLabels(desk, query)
    assert.deepEqual([status, body.errors?.[0]?.field], [400, field], query.slice(0, 80))
  }
})

test('404: a desk without a labeler has no labels', async (t) => {
  const desk = await startTestDesk(t, { routes: ROUTES })
  assert.equal((await queryLabels(desk, 'uriPatterns=*')).status, 404)
})

test('a label of an earlier key is signed with the present one', async (t) => {
  const desk = await givenLabels(t, 1)
  await desk.database.ownerPool.query(`update label set signing_key = $1`, [(await Secp256k1Keypair.create()).did()])
  const { labels } = await queryLabels(desk, 'uriPatterns=*')
  assert.ok(labels[0] && (await isSigned(desk.labeler, labels[0])))
})

test('a subscriber gets the labels after its cursor, in their order', async (t) => {
  const desk = await givenLabels(t, 1_000)
  const { next } = await subscribe(t, desk, 400)
  for (let seq = 401; seq <= 1_100; seq++) assert.equal((await next())?.body.seq, seq)
  const future = await subscribe(t, desk, 1_101)
  assert.deepEqual((await future.next())?.body.error, 'FutureCursor')
  assert.equal(await future.next(), undefined)
  await desk.database.ownerPool.query('delete from label where seq <= 500')
  const old = await subscribe(t, desk, 3)
  assert.deepEqual(
    [await old.next(), await old.next()].map((frame) => [frame?.header.t, frame?.body.name ?? frame?.body.seq]),
    [
      ['#info', 'OutdatedCursor'],
      ['#labels', 501],
    ],
  )
})

test('400: a subscription with a bad cursor is refused', async (t) => {
  const desk = await givenLabels(t, 1)
  const url = '/xrpc/com.atproto.label.subscribeLabels'
  assert.equal((await desk.app.inject({ url })).statusCode, 400)
  const upgrade = async (path: string, headers = '') => {
    const [host = '', port = ''] = (await listen(desk)).split(':')
    const socket = connect(Number(port), host)
    const key = 'sec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n'
    socket.write(
      `GET ${path} HTTP/1.1\r\nhost: ${host}\r\nconnection: upgrade\r\nupgrade: websocket\r\n${key}${headers}\r\n`,
    )
    const [answer] = (await once(socket, 'data')) as [Buffer]
    socket.destroy()
    return answer.toString().split('\r\n', 1)[0]
  }
  assert.match((await upgrade(`${url}?cursor=-1`)) ?? '', / 400 /)
  assert.match((await upgrade(`${url}?cursor=1e99`)) ?? '', / 400 /)
  assert.match((await upgrade(url, 'host: another\r\n')) ?? '', / 400 /)
  assert.match((await upgrade('/v1/me')) ?? '', / 401 /)
  assert.match((await upgrade(url)) ?? '', / 101 /)
})

test('a consumer that takes nothing is dropped, and holds up no other', async (t) => {
  const desk = await givenLabels(t, 20_000, 'a'.repeat(900))
  const signer = await LabelSigner.open(desk.labeler.signingKey)
  const stream = new LabelStream(desk.desk, { slowMs: 500 })
  t.after(() => stream.close())
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 })
  t.after(() => server.close())
  await once(server, 'listening')
  const served: Promise<void>[] = []
  server.on('connection', (socket) => {
    served.push(stream.serve(signer, { socket, address: '198.51.100.7', cursor: 0 }))
  })
  const idle = connect((server.address() as { port: number }).port, '127.0.0.1')
  t.after(() => idle.destroy())
  idle.pause()
  idle.write(
    'GET / HTTP/1.1\r\nhost: a\r\nconnection: upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
  )
  await once(server, 'connection')
  const { next } = await subscribe(t, desk, 21_999)
  assert.equal((await next())?.body.seq, 22_000)
  await Promise.all(served)
})

test('a subscriber that answers no ping is dropped', async (t) => {
  const desk = await startLabelerDesk(t)
  const signer = await LabelSigner.open(desk.labeler.signingKey)
  const stream = new LabelStream(desk.desk, { pingEveryMs: 100 })
  t.after(() => stream.close())
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 })
  t.after(() => server.close())
  await once(server, 'listening')
  server.on('connection', (socket) => {
    void stream.serve(signer, { socket, address: '198.51.100.7', cursor: undefined })
  })
  const { port } = server.address() as { port: number }
  const silent = new WebSocket(`ws://127.0.0.1:${port}`, { autoPong: false })
  t.after(() => silent.terminate())
  await once(silent, 'close')
})

test('one address takes the turns of no other query', async (t) => {
  const desk = await givenLabels(t, 1)
  const ask = async (remoteAddress: string) => {
    const url = '/xrpc/com.atproto.label.queryLabels?uriPatterns=*'
    return (await desk.app.inject({ url, remoteAddress, headers: { host: 'desk.example' } })).statusCode
  }
  const blocking = await desk.database.ownerPool.connect()
  t.after(() => blocking.release())
  await blocking.query('begin')
  await blocking.query('lock table label in access exclusive mode')
  const crowd = Array.from({ length: 20 }, (_, at) => ask(`2001:db8::${at}`))
  assert.equal(await Promise.race(crowd), 429)
  const other = ask('203.0.113.9')
  await blocking.query('commit')
  assert.equal(await other, 200)
  assert.deepEqual((await Promise.all(crowd)).sort(), [...Array<number>(10).fill(200), ...Array<number>(10).fill(429)])
})

test('all subscribers together read three times at once, in turns', async (t) => {
  const { desk, labeler } = await givenLabels(t, 100)
  const signer = await LabelSigner.open(labeler.signingKey)
  let running = 0
  let most = 0
  const counted = async <T>(read: () => Promise<T>): Promise<T> => {
    most = Math.max(most, ++running)
    await new Promise(setImmediate)
    return read().finally(() => running--)
  }
  const db = {
    only: (query: never) => counted(() => desk.db.only(query)),
    list: (query: never) => counted(() => desk.db.list(query)),
  }
  const stream = new LabelStream({ db: db as never, log: desk.log })
  t.after(() => stream.close())
  const sockets = Array.from({ length: 12 }, () => new SilentSocket())
  sockets.forEach((socket, at) => {
    void stream.serve(signer, { socket: socket as never, address: `198.51.100.${at}`, cursor: 0 })
  })
  await waitFor('each to have all labels', async () => sockets.every(({ frames }) => frames === 110))
  assert.ok(most <= 4, `${most} reads at once, with the shared look for new labels`)
})

/** A connection that takes everything at once. */
class SilentSocket extends EventEmitter {
  frames = 0
  send(_frame: Buffer, taken?: () => void): void {
    this.frames++
    taken?.()
  }
  close(): void {
    this.emit('close')
  }
  terminate(): void {
    this.emit('close')
  }
}
