import sql from 'sql-template-tag'
import type { Desk } from '../../../policy/desk.ts'
import { joinWaiting } from './join-waiting.ts'

/** A worker has joined a report by this age. Where there is none, this process does. */
const UNJOINED_MS = 1_000

/** Joins the reports of the inbox that no worker joins in time. Without reports there it asks the database nothing. */
export class InboxWatch {
  readonly #desk: Pick<Desk, 'db' | 'policies' | 'log'>
  #timer: NodeJS.Timeout | undefined
  #joining: Promise<void> | undefined
  #isClosed = false
  #hasFailed = false

  constructor(desk: Pick<Desk, 'db' | 'policies' | 'log'>) {
    this.#desk = desk
    // A process that ended may have left some.
    this.look()
  }

  /** Looks soon, and again until the inbox is empty. */
  look(): void {
    if (this.#isClosed || this.#timer !== undefined) return
    this.#timer = setTimeout(() => {
      this.#joining = this.#join()
    }, UNJOINED_MS).unref()
  }

  /** Stops looking, and resolves when no report is being joined. */
  async close(): Promise<void> {
    this.#isClosed = true
    clearTimeout(this.#timer)
    await this.#joining
  }

  async #join(): Promise<void> {
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
    this.#timer = undefined
    if (isLeft) this.look()
  }

  async #joinLate(): Promise<boolean> {
    await joinWaiting(this.#desk, { ageMs: UNJOINED_MS })
    return this.#desk.db.onlyValue<boolean>(sql`select exists (select from report_inbox where sql_state is null)`)
  }
}
