import type { Capabilities } from '@countersign/platform-kit'
import type { Subject } from '../domain.ts'
import { DEFAULT_PLATFORM, platformOf } from '../platforms.ts'
import { type Connector, ConnectorError } from './connector.ts'

const ASK_AGAIN_MS = 10 * 60_000

/**
 * Caches the capabilities that each platform states, and reads them again after ten minutes. Undefined: the platform did
 * not answer.
 */
export class Stated {
  readonly #said = new Map<string, { askedMs: number; said: Promise<Capabilities | undefined> }>()

  /** Reads what the platform of this subject states. Without a subject: the default platform. */
  async read(platform: Pick<Connector, 'capabilities'>, at?: Subject): Promise<Capabilities | undefined> {
    const name = at === undefined ? DEFAULT_PLATFORM : platformOf(at)
    const known = this.#said.get(name)
    if (known !== undefined && performance.now() - known.askedMs <= ASK_AGAIN_MS) return known.said
    const said = platform.capabilities(at).catch(unanswered)
    this.#said.set(name, { askedMs: performance.now(), said })
    return said
  }

  /** Lets the next reads ask the platforms again: one no longer does what it stated. */
  forget(): void {
    this.#said.clear()
  }
}

function unanswered(error: unknown): undefined {
  if (!(error instanceof ConnectorError)) throw error
}
