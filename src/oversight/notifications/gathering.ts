import type { NumberedEvents } from '../events/event-feed.ts'

/** The shortest time between two events about one bulk action. */
const TELL_EVERY_MS = 1_000

/**
 * Merges events for people: of a bulk action's enforcements they get one event at once, then one a second, and always
 * one after the last. Enforcements with approvals of their own have separate events. A reconnecting listener gets the
 * events that were held back.
 */
export class Gathering {
  /** The numbers of the first and last ledger entries held back, by bulk action. */
  readonly #held = new Map<string, { first: number; last: number }>()
  readonly #toldAtMs = new Map<string, number>()

  /** Returns the events to send now. The caller calls it again within moments, even without new events. */
  take(happened: readonly NumberedEvents[], nowMs: number): NumberedEvents[] {
    const told: NumberedEvents[] = []
    for (const each of happened) {
      const { bulkActionId = null, number } = each
      if (bulkActionId === null) told.push(each)
      else this.#held.set(bulkActionId, { first: this.#held.get(bulkActionId)?.first ?? number, last: number })
    }
    for (const [id, { last }] of [...this.#held]) {
      if (nowMs - (this.#toldAtMs.get(id) ?? Number.NEGATIVE_INFINITY) < TELL_EVERY_MS) continue
      told.push({ number: last, events: [{ kind: 'bulk_action', id }] })
      this.#held.delete(id)
      this.#toldAtMs.set(id, nowMs)
    }
    for (const [id, at] of this.#toldAtMs) if (nowMs - at >= TELL_EVERY_MS) this.#toldAtMs.delete(id)
    const before = Math.min(...[...this.#held.values()].map(({ first }) => first - 1))
    return told.sort((a, b) => a.number - b.number).map((each) => ({ ...each, toldTo: Math.min(each.number, before) }))
  }
}
