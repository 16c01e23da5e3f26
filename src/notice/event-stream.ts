import type { ServerResponse } from 'node:http'
import type { FastifyReply } from 'fastify'
import type { DeskEvent, EventKind } from './desk-event.ts'
import type { Listener, NumberedEvents } from './event-feed.ts'
import type { Follower } from './queries.ts'

const BEAT_MS = 10_000
/** A browser that reads this slowly is let go: it comes back and is told what it missed. */
const UNREAD_BYTES_MAX = 1_048_576
const RETRY_MS = 1_000

/** Whom an event may be told: what it is about is asked for by its own route, which says who may read it. */
const AUDIENCE: Record<EventKind, 'everybody' | 'sees accounts' | 'leads people'> = {
  order: 'everybody',
  case: 'everybody',
  queue: 'everybody',
  page: 'everybody',
  freeze: 'everybody',
  breaker: 'everybody',
  change: 'leads people',
  staff: 'leads people',
  account: 'sees accounts',
}

/** One browser that follows, from its head to whichever end comes first: its own, the desk's, or that of who came. */
export class EventStream implements Listener {
  readonly staffId: string
  readonly cameWith: string
  readonly #stream: ServerResponse
  /** What came while what was missed is still being read; undefined: nothing was, or it was told. */
  #waiting: NumberedEvents[] | undefined

  constructor(reply: FastifyReply, opened: { staffId: string; cameWith: string; readTime: () => Promise<Date> }) {
    this.staffId = opened.staffId
    this.cameWith = opened.cameWith
    this.#stream = reply.raw
    for (const [name, value] of Object.entries(reply.getHeaders()))
      if (value !== undefined) this.#stream.setHeader(name, value)
    this.#stream.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'x-accel-buffering': 'no' })
    this.#stream.write(`retry: ${RETRY_MS}\n\n`)
    const beat = setInterval(() => void this.#tellTime(opened.readTime), BEAT_MS).unref()
    this.onClose(() => clearInterval(beat))
    void this.#tellTime(opened.readTime)
  }

  onClose(closed: () => void): void {
    this.#stream.on('close', closed)
  }

  /** After what has been told already. */
  end(): void {
    this.#stream.end()
  }

  /** At once: what lies unread on the way out is told to nobody any more. */
  cut(): void {
    this.#stream.destroy()
  }

  tell(happened: NumberedEvents, follower: Follower): void {
    if (this.#waiting !== undefined) this.#waiting.push(happened)
    else this.#write(happened, follower)
  }

  /** Has what comes wait for `tellMissed`, so that the last id a browser knows never stands after one it was not told. */
  holdBack(): void {
    this.#waiting = []
  }

  /** What was missed, then what came meanwhile; undefined: more was missed than can be told. */
  tellMissed(missed: readonly NumberedEvents[] | undefined, follower: Follower): void {
    if (missed === undefined) this.#stream.write('event: stale\ndata: {}\n\n')
    const told = missed?.at(-1)?.number ?? 0
    const came = (this.#waiting ?? []).filter(({ number }) => number > told)
    this.#waiting = undefined
    for (const happened of [...(missed ?? []), ...came]) this.#write(happened, follower)
  }

  /** What time it is here; where it can't be read, a sign of life alone. */
  async #tellTime(readTime: () => Promise<Date>): Promise<void> {
    const now = await readTime().catch(() => undefined)
    if (this.#stream.writable)
      this.#stream.write(now === undefined ? ': here\n\n' : `event: time\ndata: ${JSON.stringify({ now })}\n\n`)
  }

  #write({ number, events }: NumberedEvents, follower: Follower): void {
    if (this.#stream.writableLength > UNREAD_BYTES_MAX) {
      this.cut()
      return
    }
    for (const event of events) {
      if (mayHear(event, follower)) this.#stream.write(`id: ${number}\nevent: desk\ndata: ${JSON.stringify(event)}\n\n`)
    }
  }
}

function mayHear({ kind }: DeskEvent, { roles, seesAccounts }: Follower): boolean {
  switch (AUDIENCE[kind]) {
    case 'everybody':
      return true
    case 'sees accounts':
      return seesAccounts
    case 'leads people':
      return roles.some((role) => role !== 'reviewer' && role !== 'senior')
  }
}
