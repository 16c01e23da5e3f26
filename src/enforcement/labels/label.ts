import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto'
import { setImmediate as turn } from 'node:timers/promises'
import { promisify } from 'node:util'
import { encode } from '@ipld/dag-cbor'
import { openLabelKey } from '../../foundation/atproto/label-key.ts'
import { BoundedMap } from '../../foundation/bounds/bounded-map.ts'
import { ValidRuns } from './valid-runs.ts'

/** A statement of a labeler about an account or a record. */
export interface Label {
  /** The DID of the labeler. */
  src: string
  uri: string
  /** The version of the record. Null: every version. */
  cid: string | null
  val: string
  /** True for a statement that takes an earlier one back. */
  neg: boolean
  cts: Date
  exp: Date | null
}

/** A label as a row of the database. */
export interface StoredLabel extends Label {
  seq: number
  signingKey: string
  sig: Buffer
  /** True for a label that a restored database had lost. Consumers have it. */
  lost: boolean
}

/** A label as consumers get it, with the members of com.atproto.label.defs#label. */
export interface PublishedLabel {
  ver: 1
  src: string
  uri: string
  cid?: string
  val: string
  neg?: true
  cts: string
  exp?: string
  sig: Uint8Array
}

/** Returns the signed members of a label. Members without a value are absent, because they would change the signature. */
export const toUnsigned = ({ src, uri, cid, val, neg, cts, exp }: Label): Omit<PublishedLabel, 'sig'> => ({
  ...{ ver: 1, src, uri },
  ...(cid !== null && { cid }),
  val,
  ...(neg && { neg }),
  cts: cts.toISOString(),
  ...(exp !== null && { exp: exp.toISOString() }),
})

/** The signatures that are kept with a decision about them: some reads of each consumer. */
const SIGNATURES_MAX = 50_000
/** The signatures that are checked at a time, beside the other work of the process. */
const SIGNATURES_AT_ONCE = 16
/** The length of each half of a signature. */
const HALF_BYTES = 32
/** By curve: a public key in DER up to its point in 33 bytes, and the greatest second half of a signature, a low S. */
const CURVES = {
  ES256K: {
    der: '3036301006072a8648ce3d020106052b8104000a032200',
    lowMax: '7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0',
  },
  ES256: {
    der: '3039301306072a8648ce3d020106082a8648ce3d030107032200',
    lowMax: '7fffffff800000007fffffffffffffffde737d56d38bcf4279dce5617e3192a8',
  },
} as const
type LabelKey = Awaited<ReturnType<typeof openLabelKey>>

const verifyAside = promisify(verify)

/** Signs labels with the key of the labeler: ECDSA with a low S over the SHA-256 of the label in DAG-CBOR. */
export class LabelSigner {
  readonly #keypair: LabelKey
  readonly #lowMax: Buffer
  readonly #publicKey: KeyObject
  /** The valid signature of each label, by its content with the stored signature. */
  readonly #valid = new BoundedMap<string, Uint8Array>(SIGNATURES_MAX)
  readonly #runs = new ValidRuns()
  /** The public key as a did:key. */
  readonly key: string

  private constructor(keypair: LabelKey) {
    this.#keypair = keypair
    this.key = keypair.did()
    const { der, lowMax } = CURVES[keypair.jwtAlg === 'ES256' ? 'ES256' : 'ES256K']
    this.#lowMax = Buffer.from(lowMax, 'hex')
    const key = Buffer.concat([Buffer.from(der, 'hex'), keypair.publicKeyBytes()])
    this.#publicKey = createPublicKey({ key, format: 'der', type: 'spki' })
  }

  static async open(signingKey: string): Promise<LabelSigner> {
    return new LabelSigner(await openLabelKey(signingKey))
  }

  sign = (label: Label): Promise<Uint8Array> => this.#keypair.sign(encode(toUnsigned(label)))

  /**
   * Returns labels for consumers. One whose stored signature isn't valid under the present key is signed anew: the DID
   * document has no earlier key, and the application's database role could store any bytes. Other work of the process
   * runs between two signatures.
   */
  async publish(labels: readonly StoredLabel[]): Promise<PublishedLabel[]> {
    const published: PublishedLabel[] = []
    for (let from = 0; from < labels.length; from += SIGNATURES_AT_ONCE) {
      const some = labels.slice(from, from + SIGNATURES_AT_ONCE)
      published.push(...(await Promise.all(some.map((label) => this.#publishOne(label)))))
    }
    return published
  }

  /** Returns all labels right after a number as `publish` does, and remembers those whose stored signature is valid. */
  async publishRun(after: number, labels: readonly StoredLabel[]): Promise<PublishedLabel[]> {
    const published = await this.publish(labels)
    let before = after
    for (const [at, { seq, sig, lost }] of labels.entries()) {
      if (!lost && !this.#runs.has(seq) && published[at] !== undefined && sig.equals(published[at].sig))
        this.#runs.add(before, seq)
      before = seq
    }
    return published
  }

  async #publishOne(label: StoredLabel): Promise<PublishedLabel> {
    const unsigned = toUnsigned(label)
    // A lost label may have come into a run that was checked before.
    if (!label.lost && this.#runs.has(label.seq)) return { ...unsigned, sig: label.sig }
    return { ...unsigned, sig: await this.#findSignature(encode(unsigned), label.sig) }
  }

  async #findSignature(content: Uint8Array, stored: Buffer): Promise<Uint8Array> {
    const name = createHash('sha256').update(content).update(stored).digest('base64')
    const known = this.#valid.get(name)
    if (known !== undefined) return known
    const isValid = this.#isLow(stored) && (await this.#verifies(content, stored))
    const sig = isValid ? new Uint8Array(stored) : await this.#signAnew(content)
    this.#valid.set(name, sig)
    return sig
  }

  /** Consumers refuse the twin of a signature that has a high S. */
  #isLow(sig: Buffer): boolean {
    return sig.length === 2 * HALF_BYTES && sig.compare(this.#lowMax, 0, HALF_BYTES, HALF_BYTES) <= 0
  }

  #verifies(content: Uint8Array, sig: Buffer): Promise<boolean> {
    return verifyAside('sha256', content, { key: this.#publicKey, dsaEncoding: 'ieee-p1363' }, sig)
  }

  async #signAnew(content: Uint8Array): Promise<Uint8Array> {
    await turn()
    return this.#keypair.sign(content)
  }
}
