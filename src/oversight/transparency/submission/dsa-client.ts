import { messageOf } from '../../../foundation/errors.ts'
import { type GuardedFetch, guardedFetch, hidePrivateAddresses } from '../../../foundation/outgoing/guarded-fetch.ts'
import { readText } from '../../../foundation/outgoing/read-text.ts'
import type { DsaDatabase } from '../../../foundation/settings/dsa-database.ts'
import type { DsaStatement } from '../statement/dsa-statement.ts'
import { Pace } from './pace.ts'
import { noAnswer, type RawAnswer, readSendAnswer, readTrouble, type SendAnswer, type Trouble } from './read-answer.ts'

/** The most statements of one call, as the server allows. */
export const STATEMENTS_MAX = 100
const TIMEOUT_MS = 30_000
/** An answer repeats the statements, which have at most a few thousand characters each. */
const ANSWER_BYTES_MAX = 8_388_608

type Lookup = { kind: 'found' } | { kind: 'absent' } | Trouble

/** Calls the API of the DSA Transparency Database, no faster than its settings allow. */
export class DsaClient {
  readonly #settings: DsaDatabase
  readonly #timeoutMs: number
  readonly #fetch: GuardedFetch
  readonly #pace: Pace

  constructor(settings: DsaDatabase, { timeoutMs = TIMEOUT_MS }: { timeoutMs?: number } = {}) {
    this.#settings = settings
    this.#timeoutMs = timeoutMs
    this.#fetch = guardedFetch({ allowPrivate: settings.allowPrivate })
    this.#pace = new Pace(settings.callsASecond)
  }

  /** Sends up to 100 statements: the server stores all of them or none. */
  async send(statements: readonly DsaStatement[]): Promise<SendAnswer> {
    const answer = await this.#call('/api/v1/statements', JSON.stringify({ statements }))
    return 'kind' in answer ? answer : readSendAnswer(answer)
  }

  /** Looks up whether the server has a statement with this puid. */
  async findPuid(puid: string): Promise<Lookup> {
    const answer = await this.#call(`/api/v1/statement/existing-puid/${encodeURIComponent(puid)}`)
    if ('kind' in answer) return answer
    // A redirect to a sign-in page says nothing of the puid: the body must name it.
    const names = answer.text?.includes(JSON.stringify(puid)) ?? false
    if (answer.status === 302 && names) return { kind: 'found' }
    if (answer.status === 404 && names) return { kind: 'absent' }
    return readTrouble(answer)
  }

  async #call(path: string, body?: string): Promise<RawAnswer | Trouble> {
    await this.#pace.wait()
    const { url, token } = this.#settings
    const signal = AbortSignal.timeout(this.#timeoutMs)
    const type = body === undefined ? {} : { 'content-type': 'application/json' }
    const headers = { authorization: `Bearer ${token}`, accept: 'application/json', ...type }
    const sent = body === undefined ? {} : { method: 'POST', body }
    try {
      const address = new URL(`${new URL(url).pathname.replace(/\/$/, '')}${path}`, url)
      const response = await this.#fetch(address.href, { headers, signal, takesRedirects: true, ...sent })
      const text = await readText(response, ANSWER_BYTES_MAX)
      return { status: response.status, retryAfter: response.headers.get('retry-after'), text }
    } catch (error) {
      return noAnswer(
        signal.aborted ? 'it did not answer in time' : `no whole answer: ${hidePrivateAddresses(messageOf(error))}`,
      )
    }
  }
}
