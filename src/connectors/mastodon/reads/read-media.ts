import { ConnectorError, type MediaBytes } from '../../../foundation/connector/connector.ts'
import type { Subject } from '../../../foundation/domain.ts'
import { message } from '../../../foundation/messages/message.ts'
import { renderMessage } from '../../../foundation/messages/render-message.ts'
import type { GuardedFetch } from '../../../foundation/outgoing/guarded-fetch.ts'
import { AVATAR } from './read-profile.ts'
import { readAccount, readStatus } from './read-subject.ts'
import type { Exchange } from '../api/send-request.ts'

const MEDIA_BYTES_MAX = 8 * 1_048_576
/** Types that a browser shows and that run nothing. */
const MEDIA_TYPE = /^(image|video|audio)\/[a-z0-9][a-z0-9.+-]{0,100}$/
const GONE: readonly number[] = [404, 410]

/** The requests for media: on the server's own host, and on any other, which the server names. */
interface MediaFetches {
  own: GuardedFetch
  elsewhere: GuardedFetch
}

/**
 * Reads the bytes of a post's attachment or of an account's picture. The server names the address, often on a host of
 * its own for media: the request carries no token, and reaches no private network except the server's own host.
 */
export async function readMedia(
  exchange: Exchange,
  { own, elsewhere }: MediaFetches,
  subject: Subject,
  { reference, bytesMax = MEDIA_BYTES_MAX }: { reference: string; bytesMax?: number | undefined },
): Promise<MediaBytes | undefined> {
  const address = await findAddress(exchange, subject, reference)
  const url = URL.parse(address ?? '')
  if (url === null || !['http:', 'https:'].includes(url.protocol)) return undefined
  const fetching = url.host === new URL(exchange.server.origin).host ? own : elsewhere
  try {
    const response = await fetching(url.href, { signal: exchange.signal })
    if (response.status !== 200) {
      await response.body?.cancel()
      if (GONE.includes(response.status)) return undefined
      throw failure('unavailable', renderMessage(message('attention.platform.status', { status: response.status })))
    }
    const mediaType = (response.headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? ''
    if (!MEDIA_TYPE.test(mediaType) || mediaType === 'image/svg+xml') {
      await response.body?.cancel()
      throw failure('unreadable', renderMessage(message('attention.mastodon.notMedia')))
    }
    return { mediaType, bytes: await readBytes(response, Math.min(bytesMax, MEDIA_BYTES_MAX)) }
  } catch (error) {
    if (error instanceof ConnectorError) throw error
    const late = exchange.signal.aborted
    throw new ConnectorError(
      late ? 'timeout' : 'unreachable',
      renderMessage(message(late ? 'attention.platform.late' : 'attention.platform.away')),
      { cause: error },
    )
  }
}

async function findAddress(exchange: Exchange, { kind, id }: Subject, reference: string): Promise<string | null> {
  if (kind === 'content') {
    const { media_attachments } = await readStatus(exchange, id)
    return media_attachments.find((attachment) => attachment.id === reference)?.url ?? null
  }
  if (reference !== AVATAR) return null
  const { account } = await readAccount(exchange, id)
  return account.avatar_static ?? account.avatar
}

async function readBytes(response: Response, bytesMax: number): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length
    if (bytes > bytesMax) throw failure('unreadable', renderMessage(message('attention.platform.tooMuch')))
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

const failure = (kind: 'unavailable' | 'unreadable', why: string): ConnectorError => new ConnectorError(kind, why)
