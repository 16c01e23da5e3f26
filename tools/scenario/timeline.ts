import { MINUTE_MS, SECOND_MS } from '../../src/foundation/durations.ts'

/** One event of the day. */
export interface Entry {
  at: string
  /** The time of the event on the scenario's day, in its time zone. */
  time: string
  who: string | null
  /** The event as a summary. */
  says: string
  /** The full text, if it is longer than the summary. */
  detail?: string
  /** True when the watched account was offline for visitors after this event. */
  offline: boolean
  /** The name of its line; missing when the run has only one. */
  line?: string
}

/** The events of one playing of the day, and the time that the watched account was offline. */
export class Timeline {
  readonly entries: Entry[] = []
  readonly #line: string | null
  readonly #utcOffsetMs: number
  readonly #onEntry: (entry: Entry) => void
  #offlineSince: Date | undefined
  #offlineMs = 0

  constructor(options: { line: string | null; utcOffset: string; onEntry: (entry: Entry) => void }) {
    this.#line = options.line
    this.#utcOffsetMs = offsetMs(options.utcOffset)
    this.#onEntry = options.onEntry
  }

  add(at: Date, who: string | null, says: string, detail?: string): void {
    const entry: Entry = {
      at: at.toISOString(),
      time: this.timeOf(at),
      who,
      says,
      ...(detail === undefined ? {} : { detail }),
      offline: this.isOffline,
      ...(this.#line === null ? {} : { line: this.#line }),
    }
    this.entries.push(entry)
    this.#onEntry(entry)
  }

  /** Records what a visitor sees at this moment. Returns true when it changed. */
  see(at: Date, visible: boolean): boolean {
    if (visible === (this.#offlineSince === undefined)) return false
    if (this.#offlineSince !== undefined) this.#offlineMs += at.getTime() - this.#offlineSince.getTime()
    this.#offlineSince = visible ? undefined : at
    return true
  }

  get isOffline(): boolean {
    return this.#offlineSince !== undefined
  }

  /** Returns the seconds, until `end`, for which the account was offline for visitors. */
  offlineSeconds(end: Date): number {
    const openMs = this.#offlineSince === undefined ? 0 : end.getTime() - this.#offlineSince.getTime()
    return Math.round((this.#offlineMs + openMs) / SECOND_MS)
  }

  /** Formats a time in the scenario's time zone: 18:05:30. */
  timeOf(at: Date): string {
    return new Date(at.getTime() + this.#utcOffsetMs).toISOString().slice(11, 19)
  }
}

function offsetMs(utcOffset: string): number {
  const [hours = 0, minutes = 0] = utcOffset.slice(1).split(':').map(Number)
  return (utcOffset.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * MINUTE_MS
}
