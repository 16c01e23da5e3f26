import { randomUUID } from 'node:crypto'
import { queueAlert } from '../../alerts/alert.ts'
import type { Desk } from '../../policy/desk.ts'
import { systemNow } from '../../foundation/time/clock.ts'
import { inTransaction } from '../../foundation/database/db.ts'
import type { JobPriority } from '../../foundation/jobs.ts'
import { message } from '../../foundation/messages/message.ts'
import { renderMessage } from '../../foundation/messages/render-message.ts'

/** A loop that hangs again within this time after its restart is the same incident. */
const RECOVERED_MS = 60_000

/**
 * Alerts the person on call that worker loops hang: once for as long as any does. When the database is the cause, the
 * webhook of the environment variables gets the message directly. The alert is written as soon as the database accepts
 * it.
 */
export class StallAlert {
  readonly #desk: Desk
  readonly #still = new Set<JobPriority>()
  #why = message('alert.stalled', { priorities: '' })
  #stillAt = 0
  #writing = false
  #written = false
  #sent = false

  constructor(desk: Desk) {
    this.#desk = desk
  }

  /**
   * Records that the loop of this priority works. When none hung for a minute, the next one that does is a new alert.
   */
  turns(priority: JobPriority): void {
    if (!this.#still.has(priority)) return
    if (!this.#written && !this.#writing) void this.#write()
    if (!this.#written || performance.now() - this.#stillAt < RECOVERED_MS) return
    this.#still.delete(priority)
    if (this.#still.size > 0) return
    this.#desk.log.info('all worker loops turn again')
    this.#written = this.#sent = false
  }

  async raise(priority: JobPriority): Promise<void> {
    this.#still.add(priority)
    this.#stillAt = performance.now()
    const priorities = [...this.#still].sort()
    this.#why = message('alert.stalled', { priorities: { as: 'commas', list: priorities } })
    this.#desk.log.fatal({ priorities }, 'worker loops stood still and were started anew')
    if (!this.#written && !this.#writing) await this.#write()
    if (!this.#written || priorities.includes('notice')) await this.#send(renderMessage(this.#why))
  }

  async #write(): Promise<void> {
    this.#writing = true
    const alert = { kind: 'stalled', to: 'on_call', why: this.#why } as const
    try {
      await inTransaction(this.#desk.restoreDb, async (tx) => queueAlert(tx, alert))
      this.#written = true
    } catch (error) {
      this.#desk.log.error({ error }, 'the alert about worker loops could not be written yet')
    } finally {
      this.#writing = false
    }
  }

  async #send(why: string): Promise<void> {
    const { outbox, relyingParty, log } = this.#desk
    if (this.#sent || !outbox.isConfigured) return
    this.#sent = true
    const [id, link] = [`stalled_${randomUUID()}`, `${relyingParty.origin}/inbox`]
    const data = { id, kind: 'stalled', calls: true, why, to: 'on_call', subject: null, enforcementId: null, link }
    const raised = { urgency: 'critical', at: systemNow(), type: 'alert.raised', data } as const
    const title = renderMessage(message('outside.urgent', { says: message('outside.says.stalled') }))
    const linkText = renderMessage(message('outside.open'))
    await outbox
      .send({ kind: 'configured' }, { id, title, text: why, link, linkText, ...raised })
      .catch((error: unknown) => {
        this.#sent = false
        log.error({ error }, 'the alert about worker loops could not be sent')
      })
  }
}
