import { createHash } from 'node:crypto'
import { didOf } from '../../../foundation/atproto/at-uri.ts'
import { ConnectorError, type HashedMedia, type MediaBytes } from '../../../foundation/connector/connector.ts'
import type { Subject } from '../../../foundation/domain.ts'
import { message } from '../../../foundation/messages/message.ts'
import { renderMessage } from '../../../foundation/messages/render-message.ts'
import { sendXrpc, type XrpcService } from '../network/call-xrpc.ts'
import { sha256Of } from './record-media.ts'

const BLOB_TIMEOUT_MS = 20_000
/** The most bytes of one medium that the desk keeps in memory. */
const MEDIA_BYTES_MAX = 8 * 1024 * 1024
/** The most bytes that are hashed for a comparison with a verified list. */
const HASHED_BYTES_MAX = 100 * 1024 * 1024

/** Returns the bytes of a blob of the subject's account. Undefined: its PDS has none by this reference. */
export async function readBlob(
  pds: XrpcService,
  subject: Subject,
  reference: string,
  bytesMax = MEDIA_BYTES_MAX,
): Promise<MediaBytes | undefined> {
  const response = await openBlob(pds, subject, reference)
  if (response === undefined) return undefined
  const chunks: Uint8Array[] = []
  await readChunks(response, Math.min(bytesMax, MEDIA_BYTES_MAX), (chunk) => chunks.push(chunk))
  const mediaType = response.headers.get('content-type') ?? 'application/octet-stream'
  return { mediaType, bytes: Buffer.concat(chunks) }
}

/** Returns the SHA-256 of a blob, hashed while it arrives and never stored. */
export async function hashBlob(
  pds: XrpcService,
  subject: Subject,
  reference: string,
): Promise<HashedMedia | undefined> {
  const response = await openBlob(pds, subject, reference)
  if (response === undefined) return undefined
  const hash = createHash('sha256')
  const bytes = await readChunks(response, HASHED_BYTES_MAX, (chunk) => hash.update(chunk))
  return { sha256: hash.digest(), bytes }
}

async function openBlob(pds: XrpcService, subject: Subject, reference: string): Promise<Response | undefined> {
  const did = didOf(subject)
  if (did === undefined || sha256Of(reference) === undefined) return undefined
  const call = { method: 'com.atproto.sync.getBlob', params: { did, cid: reference } }
  const response = await sendXrpc({ timeoutMs: BLOB_TIMEOUT_MS, ...pds }, call)
  if (response.ok) return response
  await response.body?.cancel()
  if (response.status === 400 || response.status === 404) return undefined
  throw new ConnectorError(
    'unavailable',
    renderMessage(message('attention.platform.status', { status: response.status })),
  )
}

/** Reads a body up to the limit, and returns the number of bytes. A longer one is refused. */
async function readChunks(response: Response, bytesMax: number, take: (chunk: Uint8Array) => unknown): Promise<number> {
  let bytes = 0
  try {
    for await (const chunk of response.body ?? []) {
      bytes += chunk.length
      if (bytes > bytesMax) break
      take(chunk)
    }
  } catch (error) {
    throw new ConnectorError('unreachable', renderMessage(message('attention.platform.away')), { cause: error })
  }
  if (bytes <= bytesMax) return bytes
  throw new ConnectorError('unreadable', renderMessage(message('attention.platform.tooMuch')))
}
