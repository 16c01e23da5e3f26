import type { EnforcementState, RestoreCause } from '../domain.ts'
import type { JobKind } from '../jobs.ts'

/**
 * Something that a process measures of its own work. Without a listener nothing is built, so a desk without metrics pays
 * one comparison.
 */
class Measurement<Value> {
  readonly #listeners = new Set<(value: Value) => void>()

  record(measure: () => Value): void {
    if (this.#listeners.size === 0) return
    try {
      const value = measure()
      for (const listener of this.#listeners) listener(value)
    } catch {
      // A measurement never fails the work that it measures.
    }
  }

  /** Passes what is recorded from now on to a listener. Returns the function that ends this. */
  listen(listener: (value: Value) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }
}

/** An answered request, by the address of its route with placeholders: never by that which was sent. */
export const answeredRequests = new Measurement<{ method: string; route: string; status: number; seconds: number }>()

/** Reports that were committed together: of each the outcome, and the time from its arrival until it was durable. */
export const committedReports = new Measurement<readonly { outcome: string; seconds: number }[]>()

/** Jobs of one kind that were worked on together. */
export const workedJobs = new Measurement<{ kind: JobKind; done: number; failed: number; seconds: number }>()

/** A call to a platform for which a job or a request waits. */
export const platformCalls = new Measurement<{ platform: string; purpose: string; outcome: string; seconds: number }>()

/** The states into which enforcements moved in one committed transaction. */
export const movedEnforcements = new Measurement<readonly EnforcementState[]>()

/** Restores that became visible: of each the cause, and the time since a person or the desk asked for it. */
export const visibleRestores = new Measurement<readonly { cause: RestoreCause; seconds: number }[]>()
