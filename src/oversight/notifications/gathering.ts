import type { NumberedEvents } from '../events/event-feed.ts'

/** How often people are told that a bulk action does something, however much it does. */
const TELL_EVERY_MS = 1_000

/**
 * What happens, in fewer words, for whoever looks at pages: of what a bulk action does to each of a hundred thousand subjects they
 * are told that it does something, at once and then once a second, and always after the last. What others are asked about one by
 * one is told one by one. Whoever comes back is told anew what was held back as they left.
 */
export class Gathering {
  /** By bulk action, the numbers of the first and the last leaf that nobody was told of yet. */
  readonly #held = new Map<string, { first: number; last: number }>()
  readonly #toldAtMs = new Map<string, number>()

  /** What to tell now that this happened. To be asked again within moments, also when nothing did. */
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
