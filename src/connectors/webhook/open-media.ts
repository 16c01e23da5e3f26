import { Type } from 'typebox'
import { ConnectorError, type ConnectorFailure } from '../../foundation/connector/connector.ts'
import type { MediaAsked, OpenedMedia } from '../../foundation/connector/media-stream.ts'
import type { Subject } from '../../foundation/domain.ts'
import { messageOf } from '../../foundation/errors.ts'
import type { GuardedFetch } from '../../foundation/outgoing/guarded-fetch.ts'
import { type Sending, sendCall } from './send-call.ts'

/** The time until the headers of an answer, as for a signed call. */
const HEADERS_MS = 5_000
const TAG = /^"[\x21\x23-\x7e]{1,128}"$/
const CONTENT_RANGE = /^bytes (?:(?<from>\d{1,16})-(?<to>\d{1,16})|\*)\/(?<total>\d{1,16})$/
const NO_MEDIA: readonly ConnectorFailure[] = ['refused', 'malformed', 'no_such_subject']

interface Opening extends Sending {
  /** Fetches addresses that the platform writes: none of this machine. */
  fetchOther: GuardedFetch
}

/** Opens a part of a streamed medium at the address that the platform gives. Undefined: it streams none. */
export async function openMedia(
  options: Opening,
  { subject, reference }: { subject: Subject; reference: string },
  asked: MediaAsked,
): Promise<OpenedMedia | undefined> {
  const call = { type: 'subject.media_link', subject, reference } as const
  const link = await sendCall(options, call, LinkAnswer).catch((error: unknown) => {
    if (error instanceof ConnectorError && NO_MEDIA.includes(error.failure)) return undefined
    throw error
  })
  if (link === undefined) return undefined
  const response = await fetchPart(fetchFor(link.address, options), link.address, asked)
  try {
    return readHead(response)
  } catch (error) {
    await response.body?.cancel()
    throw error
  }
}

/** The platform's own origin is where the operator pointed the desk; any other address must be one of the internet. */
function fetchFor(address: string, { url, fetch, fetchOther }: Opening): GuardedFetch {
  const found = URL.parse(address)
  if (found === null || found.username !== '' || found.password !== '') throw unreadable('no address of a medium')
  if (found.origin === new URL(url).origin) return fetch
  if (found.protocol !== 'https:') throw unreadable('an address of a medium that is not https')
  return fetchOther
}

async function fetchPart(
  fetching: GuardedFetch,
  address: string,
  { range, ifRange, signal }: MediaAsked,
): Promise<Response> {
  const late = new AbortController()
  const timer = setTimeout(() => late.abort(), HEADERS_MS)
  const headers = {
    'accept-encoding': 'identity',
    ...(range !== undefined && { range }),
    ...(range !== undefined && ifRange !== undefined && { 'if-range': ifRange }),
  }
  try {
    return await fetching(address, { headers, signal: AbortSignal.any([signal, late.signal]) })
  } catch (error) {
    throw new ConnectorError(late.signal.aborted ? 'timeout' : 'unreachable', messageOf(error), { cause: error })
  } finally {
    clearTimeout(timer)
  }
}

/** Reads what an answer is, before any byte of it is passed on. */
function readHead({ status, headers, body }: Response): OpenedMedia {
  if ((headers.get('content-encoding') ?? 'identity') !== 'identity') throw unreadable('an encoded medium')
  const range = CONTENT_RANGE.exec(headers.get('content-range') ?? '')?.groups
  const common = {
    mediaType: (headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? '',
    tag: TAG.exec(headers.get('etag') ?? '')?.[0],
    body: (body ?? undefined) as ReadableStream<Uint8Array> | undefined,
  }
  const total = range === undefined ? numberOf(headers.get('content-length')) : Number(range.total)
  if (status === 200) return { ...common, kind: 'full', place: undefined, total }
  if (status === 416) {
    void body?.cancel()
    return { ...common, kind: 'outside', place: undefined, total: range && total, body: undefined }
  }
  if (status === 404 || status === 410) throw new ConnectorError('no_such_subject', 'the medium is not at its address')
  if (status !== 206) throw new ConnectorError('unavailable', `the address of the medium answers ${status}`)
  const place = { from: Number(range?.from), to: Number(range?.to) }
  if (!(place.from <= place.to && place.to < (total ?? 0))) throw unreadable('a part of a medium without its place')
  return { ...common, kind: 'part', place, total }
}

const numberOf = (text: string | null): number | undefined => (/^\d{1,16}$/.test(text ?? '') ? Number(text) : undefined)

const unreadable = (what: string): ConnectorError => new ConnectorError('unreadable', `the platform gave ${what}`)

const LinkAnswer = Type.Object({ address: Type.String({ maxLength: 2_048 }), until: Type.String({ maxLength: 40 }) })
