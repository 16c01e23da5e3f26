import type { ServerResponse } from 'node:http'
import type { FastifyReply } from 'fastify'
import type { Listener, NumberedEvents } from './event-feed.ts'
import { type Follower, mayReceiveEvent } from './event-rights.ts'
import { Gathering } from '../notifications/gathering.ts'

const BEAT_MS = 10_000
/** The unread bytes at which a slow listener is cut off: it reconnects and gets the missed events. */
const UNREAD_BYTES_MAX = 1_048_576
const RETRY_MS = 1_000

/** The content of the event that a stream sends every ten seconds. */
interface Beat {
  now: Date
  /** The hash of the rule files in force. Undefined: the listener is no person. */
  policies?: string
}

/**
 * The event stream of one browser or machine. It ends when the client leaves, the desk closes, or the caller's right
 * ends.
 */
export class EventStream implements Listener {
  /** The id of the listener. */
  readonly callerId: string
  readonly cameWith: string
  readonly #stream: ServerResponse
  /** Events that arrive while the missed ones are read. Undefined: there were none to read, or they were sent. */
  #waiting: NumberedEvents[] | undefined

  constructor(reply: FastifyReply, opened: { callerId: string; cameWith: string; readBeat: () => Promise<Beat> }) {
    this.callerId = opened.callerId
    this.cameWith = opened.cameWith
    this.#stream = reply.raw
    for (const [name, value] of Object.entries(reply.getHeaders()))
      if (value !== undefined) this.#stream.setHeader(name, value)
    this.#stream.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'x-accel-buffering': 'no' })
    this.#stream.write(`retry: ${RETRY_MS}\n\n`)
    const beat = setInterval(() => void this.#beat(opened.readBeat), BEAT_MS).unref()
    this.onClose(() => clearInterval(beat))
    void this.#beat(opened.readBeat)
  }

  onClose(closed: () => void): void {
    this.#stream.on('close', closed)
  }

  /** Ends the stream after the events that were written already. */
  end(): void {
    this.#stream.end()
  }

  /** Ends the stream at once: unread bytes reach no reader any more. */
  cut(): void {
    this.#stream.destroy()
  }

  tell(happened: NumberedEvents, follower: Follower): void {
    if (this.#waiting !== undefined) this.#waiting.push(happened)
    else this.#write(happened, follower)
  }

  /**
   * Holds new events back until `alertMissed`, so that a browser's last event id never comes after an event it didn't
   * get.
   */
  holdBack(): void {
    this.#waiting = []
  }

  /**
   * Sends the missed events, then those that arrived meanwhile. Undefined: too many were missed, so the listener reads
   * everything again and continues after `from`, the last entry when it connected.
   */
  alertMissed(missed: readonly NumberedEvents[] | undefined, follower: Follower, from: number): void {
    if (missed === undefined) this.#stream.write(`id: ${from}\nevent: stale\ndata: {"number":${from}}\n\n`)
    const told = missed?.at(-1)?.number ?? from
    const inFew = follower.kind === 'staff' ? new Gathering().take(missed ?? [], 0) : (missed ?? [])
    const came = (this.#waiting ?? []).filter(({ number }) => number > told)
    this.#waiting = undefined
    for (const happened of [...inFew, ...came]) this.#write(happened, follower)
  }

  /** Sends the desk's time; where that can't be read, an empty comment as a sign of life. */
  async #beat(readBeat: () => Promise<Beat>): Promise<void> {
    const beat = await readBeat().catch(() => undefined)
    if (this.#stream.writable)
      this.#stream.write(beat === undefined ? ': here\n\n' : `event: time\ndata: ${JSON.stringify(beat)}\n\n`)
  }

  #write(happened: NumberedEvents, follower: Follower): void {
    if (this.#stream.writableLength > UNREAD_BYTES_MAX) {
      this.cut()
      return
    }
    const { number, events, toldTo = number } = happened
    for (const event of events) {
      if (mayReceiveEvent(event, happened, follower))
        this.#stream.write(`id: ${toldTo}\nevent: desk\ndata: ${JSON.stringify(event)}\n\n`)
    }
  }
}
