import { type Static, Type } from 'typebox'
import { Value } from 'typebox/value'
import { BoundedMap } from '../bounds/bounded-map.ts'
import { ConnectorError } from '../connector/connector.ts'
import { message } from '../messages/message.ts'
import { renderMessage } from '../messages/render-message.ts'
import type { GuardedFetch } from '../outgoing/guarded-fetch.ts'
import { readText } from '../outgoing/read-text.ts'
import { isDid } from './at-uri.ts'

const DOCUMENT_BYTES_MAX = 64 * 1024
const TIMEOUT_MS = 3_000
/** The time limit of a host that a caller of the desk chose. */
const STRANGER_TIMEOUT_MS = 1_500
/** The time for which a document counts. A signature that it doesn't fit makes the desk read it again. */
const KEPT_MS = 10 * 60_000
const DOCUMENTS_MAX = 10_000

/** The parts of a DID document that the desk uses. */
interface DidDocument {
  /** The handle that the account claims. */
  handle: string | undefined
  /** The origin of the account's PDS. */
  pds: string | undefined
  signingKey: SigningKey | undefined
  /** The labeler that the DID is: the public key of its labels and its origin. Each is undefined where it is not named. */
  labeler: { key: string | undefined; endpoint: string | undefined }
}

/** The key that signs the repository of an account and its requests to services. */
export interface SigningKey {
  /** Multikey, or one of two older types, whose text lacks the name of the curve. */
  type: string
  publicKeyMultibase: string
}

interface Resolving {
  plc: string
  /** The fetch for the directory, which the operator configured. */
  directory: GuardedFetch
  /** The fetch for hosts that did:web names. Callers of the desk choose them. */
  others: GuardedFetch
  /** Bounds the reads at a time, and may end one. Left out: the caller has bounds of its own. */
  bound?: <T>(did: string, read: (signal?: AbortSignal) => Promise<T>) => Promise<T>
}

/** Reads DID documents, and keeps each for ten minutes. */
export class DidResolver {
  readonly #resolving: Resolving
  readonly #kept = new BoundedMap<string, { document: DidDocument | undefined; untilMs: number }>(DOCUMENTS_MAX)

  constructor(resolving: Resolving) {
    this.#resolving = resolving
  }

  /** Returns the document of a DID. Undefined: there is none. `fresh`: it is read again even if it is kept. */
  async resolve(did: string, { fresh = false } = {}): Promise<DidDocument | undefined> {
    if (!isDid(did)) return undefined
    const kept = this.#kept.get(did)
    if (!fresh && kept !== undefined && kept.untilMs > performance.now()) return kept.document
    const { bound = unbound } = this.#resolving
    const document = await bound(did, (signal) => readDocument(this.#resolving, did, signal))
    this.#kept.set(did, { document, untilMs: performance.now() + KEPT_MS })
    return document
  }
}

const unbound = <T>(_did: string, read: (signal?: AbortSignal) => Promise<T>): Promise<T> => read()

async function readDocument(
  { plc, directory, others }: Resolving,
  did: string,
  ended?: AbortSignal,
): Promise<DidDocument | undefined> {
  const isPlc = did.startsWith('did:plc:')
  const url = isPlc
    ? `${plc}/${did}`
    : `https://${did.slice('did:web:'.length).replace('%3A', ':')}/.well-known/did.json`
  const late = AbortSignal.timeout(isPlc ? TIMEOUT_MS : STRANGER_TIMEOUT_MS)
  const signal = ended === undefined ? late : AbortSignal.any([late, ended])
  const text = await fetchText(isPlc ? directory : others, url, signal)
  const found = text === undefined ? undefined : parseJson(text)
  if (!Value.Check(Document, found) || found.id !== did) return undefined
  const handle = found.alsoKnownAs?.find((name) => name.startsWith('at://'))?.slice('at://'.length)
  const service = found.service?.find(({ id }) => isNamed(id, did, 'atproto_pds'))
  const key = found.verificationMethod?.find(({ id }) => isNamed(id, did, 'atproto'))
  const labels = found.verificationMethod?.find(({ id }) => isNamed(id, did, 'atproto_label'))
  const labeler = found.service?.find(({ id }) => isNamed(id, did, 'atproto_labeler'))
  return {
    ...{ handle, pds: originOf(service?.serviceEndpoint), signingKey: toSigningKey(key) },
    labeler: { key: labels?.publicKeyMultibase, endpoint: originOf(labeler?.serviceEndpoint) },
  }
}

async function fetchText(fetching: GuardedFetch, url: string, signal: AbortSignal): Promise<string | undefined> {
  try {
    const response = await fetching(url, { signal })
    if (response.ok) return await readText(response, DOCUMENT_BYTES_MAX)
    await response.body?.cancel()
    if (response.status < 500 && response.status !== 429) return undefined
    throw new Error(`it answered ${response.status}`)
  } catch (error) {
    throw new ConnectorError('unreachable', renderMessage(message('attention.platform.away')), { cause: error })
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const toSigningKey = (key: Static<typeof Method> | undefined): SigningKey | undefined =>
  key?.publicKeyMultibase === undefined ? undefined : { type: key.type, publicKeyMultibase: key.publicKeyMultibase }

/** An id in a document is whole, or only its fragment. */
const isNamed = (id: string, did: string, fragment: string): boolean =>
  id === `#${fragment}` || id === `${did}#${fragment}`

function originOf(endpoint: unknown): string | undefined {
  const url = typeof endpoint === 'string' ? URL.parse(endpoint) : null
  return url?.protocol === 'https:' && url.username === '' ? url.origin : undefined
}

const Method = Type.Object({
  id: Type.String(),
  type: Type.String(),
  publicKeyMultibase: Type.Optional(Type.String({ maxLength: 200 })),
})
const Document = Type.Object({
  id: Type.String(),
  alsoKnownAs: Type.Optional(Type.Array(Type.String(), { maxItems: 20 })),
  service: Type.Optional(
    Type.Array(Type.Object({ id: Type.String(), serviceEndpoint: Type.Unknown() }), { maxItems: 20 }),
  ),
  verificationMethod: Type.Optional(Type.Array(Method, { maxItems: 20 })),
})
