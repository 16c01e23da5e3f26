import { Secp256k1Keypair } from '@atproto/crypto'
import { encode } from '@ipld/dag-cbor'

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

/** Signs labels with the key of the labeler: ECDSA with a low S over the SHA-256 of the label in DAG-CBOR. */
export class LabelSigner {
  readonly #keypair: Secp256k1Keypair
  /** The public key as a did:key. */
  readonly key: string

  private constructor(keypair: Secp256k1Keypair) {
    this.#keypair = keypair
    this.key = keypair.did()
  }

  static async open(signingKey: string): Promise<LabelSigner> {
    return new LabelSigner(await Secp256k1Keypair.import(signingKey))
  }

  sign = (label: Label): Promise<Uint8Array> => this.#keypair.sign(encode(toUnsigned(label)))

  /** Returns a label for consumers. One of an earlier key is signed anew: its DID document has the present key alone. */
  async publish({ signingKey, sig, ...label }: StoredLabel): Promise<PublishedLabel> {
    const isCurrent = signingKey === this.key
    return { ...toUnsigned(label), sig: isCurrent ? new Uint8Array(sig) : await this.sign(label) }
  }
}
