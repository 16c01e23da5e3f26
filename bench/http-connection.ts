import { connect, type Socket } from 'node:net'

export interface HttpAnswer {
  status: number
  body: string
}

/** The timeout of any request that is measured here. */
const ANSWER_TIMEOUT_MS = 30_000

/**
 * One kept-alive connection that sends one request at a time. It implements only the part of HTTP that the servers here
 * use, so that generating load costs little of the measured machine.
 */
export class HttpConnection {
  readonly #socket: Socket
  readonly #host: string
  #received: Buffer = Buffer.alloc(0)
  #waiting: { resolve: (answer: HttpAnswer) => void; reject: (error: Error) => void } | undefined
  #lost: Error | undefined

  private constructor(socket: Socket, host: string) {
    this.#socket = socket
    this.#host = host
    socket.setNoDelay(true)
    socket.setTimeout(ANSWER_TIMEOUT_MS)
    socket.on('data', (chunk) => this.#take(chunk))
    socket.on('timeout', () => this.#waiting && this.#fail(new Error(`no answer within ${ANSWER_TIMEOUT_MS} ms`)))
    socket.on('error', (error) => this.#fail(error))
    socket.on('close', () => this.#fail(new Error('the connection was closed')))
  }

  /** True when the server closed the connection, as servers do with idle ones. */
  get lost(): boolean {
    return this.#lost !== undefined
  }

  static open(url: string): Promise<HttpConnection> {
    const { hostname, port, host } = new URL(url)
    return new Promise((resolve, reject) => {
      const socket = connect({ host: hostname, port: Number(port) })
      socket.once('error', reject)
      socket.once('connect', () => {
        socket.off('error', reject)
        resolve(new HttpConnection(socket, host))
      })
    })
  }

  /** Sends a request and resolves with its whole answer. */
  send(method: string, path: string, headers: string, body = ''): Promise<HttpAnswer> {
    if (this.#lost) return Promise.reject(this.#lost)
    if (this.#waiting) return Promise.reject(new Error('one request at a time'))
    const entity = body === '' ? '' : `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n`
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject }
      this.#socket.write(`${method} ${path} HTTP/1.1\r\nhost: ${this.#host}\r\n${headers}${entity}\r\n${body}`)
    })
  }

  close(): void {
    this.#socket.destroy()
  }

  #take(chunk: Buffer): void {
    this.#received = this.#received.length === 0 ? chunk : Buffer.concat([this.#received, chunk])
    const headEnd = this.#received.indexOf('\r\n\r\n')
    if (headEnd < 0) return
    const head = this.#received.toString('latin1', 0, headEnd)
    if (/\r\ntransfer-encoding:/i.test(head)) {
      this.#fail(new Error('the answer came in chunks'))
      return
    }
    const bodyBytes = Number(/\r\ncontent-length: *(\d+)/i.exec(head)?.[1] ?? 0)
    const end = headEnd + 4 + bodyBytes
    if (this.#received.length < end) return
    const answer = { status: Number(head.slice(9, 12)), body: this.#received.toString('utf8', headEnd + 4, end) }
    this.#received = this.#received.subarray(end)
    const waiting = this.#waiting
    this.#waiting = undefined
    waiting?.resolve(answer)
  }

  #fail(error: Error): void {
    this.#lost ??= error
    const waiting = this.#waiting
    this.#waiting = undefined
    this.#socket.destroy()
    waiting?.reject(error)
  }
}

/** The header line of a caller with this token or key. */
export const bearerLine = (token: string): string => `authorization: Bearer ${token}\r\n`
