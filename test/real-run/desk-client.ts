import { RunError } from './run-error.ts'

const TIMEOUT_MS = 30_000

export interface Answer {
  status: number
  body: Record<string, unknown>
}

/** Calls the desk as one person. */
export class DeskClient {
  readonly #url: string
  readonly #token: string

  constructor(url: string, token: string) {
    this.#url = url
    this.#token = token
  }

  get(path: string): Promise<Answer> {
    return this.#call('GET', path)
  }

  post(path: string, body?: object): Promise<Answer> {
    return this.#call('POST', path, body)
  }

  async #call(method: string, path: string, body?: object): Promise<Answer> {
    const response = await fetch(new URL(path, this.#url), {
      method,
      headers: {
        authorization: `Bearer ${this.#token}`,
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
