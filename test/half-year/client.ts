import { bearerLine, HttpConnection } from '../../bench/http-connection.ts'
import { RunError } from '../real-run/run-error.ts'

export interface Answer {
  status: number
  body: Record<string, unknown>
}

/** Sends one request after the other for one caller, over a connection that is opened again when the desk has closed it. */
export class Client {
  readonly #url: string
  readonly #token: string
  #connection: HttpConnection | undefined

  constructor(url: string, token: string) {
    this.#url = url
    this.#token = token
  }

  /** Sends a request; an answer with a status that is not among those expected ends the run. */
  async ask(method: string, path: string, expected: readonly number[], body?: object): Promise<Answer> {
    if (this.#connection === undefined || this.#connection.lost) this.#connection = await HttpConnection.open(this.#url)
    const sent = body === undefined ? '' : JSON.stringify(body)
    const { status, body: text } = await this.#connection.send(method, path, bearerLine(this.#token), sent)
    if (!expected.includes(status)) throw new RunError(`${method} ${path} was answered ${status}: ${text}`)
    return { status, body: text.startsWith('{') ? JSON.parse(text) : {} }
  }

  close(): void {
    this.#connection?.close()
  }
}
