import assert from 'node:assert/strict'
import { test } from 'node:test'
import { P256Keypair, Secp256k1Keypair, verifySignature } from '@atproto/crypto'
import { encode } from '@ipld/dag-cbor'
import { LabelSigner, type StoredLabel } from './label.ts'
import { ValidRuns } from './valid-runs.ts'

const CURVES = {
  secp256k1: { pairs: Secp256k1Keypair, prefix: '', order: 2n ** 256n - 0x14551231950b75fc4402da1732fc9bebfn },
  p256: {
    ...{ pairs: P256Keypair, prefix: 'p256:' },
    order: 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n,
  },
}
type Curve = keyof typeof CURVES
const HALF_BYTES = 32

async function openSigner(curve: Curve = 'secp256k1'): Promise<LabelSigner> {
  const { pairs, prefix } = CURVES[curve]
  const keypair = await pairs.create({ exportable: true })
  return LabelSigner.open(`${prefix}${Buffer.from(await keypair.export()).toString('hex')}`)
}

async function givenLabel(signer: LabelSigner, seq = 1): Promise<StoredLabel> {
  const uri = `at://did:plc:${'v'.repeat(24)}/app.bsky.feed.post/${seq}`
  const label = { src: 'did:web:desk.example', uri, cid: null, val: 'spam', neg: false, cts: new Date(), exp: null }
  return { ...label, seq, lost: false, signingKey: signer.key, sig: Buffer.from(await signer.sign(label)) }
}

/** Returns the other signature that the same equation gives, which consumers refuse. */
function withHighS(sig: Buffer, curve: Curve): Buffer {
  const high = (CURVES[curve].order - BigInt(`0x${sig.subarray(HALF_BYTES).toString('hex')}`)).toString(16)
  return Buffer.concat([sig.subarray(0, HALF_BYTES), Buffer.from(high.padStart(2 * HALF_BYTES, '0'), 'hex')])
}

for (const curve of ['secp256k1', 'p256'] as const)
  test(`a stored signature of ${curve} is published only if consumers accept it`, async () => {
    const signer = await openSigner(curve)
    const label = await givenLabel(signer)
    const [valid] = await signer.publish([label])
    assert.deepEqual(Buffer.from(valid?.sig ?? []), label.sig, 'the stored one')
    const stored = {
      'no signature': Buffer.alloc(64),
      'another length': label.sig.subarray(1),
      'another key': (await givenLabel(await openSigner(curve))).sig,
      'another label': (await givenLabel(signer, 2)).sig,
      'a high S': withHighS(label.sig, curve),
    }
    for (const [why, sig] of Object.entries(stored)) {
      const [published] = await signer.publish([{ ...label, sig }])
      const { sig: served = Buffer.alloc(0), ...unsigned } = published ?? {}
      assert.notDeepEqual(Buffer.from(served), sig, why)
      assert.ok(await verifySignature(signer.key, encode(unsigned), served), why)
    }
  })

test('a label is signed anew once, between other work', async () => {
  const signer = await openSigner()
  const old = await openSigner()
  const labels = await Promise.all(Array.from({ length: 100 }, (_, at) => givenLabel(old, at)))
  let turns = 0
  let isOver = false
  const count = () => {
    turns++
    if (!isOver) setImmediate(count)
  }
  setImmediate(count)
  const first = await signer.publish(labels)
  isOver = true
  assert.ok(turns >= 3, `${turns} turns of other work`)
  const second = await signer.publish(labels)
  assert.ok(second.every(({ sig }, at) => sig === first[at]?.sig))
})

test('a run of labels is checked once, and a false signature again', async () => {
  const signer = await openSigner()
  const labels = await Promise.all(Array.from({ length: 5 }, (_, at) => givenLabel(signer, at + 1)))
  const stored = labels.map((label, at) => (at === 2 ? { ...label, sig: Buffer.alloc(64) } : label))
  for (const after of [0, 0, 2]) {
    const run = stored.filter(({ seq }) => seq > after)
    const published = await signer.publishRun(after, run)
    for (const [at, { sig, ...unsigned }] of published.entries()) {
      assert.ok(await verifySignature(signer.key, encode(unsigned), sig), `label ${at} after ${after}`)
      assert.equal(Buffer.from(sig).equals(run[at]?.sig ?? Buffer.alloc(0)), run[at]?.seq !== 3)
    }
  }
})

test('runs of valid labels join, and never cover a label between', () => {
  const runs = new ValidRuns()
  runs.add(0, 1)
  runs.add(1, 2)
  runs.add(3, 4)
  assert.deepEqual(
    [0, 1, 2, 3, 4, 5].map((seq) => runs.has(seq)),
    [false, true, true, false, true, false],
  )
  runs.add(2, 3)
  runs.add(4, 9)
  assert.deepEqual(
    [3, 9, 10].map((seq) => runs.has(seq)),
    [true, true, false],
  )
})
