import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto'
import { setImmediate as turn } from 'node:timers/promises'
import { promisify } from 'node:util'
import { Secp256k1Keypair } from '@atproto/crypto'
import { encode } from '@ipld/dag-cbor'
import { BoundedMap } from '../../foundation/bounds/bounded-map.ts'

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
/** A public key in DER, up to its point in 33 bytes. */
const DER_OF_KEY = Buffer.from('3036301006072a8648ce3d020106052b8104000a032200', 'hex')
/** The length of each half of a signature, and the greatest second half: a low S. */
const HALF_BYTES = 32
const LOW_S_MAX = Buffer.from('7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0', 'hex')

const verifyAside = promisify(verify)

/** Signs labels with the key of the labeler: ECDSA with a low S over the SHA-256 of the label in DAG-CBOR. */
export class LabelSigner {
  readonly #keypair: Secp256k1Keypair
  readonly #publicKey: KeyObject
  /** The valid signature of each label, by its content with the stored signature. */
  readonly #valid = new BoundedMap<string, Uint8Array>(SIGNATURES_MAX)
  /** The public key as a did:key. */
  readonly key: string

  private constructor(keypair: Secp256k1Keypair) {
    this.#keypair = keypair
    this.key = keypair.did()
    const key = Buffer.concat([DER_OF_KEY, keypair.publicKeyBytes()])
    this.#publicKey = createPublicKey({ key, format: 'der', type: 'spki' })
  }

  static async open(signingKey: string): Promise<LabelSigner> {
    return new LabelSigner(await Secp256k1Keypair.import(signingKey))
  }

  sign = (label: Label): Promise<Uint8Array> => this.#keypair.sign(encode(toUnsigned(label)))

  /**
   * Returns labels for consumers. One whose stored signature isn't valid under the present key is signed anew: the DID
   * document has no earlier key, and the application's database role could store any bytes. Other work of the process
   * runs between two signatures.
   */
  async publish(labels: readonly StoredLabel[]): Promise<PublishedLabel[]> {
    const published: PublishedLabel[] = []
    for (const label of labels) {
      const unsigned = toUnsigned(label)
      published.push({ ...unsigned, sig: await this.#findSignature(encode(unsigned), label.sig) })
    }
    return published
  }

  async #findSignature(content: Uint8Array, stored: Buffer): Promise<Uint8Array> {
    const name = createHash('sha256').update(content).update(stored).digest('base64')
    const known = this.#valid.get(name)
    if (known !== undefined) return known
    const isValid = isLow(stored) && (await this.#verifies(content, stored))
    const sig = isValid ? new Uint8Array(stored) : await this.#signAnew(content)
    this.#valid.set(name, sig)
    return sig
  }

  #verifies(content: Uint8Array, sig: Buffer): Promise<boolean> {
    return verifyAside('sha256', content, { key: this.#publicKey, dsaEncoding: 'ieee-p1363' }, sig)
  }

  async #signAnew(content: Uint8Array): Promise<Uint8Array> {
    await turn()
    return this.#keypair.sign(content)
  }
}

/** Consumers refuse the twin of a signature that has a high S. */
const isLow = (sig: Buffer): boolean =>
  sig.length === 2 * HALF_BYTES && sig.compare(LOW_S_MAX, 0, HALF_BYTES, HALF_BYTES) <= 0
