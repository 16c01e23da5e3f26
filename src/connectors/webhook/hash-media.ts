import { createHash } from 'node:crypto'
import type { Call } from '@countersign/platform-kit'
import type { Subject } from '../../foundation/domain.ts'
import { ConnectorError, type ConnectorFailure, type HashedMedia } from '../../foundation/connector/connector.ts'
import { postCall, type Sending } from './send-call.ts'

/** The most bytes of one medium that the desk hashes; a larger one is compared with no list. */
export const HASHED_BYTES_MAX = 32 * 1_048_576
const HASH_TIMEOUT_MS = 15_000
/** The most characters of JSON before the bytes in an answer, and after them. */
const AROUND_CHARS_MAX = 1_024
const BEFORE_BYTES = /^\s*\{[^\\]*"base64"\s*:\s*"/
const AFTER_BYTES = /^[^\\]*\}\s*$/
const IS_BASE64 = /^[A-Za-z0-9+/]*={0,2}$/

/** The failures of a platform that doesn't offer media, or has no such medium. */
const NOT_OFFERED: readonly ConnectorFailure[] = ['refused', 'malformed', 'no_such_subject']

/** Computes the hash of one medium of a content while the platform sends it. */
export async function hashMedia(
  options: Sending,
  subject: Subject,
  reference: string,
  { restricted }: { restricted: boolean },
): Promise<HashedMedia | undefined> {
  const call: Call = { type: restricted ? 'subject.restricted_bytes' : 'subject.media', subject, reference }
  try {
    return await postCall({ timeoutMs: HASH_TIMEOUT_MS, ...options }, call, hashAnswer)
  } catch (error) {
    if (error instanceof ConnectorError && NOT_OFFERED.includes(error.failure)) return undefined
    throw error
  }
}

/**
 * Hashes the bytes that the member `base64` of an answer encodes, chunk by chunk. So the picture is never whole in
 * memory, and never in a string that an error or a log could quote.
 */
export async function hashAnswer(response: Response): Promise<HashedMedia> {
  const bytes = new HashedBase64()
  let [before, after]: [string, string | undefined] = ['', undefined]
  let isBegun = false
  for await (const text of textsOf(response)) {
    let rest = text
    if (!isBegun) {
      before += text
      const start = BEFORE_BYTES.exec(before)?.[0].length
      if (start === undefined && before.length > AROUND_CHARS_MAX) throw unreadable('has no member base64')
      if (start === undefined) continue
      isBegun = true
      rest = before.slice(start)
    }
    const end: number = after === undefined ? rest.indexOf('"') : 0
    if (after === undefined) bytes.take(end < 0 ? rest : rest.slice(0, end))
    if (after !== undefined || end >= 0) after = (after ?? '') + rest.slice(after === undefined ? end + 1 : 0)
    if ((after?.length ?? 0) > AROUND_CHARS_MAX) throw unreadable('goes on after its bytes')
  }
  if (after === undefined || !AFTER_BYTES.test(after)) throw unreadable('is not as agreed')
  return bytes.end()
}

/** Hashes the bytes of a base64 text that comes in pieces; four characters are three bytes. */
class HashedBase64 {
  readonly #hash = createHash('sha256')
  #left = ''
  #bytes = 0
  #isPadded = false

  take(text: string): void {
    // A JSON encoder may escape every slash in base64 text.
    const encoded = (this.#left + text).replaceAll('\\/', '/')
    const complete = encoded.endsWith('\\') ? encoded.length - 1 : encoded.length
    const length = complete - (complete % 4)
    this.#left = encoded.slice(length)
    if (length > 0) this.#add(encoded.slice(0, length))
  }

  end(): HashedMedia {
    if (this.#left !== '') throw unreadable('has half a byte at its end')
    return { sha256: this.#hash.digest(), bytes: this.#bytes }
  }

  #add(encoded: string): void {
    if (this.#isPadded || !IS_BASE64.test(encoded)) throw unreadable('is no base64')
    this.#isPadded = encoded.endsWith('=')
    const bytes = Buffer.from(encoded, 'base64')
    this.#hash.update(bytes)
    this.#bytes += bytes.length
    if (this.#bytes > HASHED_BYTES_MAX) throw unreadable(`has more than ${HASHED_BYTES_MAX} bytes`)
  }
}

async function* textsOf(response: Response): AsyncGenerator<string> {
  for await (const chunk of response.body ?? []) yield Buffer.from(chunk).toString('latin1')
}

const unreadable = (what: string): ConnectorError =>
  new ConnectorError('unreadable', `the platform's answer to a request for media ${what}`)
