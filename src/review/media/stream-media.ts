import { Readable } from 'node:stream'
import { STREAM_BYTES_MAX } from '../../cases/accounts/facts-body.ts'
import { queueShown } from '../../cases/claims/shown.ts'
import { BoundedMap } from '../../foundation/bounds/bounded-map.ts'
import { ConnectorError } from '../../foundation/connector/connector.ts'
import type { OpenedMedia } from '../../foundation/connector/media-stream.ts'
import { inTransaction } from '../../foundation/database/db.ts'
import { parseSubjectKey } from '../../foundation/domain.ts'
import { MINUTE_MS } from '../../foundation/durations.ts'
import { DeskError } from '../../foundation/errors.ts'
import { message } from '../../foundation/messages/message.ts'
import type { Desk } from '../../policy/desk.ts'
import type { OpenedCase } from '../case/case-queries.ts'
import { isShown } from './media.ts'
import { openCaseMedia } from './read-media.ts'

const STREAMS_EACH_MAX = 4
const STREAMS_MAX = 24
/** The longest answer. A player asks for the next part by itself. */
const STREAM_MS_MAX = 10 * MINUTE_MS
/** The time without a byte after which a stream ends: the platform sends none, or the reader takes none. */
const STALL_MS = MINUTE_MS
/** The requests of a player within this time are one view. */
const SAME_VIEW_MS = 10 * MINUTE_MS
const VIEWS_MAX = 10_000
const CHUNK_BYTES = 262_144
const ONE_RANGE = /^bytes=(?:\d{1,10}-\d{0,10}|-\d{1,10})$/
const TAG = /^"[\x21\x23-\x7e]{1,128}"$/

interface StreamRequest {
  caseId: string
  mediaId: string
  staffId: string
  range: string | undefined
  ifRange: string | undefined
  /** Fails when the reader's session or rights have ended. */
  readmit: () => Promise<unknown>
  /** Aborts when the reader has left. */
  gone: AbortSignal
}

export interface StreamedMedia extends Omit<OpenedMedia, 'body'> {
  case: OpenedCase
  body: Readable
  /** Called once the first request of a view is on record. Undefined: the request shows nothing, or a later part. */
  setRecorded: (() => void) | undefined
}

/** Streams media from the platform, few at a time for each person and in all. No medium is in memory or stored. */
export class MediaStreams {
  readonly #desk: Desk
  readonly #running = new Map<string, number>()
  readonly #viewed = new BoundedMap<string, number>(VIEWS_MAX)
  readonly #closing = new AbortController()
  readonly #stallMs: number

  constructor(desk: Desk, { stallMs = STALL_MS } = {}) {
    this.#desk = desk
    this.#stallMs = stallMs
  }

  /**
   * Opens a part of a streamed medium of a case for a person who may open the case. The platform is read as fast as the
   * reader takes the bytes, and no longer than the reader stays. Restricted media are refused.
   */
  async open(request: StreamRequest): Promise<StreamedMedia> {
    const { case: found, media } = await openCaseMedia(this.#desk, request)
    if (media.streamBytes === null) throw new DeskError('refused', message('media.notStreamed'))
    const leave = this.#enter(request.staffId)
    const end = new AbortController()
    const late = AbortSignal.timeout(STREAM_MS_MAX)
    const signal = AbortSignal.any([request.gone, end.signal, this.#closing.signal, late])
    try {
      signal.throwIfAborted()
      signal.addEventListener('abort', leave, { once: true })
      const opened = await this.#ask(found, media.reference ?? '', { ...request, signal })
      refuseOther(media.kind, opened)
      // An answer without bytes shows nothing, and must not stand for the view that follows it.
      const setRecorded = opened.kind === 'outside' ? undefined : await this.#recordView(found, request)
      const body = toBody(opened, { readmit: request.readmit, signal, end, leave, stallMs: this.#stallMs })
      return { ...opened, case: found, setRecorded, body }
    } catch (error) {
      end.abort()
      leave()
      throw error
    }
  }

  /** Ends every stream. A player asks for the rest again. */
  close(): void {
    this.#closing.abort()
  }

  async #ask(
    { subject }: OpenedCase,
    reference: string,
    { range, ifRange, signal }: Pick<StreamRequest, 'range' | 'ifRange'> & { signal: AbortSignal },
  ): Promise<OpenedMedia> {
    const asked = {
      range: ONE_RANGE.exec(range ?? '')?.[0],
      ifRange: TAG.exec(ifRange ?? '')?.[0],
      signal,
    }
    // A condition that can't be checked means the whole medium (RFC 9110 §13.1.5).
    if (ifRange !== undefined && asked.ifRange === undefined) asked.range = undefined
    try {
      const opened = await this.#desk.platform.openMedia?.(parseSubjectKey(subject), reference, asked)
      if (opened === undefined) throw new DeskError('not_found', message('media.gone'))
      return opened
    } catch (error) {
      if (!(error instanceof ConnectorError)) throw error
      throw new DeskError('unavailable', message('media.failed', { why: error.message.replace(/\.$/, '') }))
    }
  }

  #enter(staffId: string): () => void {
    const own = this.#running.get(staffId) ?? 0
    const all = [...this.#running.values()].reduce((sum, each) => sum + each, 0)
    if (own >= STREAMS_EACH_MAX || all >= STREAMS_MAX) throw new DeskError('unavailable', message('media.busy'))
    this.#running.set(staffId, own + 1)
    let hasLeft = false
    return () => {
      if (hasLeft) return
      hasLeft = true
      const left = (this.#running.get(staffId) ?? 1) - 1
      if (left > 0) this.#running.set(staffId, left)
      else this.#running.delete(staffId)
    }
  }

  /**
   * Records the holder's look once for each view. Returns a function for the first request of a view: the later ones are
   * the same view from when it is called, so a view that could not be recorded is recorded by the next request.
   */
  async #recordView(found: OpenedCase, { staffId, mediaId }: StreamRequest): Promise<(() => void) | undefined> {
    const view = `${staffId} ${found.id} ${mediaId}`
    if ((this.#viewed.get(view) ?? 0) >= performance.now()) return undefined
    await inTransaction(this.#desk.db, async (tx) => queueShown(tx, found.id, staffId, [`media:${mediaId}`]))
    return () => void this.#viewed.set(view, performance.now() + SAME_VIEW_MS)
  }
}

interface Relaying {
  signal: AbortSignal
  /** Ends the reading and the answer. */
  end: AbortController
  /** Releases the reader's place. */
  leave: () => void
  readmit: () => Promise<unknown>
  stallMs: number
}

/** Returns the bytes of a part as they come. An ended stream breaks the connection, also one that is not read. */
function toBody({ body, place, total }: OpenedMedia, relaying: Relaying): Readable {
  if (body === undefined) {
    relaying.leave()
    return Readable.from([])
  }
  const bytesMax = place === undefined ? (total ?? STREAM_BYTES_MAX) : place.to - place.from + 1
  const pieces = relay(body, bytesMax, relaying)
  const readable = Readable.from(pieces, { objectMode: false, highWaterMark: CHUNK_BYTES })
  const { signal } = relaying
  // A reader who left before the answer began leaves no listener, and an error without one would end the process.
  readable.on('error', () => undefined)
  signal.addEventListener('abort', () => readable.destroy(new Error('the stream ended')), { once: true })
  return readable
}

/**
 * Passes bytes on, each chunk once the reader has taken the one before. It ends with a failure, which breaks the
 * connection, when there are more bytes than stated, when none came or were taken for too long, and when the reader's
 * rights have ended.
 */
async function* relay(
  body: ReadableStream<Uint8Array>,
  bytesMax: number,
  { signal, end, leave, readmit, stallMs }: Relaying,
): AsyncGenerator<Uint8Array> {
  const stall = setTimeout(() => end.abort(new Error('the stream stalled')), stallMs)
  let [bytes, checkedMs] = [0, performance.now()]
  try {
    for await (const chunk of body) {
      signal.throwIfAborted()
      bytes += chunk.length
      if (bytes > bytesMax) throw new Error('the platform sends more bytes of a medium than it stated')
      if (performance.now() - checkedMs > stallMs / 2) {
        await readmit()
        checkedMs = performance.now()
      }
      stall.refresh()
      yield chunk
      stall.refresh()
    }
  } finally {
    clearTimeout(stall)
    leave()
  }
}

function refuseOther(kind: Parameters<typeof isShown>[0], { kind: answered, mediaType, total }: OpenedMedia): void {
  if ((total ?? 0) > STREAM_BYTES_MAX)
    throw new DeskError('refused', message('media.tooLarge', { limit: STREAM_BYTES_MAX }))
  if (answered !== 'outside' && !isShown(kind, mediaType))
    throw new DeskError('refused', message('media.typeOfPlatform'))
}
