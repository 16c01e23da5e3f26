import type { Logger } from 'pino'
import { DeskError } from '../../foundation/errors.ts'
import { message } from '../../foundation/messages/message.ts'
import type { ViewOf } from '../../policy/stage/view.ts'

/** The delay after which a recorded view is stored, if the database answers. */
const FLUSH_AFTER_MS = 500
const BATCH_MAX = 500
/** The most views that wait while the database takes none; beyond them reading is refused. */
const WAITING_MAX = 5_000

/** A view that waits to be stored, and its age. */
export type AgedView = ViewOf & { ageMs: number }

interface Waiting {
  view: ViewOf
  atMs: number
}

/**
 * Buffers views and writes them half a second later in batches, so no reader waits. A crash loses the views of that
 * half second. Failed writes stay in the buffer; once it is full, nothing more is shown.
 */
export class ViewLog {
  readonly #write: (views: readonly AgedView[]) => Promise<void>
  readonly #log: Logger
  #waiting: Waiting[] = []
  #timer: NodeJS.Timeout | undefined
  #writing: Promise<void> = Promise.resolve()
  #closed = false

  constructor(write: (views: readonly AgedView[]) => Promise<void>, log: Logger) {
    this.#write = write
    this.#log = log
  }

  /**
   * Adds views to the buffer before the answer is sent. Throws when the buffer is full or closed, so that nothing is
   * shown.
   */
  record(views: readonly ViewOf[]): void {
    if (views.length === 0) return
    if (this.#closed || this.#waiting.length + views.length > WAITING_MAX) {
      throw new DeskError('unavailable', message('view.notRecorded'))
    }
    const atMs = performance.now()
    this.#waiting.push(...views.map((view) => ({ view, atMs })))
    this.#timer ??= setTimeout(() => void this.flush(), FLUSH_AFTER_MS)
  }

  /** Resolves when all views until now are written, or the write failed. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#writing = this.#writing.then(() => this.#writeAll())
    await this.#writing
  }

  async #writeAll(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, BATCH_MAX)
      const nowMs = performance.now()
      try {
        await this.#write(batch.map(({ view, atMs }) => ({ ...view, ageMs: nowMs - atMs })))
      } catch (error) {
        // A failed write may have been committed: then the view is stored twice, and never lost.
        this.#waiting.unshift(...batch)
        if (!this.#closed) this.#timer ??= setTimeout(() => void this.flush(), FLUSH_AFTER_MS)
        this.#log.error({ waiting: this.#waiting.length, error }, 'who saw what could not be recorded')
        return
      }
    }
  }

  /** Writes the waiting views once more, without retries. No timer remains that keeps the process from ending. */
  async close(): Promise<void> {
    this.#closed = true
    await this.flush()
  }
}
