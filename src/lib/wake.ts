import { EventEmitter } from 'node:events'
import type { Lane } from './due.ts'

/**
 * Tells loops that a row may be due. Only ever a hint: a lost one costs at most one polling interval, because the rows
 * are the truth.
 */
export class Wake {
  readonly #emitter = new EventEmitter().setMaxListeners(0)

  now(lane: Lane): void {
    this.#emitter.emit(lane)
  }

  /** Calls back on every hint for the lane until the returned function is called. */
  on(lane: Lane, listener: () => void): () => void {
    this.#emitter.on(lane, listener)
    return () => this.#emitter.off(lane, listener)
  }
}
