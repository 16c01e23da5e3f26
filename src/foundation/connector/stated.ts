import type { Capabilities } from '@countersign/platform-kit'
import { type Connector, ConnectorError } from './connector.ts'

const ASK_AGAIN_MS = 10 * 60_000

/**
 * Caches the capabilities that the platform states, and reads them again after ten minutes. Undefined: the platform did
 * not answer.
 */
export class Stated {
  #askedMs = Number.NEGATIVE_INFINITY
  #said: Capabilities | undefined

  async read(platform: Pick<Connector, 'capabilities'>): Promise<Capabilities | undefined> {
    if (performance.now() - this.#askedMs > ASK_AGAIN_MS) {
      this.#askedMs = performance.now()
      this.#said = await platform.capabilities().catch(unanswered)
    }
    return this.#said
  }

  /** Lets the next read ask the platform again: it no longer does what it stated. */
  forget(): void {
    this.#askedMs = Number.NEGATIVE_INFINITY
  }
}

function unanswered(error: unknown): undefined {
  if (!(error instanceof ConnectorError)) throw error
}
