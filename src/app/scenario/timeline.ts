import { MINUTE_MS, SECOND_MS } from '../../foundation/durations.ts'

/** One thing that happened. */
export interface Entry {
  at: string
  /** The time of the day where it is played. */
  time: string
  who: string | null
  /** In a few words. */
  says: string
  /** In full, where there is more to say. */
  detail?: string
  /** What a visitor of the watched account saw when it had happened. */
  offline: boolean
  /** Of which line of its run; missing where there is one. */
  line?: string
}

/** What happened in one playing of the day, and for how long visitors saw nothing. */
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
      offline: this.#offlineSince !== undefined,
      ...(this.#line === null ? {} : { line: this.#line }),
    }
    this.entries.push(entry)
    this.#onEntry(entry)
  }

  /** What a visitor sees at this moment. Answers whether it is another than before. */
  see(at: Date, visible: boolean): boolean {
    if (visible === (this.#offlineSince === undefined)) return false
    if (this.#offlineSince !== undefined) this.#offlineMs += at.getTime() - this.#offlineSince.getTime()
    this.#offlineSince = visible ? undefined : at
    return true
  }

  /** For how many seconds, until `end`, visitors found nothing. */
  offlineSeconds(end: Date): number {
    const openMs = this.#offlineSince === undefined ? 0 : end.getTime() - this.#offlineSince.getTime()
    return Math.round((this.#offlineMs + openMs) / SECOND_MS)
  }

  /** 18:05:30, where the day is played. */
  timeOf(at: Date): string {
    return new Date(at.getTime() + this.#utcOffsetMs).toISOString().slice(11, 19)
  }
}

function offsetMs(utcOffset: string): number {
  const [hours = 0, minutes = 0] = utcOffset.slice(1).split(':').map(Number)
  return (utcOffset.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * MINUTE_MS
}
