import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { ROSA } from '../support/atproto.ts'
import { listen, startLabeling } from '../support/labels.ts'
import { enforcementIn, proposeAsDecided } from '../support/working-desk.ts'
import { importPackage, openAgent } from './network.ts'

const XRPC_SERVER = '@atproto/xrpc-server/dist/index.js'
const CRYPTO = '@atproto/crypto/dist/index.js'
const LEX_CBOR = '@atproto/lex-cbor/dist/index.js'
const isInstalled = existsSync(join(import.meta.dirname, 'node_modules', XRPC_SERVER))
const skip = isInstalled ? false : 'npm run atproto has not installed the packages'

interface StreamedLabels {
  seq: number
  labels: { val: string; neg?: boolean; sig: Uint8Array }[]
}
type Subscription = new (options: object) => AsyncIterable<StreamedLabels>

/** Verifies a label with the packages that apps use: the canonical bytes and the signature. */
async function isVerified(key: string, { sig, ...label }: Record<string, unknown>): Promise<boolean> {
  const { verifySignature } = (await importPackage(CRYPTO)) as unknown as {
    verifySignature(key: string, bytes: Uint8Array, sig: Uint8Array): Promise<boolean>
  }
  const { encode } = (await importPackage(LEX_CBOR)) as unknown as { encode(value: unknown): Uint8Array }
  const signed = Object.fromEntries(Object.entries(label).filter(([name]) => name !== '$type'))
  return verifySignature(key, encode(signed), sig as Uint8Array)
}

test('stock clients query and stream labels and verify their signatures', { skip }, async (t) => {
  const desk = await startLabeling(t)
  const host = await listen(desk)
  const { id } = await proposeAsDecided(desk.desk, {
    subject: `account:bluesky~${ROSA}`,
    action: 'label',
    label: 'spam',
  })
  await enforcementIn(desk.desk, id, 'in_effect')
  const { verificationMethod } = (await desk.app.inject({ url: '/.well-known/did.json' })).json()
  const key = `did:key:${verificationMethod[0].publicKeyMultibase}`

  const agent = await openAgent(`http://${host}`)
  const { labels } = (await agent.com.atproto.label.queryLabels({ uriPatterns: [ROSA] })).data
  assert.deepEqual(
    labels.map(({ uri, val }) => [uri, val]),
    [[ROSA, 'spam']],
  )
  const [queried] = labels
  assert.ok(queried && (await isVerified(key, queried)))

  const { Subscription } = (await importPackage(XRPC_SERVER)) as unknown as { Subscription: Subscription }
  const ending = new AbortController()
  const stream = new Subscription({
    service: `ws://${host}`,
    method: 'com.atproto.label.subscribeLabels',
    getParams: () => ({ cursor: 0 }),
    validate: (value: unknown) => value,
    signal: ending.signal,
  })
  for await (const { seq, labels: streamed } of stream) {
    assert.deepEqual([seq > 0, streamed.map(({ val }) => val)], [true, ['spam']])
    for (const label of streamed) assert.ok(await isVerified(key, { ...label }))
    break
  }
  ending.abort()
})
