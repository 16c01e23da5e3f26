import { setTimeout as pause } from 'node:timers/promises'
import type { WebSocket } from 'ws'
import { sourceOf } from '../../foundation/bounds/attempt-limit.ts'
import { FairShare } from '../../foundation/bounds/fair-share.ts'
import { Places } from '../../foundation/bounds/places.ts'
import type { Desk } from '../../policy/desk.ts'
import { formatErrorFrame, formatLabelFrame, formatOutdatedFrame } from './frames.ts'
import type { LabelSigner } from './label.ts'
import { listLabelsAfter, readLabelRange } from './label-queries.ts'

/** The labels that are read and sent together. A consumer that doesn't take them in time is dropped. */
const LABELS_PER_READ = 500
const SLOW_MS = 30_000
/** The pause between two looks for new labels. */
const LOOK_EVERY_MS = 250
/** The reads of all consumers together: labels must take neither the database nor the processor from the rest of the desk. */
const READS_AT_ONCE = 3
const CONSUMERS = { max: 200, maxEach: 10 }
/** A consumer that doesn't answer between two pings is gone. */
const PING_EVERY_MS = 30_000
const GOING_AWAY = 1001
const INTERNAL_ERROR = 1011

export interface Consumer {
  socket: WebSocket
  /** The network address, for a fair share of the reads. */
  address: string
  /** The number of the last label that the consumer has. Undefined: it wants the later ones alone. */
  cursor: number | undefined
}

type StreamedDesk = Pick<Desk, 'db' | 'log'>

/** Sends labels to consumers: those after their cursor, then each new one. */
export class LabelStream {
  readonly #desk: StreamedDesk
  readonly #slowMs: number
  readonly #pingEveryMs: number
  readonly #sockets = new Set<WebSocket>()
  readonly #places = new Places(CONSUMERS)
  readonly #reads = new FairShare(READS_AT_ONCE, { strict: true })
  readonly #closing = new AbortController()
  #look: Promise<number> | undefined

  constructor(desk: StreamedDesk, { slowMs = SLOW_MS, pingEveryMs = PING_EVERY_MS } = {}) {
    this.#desk = desk
    this.#slowMs = slowMs
    this.#pingEveryMs = pingEveryMs
  }

  /** Takes a place for a consumer. Undefined: its network has its share. `drop` is called when another takes the place. */
  takePlace = (address: string, drop: () => void): (() => void) | undefined => this.#places.take(address, drop)

  /** Serves a consumer until its connection ends. */
  async serve(signer: LabelSigner, consumer: Consumer): Promise<void> {
    const { socket } = consumer
    const gone = new AbortController()
    this.#sockets.add(socket)
    socket.on('error', () => socket.terminate())
    endWhenGone(socket, this.#pingEveryMs)
    socket.once('close', () => {
      this.#sockets.delete(socket)
      gone.abort()
    })
    try {
      await this.#send(signer, consumer, AbortSignal.any([gone.signal, this.#closing.signal]))
    } catch (error) {
      if (!gone.signal.aborted) this.#desk.log.warn({ error }, 'a stream of labels ended')
      socket.close(this.#closing.signal.aborted ? GOING_AWAY : INTERNAL_ERROR)
    }
  }

  /** Ends every stream. Consumers connect again with their cursor. */
  close(): void {
    this.#closing.abort()
    for (const socket of this.#sockets) {
      socket.close(GOING_AWAY)
      socket.terminate()
    }
  }

  async #send(signer: LabelSigner, { socket, address, cursor }: Consumer, signal: AbortSignal): Promise<void> {
    const { first, last } = await this.#read(address, signal, () => readLabelRange(this.#desk.db))
    if (cursor !== undefined && cursor > last) {
      socket.send(formatErrorFrame('FutureCursor', `The newest label is ${last}.`))
      return socket.close()
    }
    if (cursor !== undefined && cursor > 0 && cursor < first) socket.send(formatOutdatedFrame())
    let sent = cursor ?? last
    while (!signal.aborted) {
      const { frames, newest, isEnd } = await this.#read(address, signal, () => this.#readFrames(signer, sent))
      if (frames.length > 0 && !(await this.#deliver(socket, frames, signal))) return
      sent = newest
      while (isEnd && !signal.aborted && (await this.#newest()) <= sent);
    }
  }

  /** A lost label is sent to no new consumer. One that takes an earlier label back is. */
  async #readFrames(signer: LabelSigner, after: number): Promise<{ frames: Buffer[]; newest: number; isEnd: boolean }> {
    const rows = await listLabelsAfter(this.#desk.db, after, LABELS_PER_READ)
    const sent = rows.filter(({ lost, neg }) => !lost || neg)
    const labels = await signer.publishRun(after, sent)
    return {
      frames: labels.map((label, at) => formatLabelFrame(sent[at]?.seq ?? 0, label)),
      newest: rows.at(-1)?.seq ?? after,
      isEnd: rows.length < LABELS_PER_READ,
    }
  }

  /** Sends frames, and waits until the consumer has taken them. False: it was too slow, and is dropped. */
  async #deliver(socket: WebSocket, frames: readonly Buffer[], signal: AbortSignal): Promise<boolean> {
    const { promise: taken, resolve } = Promise.withResolvers<boolean>()
    for (const frame of frames.slice(0, -1)) socket.send(frame)
    socket.send(frames.at(-1) ?? '', (error) => resolve(error === undefined || error === null))
    const done = new AbortController()
    const slow = pause(this.#slowMs, 'slow' as const, { signal: AbortSignal.any([done.signal, signal]) })
    const outcome = await Promise.race([taken, slow.catch(() => false)])
    done.abort()
    if (outcome === 'slow') {
      socket.send(formatErrorFrame('ConsumerTooSlow', 'Connect again with your cursor.'))
      socket.terminate()
    }
    return outcome === true
  }

  async #read<T>(address: string, signal: AbortSignal, read: () => Promise<T>): Promise<T> {
    const leave = await this.#reads.enter(sourceOf(address), signal)
    try {
      return await read()
    } finally {
      leave()
    }
  }

  /** Returns the number of the newest label after a pause. All waiting consumers share one look. */
  #newest(): Promise<number> {
    this.#look ??= this.#lookOnce()
    return this.#look
  }

  async #lookOnce(): Promise<number> {
    await pause(LOOK_EVERY_MS, undefined, { signal: this.#closing.signal })
    try {
      return (await readLabelRange(this.#desk.db)).last
    } catch (error) {
      // A busy database ends no stream: the next look finds the labels.
      this.#desk.log.warn({ error }, 'the newest label could not be read')
      return 0
    } finally {
      // Not before: on a busy database looks would overlap.
      this.#look = undefined
    }
  }
}

/** Ends a connection whose other end no longer answers: it would hold a place for ever. */
function endWhenGone(socket: WebSocket, pingEveryMs: number): void {
  let answered = true
  const beat = setInterval(() => {
    if (!answered) return socket.terminate()
    answered = false
    socket.ping()
  }, pingEveryMs).unref()
  socket.on('pong', () => {
    answered = true
  })
  socket.once('close', () => clearInterval(beat))
}
