import type { Capabilities } from '@countersign/platform-kit'
import type { Subject } from '../domain.ts'
import { DEFAULT_PLATFORM, platformOf } from '../platforms.ts'
import { type Connector, ConnectorError } from './connector.ts'

const READ_AGAIN_MS = 10 * 60_000

/**
 * Caches the capabilities that each platform states, and reads them again after ten minutes. Undefined: the platform did
 * not answer.
 */
export class Stated {
  readonly #said = new Map<string, Asked>()

  /** Reads what the platform of this subject states. Without a subject: the default platform. */
  async read(platform: Pick<Connector, 'capabilities'>, at?: Subject): Promise<Capabilities | undefined> {
    const name = at === undefined ? DEFAULT_PLATFORM : platformOf(at)
    const known = this.#said.get(name)
    if (known !== undefined && performance.now() - known.askedMs <= READ_AGAIN_MS) return known.said
    const said = platform.capabilities(at).catch(unanswered)
    const asked: Asked = { askedMs: performance.now(), said, last: known?.last }
    this.#said.set(name, asked)
    asked.last = (await said) ?? asked.last
    return said
  }

  /** Returns what the default platform last stated, without waiting for it. Undefined: it has not answered yet. */
  last(platform: Pick<Connector, 'capabilities'>): Capabilities | undefined {
    const last = this.#said.get(DEFAULT_PLATFORM)?.last
    void this.read(platform)
    return last
  }

  /** Lets the next reads ask the platforms again: one no longer does what it stated. */
  forget(): void {
    this.#said.clear()
  }
}

interface Asked {
  askedMs: number
  said: Promise<Capabilities | undefined>
  last: Capabilities | undefined
}

function unanswered(error: unknown): undefined {
  if (!(error instanceof ConnectorError)) throw error
}
