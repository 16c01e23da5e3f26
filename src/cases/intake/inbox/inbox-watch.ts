import sql from 'sql-template-tag'
import type { Desk } from '../../../policy/desk.ts'
import { joinWaiting } from './join-waiting.ts'

/** A worker has joined a report by this age. Where there is none, this process does. */
const UNJOINED_MS = 1_000
/** Reports that were set aside are tried again each hour. */
const SET_ASIDE_MS = 3_600_000

/** Joins the reports of the inbox that no worker joins in time. While none are there it looks once an hour. */
export class InboxWatch {
  readonly #desk: Pick<Desk, 'db' | 'policies' | 'log'>
  #timer: NodeJS.Timeout | undefined
  /** The time at which the timer ends, on the process's clock. */
  #looksAt = Number.POSITIVE_INFINITY
  #joining: Promise<void> | undefined
  #isClosed = false
  #hasFailed = false

  constructor(desk: Pick<Desk, 'db' | 'policies' | 'log'>) {
    this.#desk = desk
    // A process that ended may have left some.
    this.look()
  }

  /** Looks soon, and again until nothing waits. An earlier look takes the place of a later one. */
  look(afterMs = UNJOINED_MS): void {
    const at = performance.now() + afterMs
    if (this.#isClosed || at >= this.#looksAt) return
    clearTimeout(this.#timer)
    this.#looksAt = at
    this.#timer = setTimeout(() => {
      this.#looksAt = Number.POSITIVE_INFINITY
      this.#joining = this.#join(this.#joining)
    }, afterMs).unref()
  }

  /** Stops looking, and resolves when no report is being joined. */
  async close(): Promise<void> {
    this.#isClosed = true
    clearTimeout(this.#timer)
    await this.#joining
  }

  /** Joins once an earlier look has ended. */
  async #join(earlier: Promise<void> | undefined): Promise<void> {
    await earlier
    const isLeft = await this.#joinLate().then(
      (left) => {
        this.#hasFailed = false
        return left
      },
      (error: unknown) => {
        // Said once for each time without the database, not each second.
        if (!this.#hasFailed) this.#desk.log.error({ error }, 'reports of the inbox could not be joined to their cases')
        this.#hasFailed = true
        return true
      },
    )
    this.look(isLeft ? UNJOINED_MS : SET_ASIDE_MS)
  }

  async #joinLate(): Promise<boolean> {
    await joinWaiting(this.#desk, { ageMs: UNJOINED_MS })
    return this.#desk.db.onlyValue<boolean>(sql`select exists (select from report_inbox where sql_state is null)`)
  }
}
