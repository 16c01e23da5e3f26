import { createHash, createPrivateKey, type KeyObject, sign } from 'node:crypto'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Secp256k1Keypair } from '@atproto/crypto'
import { encode } from '@ipld/dag-cbor'
import { WebSocket } from 'ws'
import { type Label, toUnsigned } from '../src/enforcement/labels/label.ts'
import { type Bench, type BenchContext, BenchError, type Result } from './bench.ts'
import type { BenchDatabase, Ground } from './bench-desk.ts'
import { startApi } from './desk-programs.ts'
import { percentiles } from './percentile.ts'

const LABELS = 1_000_000
const LABELS_QUICK = 20_000
const ROWS_PER_INSERT = 5_000
const QUERIES = 2_000
const QUERIES_QUICK = 200
/** The addresses of one query: a page of a client with its authors. */
const ADDRESSES = 50
const DID = 'did:web:desk.example'
const HALF_BYTES = 32
const ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n

export const labels: Bench = {
  names: ['labels-query', 'labels-replay', 'labels-replay-first'],
  title: 'labels of a labeler of the AT Protocol, queried and replayed',
  run: measureLabels,
}

async function measureLabels({ ground, quick, say }: BenchContext): Promise<Result[]> {
  const count = quick ? LABELS_QUICK : LABELS
  const database = await ground.makeDatabase('bench_labels', 'desk')
  const { signingKey, key, did } = await openKey()
  say(`signing ${count} labels`)
  await writeLabels(database, { count, key, did })
  await ground.settle(database)
  const api = await startLabeler(ground, database, signingKey)
  // The first consumer lets the desk check each signature once.
  const first = await replay(api.url, count)
  const again = await replay(api.url, count)
  const { p50Ms, p99Ms } = percentiles(await queryAll(api.url, count, quick ? QUERIES_QUICK : QUERIES))
  const none = { p50Ms: null, p99Ms: null, limit: null }
  return [
    { name: 'labels-query', value: p99Ms, unit: 'ms (p99)', p50Ms, p99Ms, limit: null },
    { name: 'labels-replay', value: again, unit: 'labels/s', ...none },
    { name: 'labels-replay-first', value: first, unit: 'labels/s', ...none },
  ]
}

async function openKey() {
  const keypair = await Secp256k1Keypair.create({ exportable: true })
  const secret = Buffer.from(await keypair.export())
  // SEC 1, C.4: an ECPrivateKey of secp256k1 without its public key.
  const der = Buffer.concat([
    Buffer.from('302e0201010420', 'hex'),
    ...[secret, Buffer.from('a00706052b8104000a', 'hex')],
  ])
  return {
    signingKey: secret.toString('hex'),
    did: keypair.did(),
    key: createPrivateKey({ key: der, format: 'der', type: 'sec1' }),
  }
}

const uriOf = (n: number): string =>
  `at://did:plc:${createHash('sha256')
    .update(`${n % 100_000}`)
    .digest('hex')
    .slice(0, 24)}/app.bsky.feed.post/${n}`

/** Writes labels as the schema's owner, without the trigger: no enforcement orders them. */
async function writeLabels(
  { owner }: BenchDatabase,
  { count, key, did }: { count: number; key: KeyObject; did: string },
) {
  await owner.query('alter table label disable trigger user')
  const cts = new Date()
  for (let from = 0; from < count; from += ROWS_PER_INSERT) {
    const rows = Array.from({ length: Math.min(ROWS_PER_INSERT, count - from) }, (_, place) => {
      const n = from + place
      const label: Label = { src: DID, uri: uriOf(n), cid: null, val: 'spam', neg: false, cts, exp: null }
      return { seq: cts.getTime() + n, uri: label.uri, sig: signLow(encode(toUnsigned(label)), key).toString('hex') }
    })
    await owner.query(
      `insert into label (seq, subject, generation, src, uri, val, neg, cts, signing_key, sig)
       select seq, 'content:' || uri, 1, $1, uri, 'spam', false, $2, $3, decode(sig, 'hex')
       from json_to_recordset($4::json) given(seq bigint, uri text, sig text)`,
      [DID, cts, did, JSON.stringify(rows)],
    )
  }
}

/** Signs as consumers want it: of the two valid signatures the one with the low S. */
function signLow(content: Uint8Array, key: KeyObject): Buffer {
  const sig = sign('sha256', content, { key, dsaEncoding: 'ieee-p1363' })
  const s = BigInt(`0x${sig.subarray(HALF_BYTES).toString('hex')}`)
  if (s <= ORDER / 2n) return sig
  return Buffer.concat([sig.subarray(0, HALF_BYTES), Buffer.from((ORDER - s).toString(16).padStart(64, '0'), 'hex')])
}

function startLabeler(ground: Ground, database: BenchDatabase, signingKey: string) {
  const file = join(ground.folder, 'labeler.yaml')
  writeFileSync(file, `platforms: { bluesky: { connector: atproto, labeler: "${DID}", reportKey: key_1 } }\n`)
  const env = { COUNTERSIGN_PLATFORMS: file, COUNTERSIGN_PLATFORM_BLUESKY_LABELER_KEY: signingKey }
  return startApi(ground, database, { env })
}

/** Queries pages of addresses, one after the other, half of which have a label. Returns the time of each. */
async function queryAll(url: string, count: number, times: number): Promise<number[]> {
  const tookMs: number[] = []
  for (let n = -1; n < times; n++) {
    const from = Math.floor(Math.random() * count)
    const uris = Array.from({ length: ADDRESSES }, (_, place) => uriOf((from + place * 37) % (2 * count)))
    const query = uris.map((uri) => `uriPatterns=${encodeURIComponent(uri)}`).join('&')
    const begun = performance.now()
    const answer = await fetch(`${url}/xrpc/com.atproto.label.queryLabels?${query}`)
    const text = await answer.text()
    if (answer.status !== 200) throw new BenchError(`queryLabels: ${answer.status} ${text}`)
    if (n >= 0) tookMs.push(performance.now() - begun)
  }
  return tookMs
}

/** Replays all labels to one consumer. Returns how many came a second. */
async function replay(url: string, count: number): Promise<number> {
  const begun = performance.now()
  const address = `${url.replace(/^http/, 'ws')}/xrpc/com.atproto.label.subscribeLabels?cursor=0`
  const socket = new WebSocket(address)
  let received = 0
  const done = Promise.withResolvers<void>()
  socket.on('message', () => {
    received++
    if (received >= count) done.resolve()
  })
  socket.on('close', () => done.reject(new BenchError(`the stream ended after ${received} labels`)))
  socket.on('error', (error) => done.reject(error))
  await done.promise
  const seconds = (performance.now() - begun) / 1_000
  socket.removeAllListeners('close')
  socket.terminate()
  await once(socket, 'close')
  return count / seconds
}
