import { setTimeout as pause } from 'node:timers/promises'
import type { Act } from '../../src/foundation/acts.ts'
import { RunError } from './run-error.ts'

const TIMEOUT_MS = 30_000
const RETRY_MS = 100

export interface Answer {
  status: number
  body: Record<string, unknown>
  /** The number of earlier attempts: one may have succeeded although its answer was lost. */
  repeats: number
}

export interface DeskAccess {
  url: string
  token: string
  /** The time for which it retries when no answer comes, or the answer says to retry. */
  patienceMs: number
}

/** Sends requests to the desk as one person. */
export class DeskClient {
  readonly #access: DeskAccess

  constructor(access: DeskAccess) {
    this.#access = access
  }

  get(path: string): Promise<Answer> {
    return this.#ask('GET', path)
  }

  /** Asked again after a lost answer, so the body must say which doing it is. */
  post(path: string, body?: object): Promise<Answer> {
    return this.#ask('POST', path, body)
  }

  /**
   * The same of what takes a passkey: asks what is to be signed, has the key sign that stands for an invented person, and
   * sends it. Answers why, if there was nothing to sign any more.
   */
  async postSigned(path: string, signing: { act: Act; about: string }, body: object): Promise<Answer> {
    const signed = await this.sign('/v1/signings', signing)
    return signed.status === 200 ? this.post(path, { ...body, signature: signed.body }) : signed
  }

  /**
   * Prepares a text to sign and signs it with the key of an invented person. Returns the signature with 200, or the
   * refusal.
   */
  async sign(path: '/v1/signings' | '/v1/proposal-signings', signing: object): Promise<Answer> {
    const prepared = await this.post(path, signing)
    if (prepared.status !== 201) return prepared
    return this.post('/v1/demo/sign', { signingId: prepared.body.signingId })
  }

  async #ask(method: string, path: string, body?: object): Promise<Answer> {
    const untilMs = performance.now() + this.#access.patienceMs
    for (let repeats = 0; ; repeats++) {
      const answer = await this.#askOnce(method, path, body).catch((error: unknown) => {
        if (performance.now() > untilMs) throw new RunError(`${method} ${path} was not answered: ${String(error)}`)
      })
      if (answer !== undefined && (answer.status !== 503 || performance.now() > untilMs)) return { ...answer, repeats }
      await pause(RETRY_MS)
    }
  }

  async #askOnce(method: string, path: string, body?: object): Promise<Omit<Answer, 'repeats'>> {
    const response = await fetch(new URL(path, this.#access.url), {
      method,
      headers: {
        authorization: `Bearer ${this.#access.token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    const text = await response.text()
    return { status: response.status, body: text === '' ? {} : JSON.parse(text) }
  }
}

/** The answer's body, if it has one of these statuses; anything else is the desk's fault and ends the run. */
export function expectStatus(what: string, { status, body }: Answer, wanted: readonly number[]): Answer['body'] {
  if (wanted.includes(status)) return body
  throw new RunError(`${what} was answered with ${status}: ${JSON.stringify(body)}`)
}

/** The same of what changes something: asked again because an answer was lost, it may be done already, which is a 200. */
export const expectDone = (what: string, answer: Answer, status: number): Answer['body'] =>
  expectStatus(what, answer, answer.repeats > 0 ? [200, status] : [status])
