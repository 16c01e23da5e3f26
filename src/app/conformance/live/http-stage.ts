import { randomUUID } from 'node:crypto'
import { messageOf } from '../../../foundation/errors.ts'
import { guardedFetch } from '../../../foundation/outgoing/guarded-fetch.ts'
import { readText } from '../../../foundation/outgoing/read-text.ts'
import { systemNow } from '../../../foundation/time/clock.ts'
import { Mismatch, type Received, type Stage, type WireCall } from '../player.ts'

/** Longer than a desk waits, so that a slow test machine fails no check. */
const ANSWER_TIMEOUT_MS = 20_000
const ANSWER_BYTES_MAX = 256 * 1_024

/** A running platform, reached over HTTP by this machine's clock. */
export class HttpStage implements Stage {
  readonly #url: string
  readonly #fetch: ReturnType<typeof guardedFetch>

  constructor(url: string, allowPrivate: readonly string[]) {
    this.#url = url
    this.#fetch = guardedFetch({ allowPrivate })
  }

  now = (): number => systemNow().getTime()
  freshId = (): string => randomUUID()

  async send({ headers, body }: WireCall): Promise<Received> {
    const signal = AbortSignal.timeout(ANSWER_TIMEOUT_MS)
    try {
      const response = await this.#fetch(this.#url, { method: 'POST', headers, body, signal })
      const text = await readText(response, ANSWER_BYTES_MAX)
      return { status: response.status, body: parseObject(text ?? '') }
    } catch (error) {
      throw new Mismatch('an answer', `none: ${messageOf(error)}`)
    }
  }

  /** Sends a call and hangs up at once: the platform may have received it or not. */
  async sendAndHangUp({ headers, body }: WireCall): Promise<void> {
    const hangUp = new AbortController()
    const sent = this.#fetch(this.#url, { method: 'POST', headers, body, signal: hangUp.signal })
    setImmediate(() => hangUp.abort())
    await sent.then(
      (response) => response.body?.cancel(),
      () => undefined,
    )
  }

  advance = (): Promise<void> => Promise.reject(new Error('The clock of a running platform can not be moved.'))
  stopHeld = (): Promise<boolean> => Promise.reject(new Error('Only the platform’s own people stop a hold.'))
  endHijackLock = (): Promise<boolean> => Promise.reject(new Error('Only the platform’s own recovery ends a lock.'))
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined
  } catch {
    return undefined
  }
}
