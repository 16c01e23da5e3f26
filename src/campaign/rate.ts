import { ConnectorError } from '../connector/connector.ts'
import type { Desk } from '../desk.ts'

/** How many effects in a minute a platform is asked for that doesn't say how many it bears. */
export const EFFECTS_PER_MINUTE = 600
const ASK_AGAIN_MS = 10 * 60_000

/** How many effects of campaigns in a minute the platform bears, as it says itself. */
export class Rate {
  #askedMs = Number.NEGATIVE_INFINITY
  #perMinute = EFFECTS_PER_MINUTE

  async perMinute({ platform }: Pick<Desk, 'platform'>): Promise<number> {
    if (performance.now() - this.#askedMs > ASK_AGAIN_MS) {
      this.#askedMs = performance.now()
      this.#perMinute = (await platform.capabilities().catch(unanswered))?.effectsPerMinute ?? EFFECTS_PER_MINUTE
    }
    return this.#perMinute
  }
}

function unanswered(error: unknown): undefined {
  if (!(error instanceof ConnectorError)) throw error
}
