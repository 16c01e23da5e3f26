import { EventEmitter, once } from 'node:events'
import type { JobPriority } from '../../foundation/jobs.ts'

/**
 * Tells worker loops that a job may be due. It is only a hint: a lost one costs at most one polling interval, because
 * the rows decide.
 */
export class Wake {
  /** True while the database's notifications arrive. Without them the worker looks for jobs more often. */
  isNotified = false
  readonly #emitter = new EventEmitter().setMaxListeners(0)
  readonly #hints: Record<JobPriority, number> = {
    effect: 0,
    restore: 0,
    background: 0,
    drift: 0,
    notice: 0,
    statement: 0,
    bulk_action: 0,
    automation: 0,
    reconcile: 0,
  }

  now(priority: JobPriority): void {
    this.#hints[priority]++
    this.#emitter.emit(priority)
  }

  /**
   * Returns the number of hints. A caller that reads it before looking for work learns whether a hint came meanwhile.
   */
  hints(priority: JobPriority): number {
    return this.#hints[priority]
  }

  /** Waits for a further hint, for the interval to pass or for the signal, whichever comes first. */
  async next(priority: JobPriority, counted: number, intervalMs: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted || this.#hints[priority] !== counted) return
    const either = AbortSignal.any([signal, AbortSignal.timeout(intervalMs)])
    await once(this.#emitter, priority, { signal: either }).catch(() => {})
  }
}
