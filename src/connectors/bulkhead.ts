import { ConnectorError } from '../foundation/connector/connector.ts'
import { message } from '../foundation/messages/message.ts'
import { renderMessage } from '../foundation/messages/render-message.ts'

/** The calls to one platform that may wait as long as the connector lets them. */
const FULL_WAIT_CALLS_MAX = 2
/** The longest wait of every further call. */
const SHORT_WAIT_MS = 1_000

/** The further wait for each part of a call that stands for many. */
const EACH_WAIT_MS = 20

/**
 * Keeps a slow platform from taking the workers of the others. While it doesn't answer, two calls wait for it, the
 * others end after a second, and new ones fail at once. A call that ends early may still act: it fails as `timeout`.
 */
export class Bulkhead {
  readonly #shortWaitMs: number
  #pending = 0
  #isSlow = false

  constructor(shortWaitMs = SHORT_WAIT_MS) {
    this.#shortWaitMs = shortWaitMs
  }

  /** `size`: how many single calls the call stands for. One that stands for many may take longer. */
  async run<T>(call: () => Promise<T>, size = 1): Promise<T> {
    const mayWaitInFull = this.#pending < FULL_WAIT_CALLS_MAX
    if (this.#isSlow && !mayWaitInFull) throw timeoutError()
    this.#pending++
    const answer = this.#watch(call())
    return mayWaitInFull ? answer : Promise.race([answer, this.#giveUp(answer, size)])
  }

  /** Any answer, a refusal included, shows that the platform is not slow. */
  async #watch<T>(answer: Promise<T>): Promise<T> {
    try {
      const answered = await answer
      this.#isSlow = false
      return answered
    } catch (error) {
      this.#isSlow = error instanceof ConnectorError && (error.failure === 'timeout' || error.failure === 'unreachable')
      throw error
    } finally {
      this.#pending--
    }
  }

  #giveUp(answer: Promise<unknown>, size: number): Promise<never> {
    return new Promise((_resolve, reject) => {
      const timer = setTimeout(
        () => {
          this.#isSlow = true
          reject(timeoutError())
        },
        this.#shortWaitMs + size * EACH_WAIT_MS,
      )
      const settle = () => clearTimeout(timer)
      answer.then(settle, settle)
    })
  }
}

const timeoutError = (): ConnectorError =>
  new ConnectorError('timeout', renderMessage(message('attention.platform.late')))
