import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Secp256k1Keypair, verifySignature } from '@atproto/crypto'
import { encode } from '@ipld/dag-cbor'
import { LabelSigner, type StoredLabel } from './label.ts'

const ORDER = 2n ** 256n - 0x14551231950b75fc4402da1732fc9bebfn
const HALF_BYTES = 32

async function openSigner(): Promise<LabelSigner> {
  const keypair = await Secp256k1Keypair.create({ exportable: true })
  return LabelSigner.open(Buffer.from(await keypair.export()).toString('hex'))
}

async function givenLabel(signer: LabelSigner, seq = 1): Promise<StoredLabel> {
  const uri = `at://did:plc:${'v'.repeat(24)}/app.bsky.feed.post/${seq}`
  const label = { src: 'did:web:desk.example', uri, cid: null, val: 'spam', neg: false, cts: new Date(), exp: null }
  return { ...label, seq, signingKey: signer.key, sig: Buffer.from(await signer.sign(label)) }
}

/** Returns the other signature that the same equation gives, which consumers refuse. */
function withHighS(sig: Buffer): Buffer {
  const high = (ORDER - BigInt(`0x${sig.subarray(HALF_BYTES).toString('hex')}`)).toString(16)
  return Buffer.concat([sig.subarray(0, HALF_BYTES), Buffer.from(high.padStart(2 * HALF_BYTES, '0'), 'hex')])
}

test('a stored signature is published only if consumers accept it', async () => {
  const signer = await openSigner()
  const label = await givenLabel(signer)
  const [valid] = await signer.publish([label])
  assert.deepEqual(Buffer.from(valid?.sig ?? []), label.sig, 'the stored one')
  const stored = {
    'no signature': Buffer.alloc(64),
    'another length': label.sig.subarray(1),
    'another key': (await givenLabel(await openSigner())).sig,
    'another label': (await givenLabel(signer, 2)).sig,
    'a high S': withHighS(label.sig),
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
  assert.ok(turns >= 50, `${turns} turns of other work`)
  const second = await signer.publish(labels)
  assert.ok(second.every(({ sig }, at) => sig === first[at]?.sig))
})
