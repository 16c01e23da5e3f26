import { once } from 'node:events'
import { connect } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import type { Answer } from './hostile-desk.ts'

/** Stands between pieces: the next piece is sent only when an answer has begun. */
export const ANSWER_BEGUN = Symbol('an answer has begun')

export interface RawRequest {
  pieces: readonly (string | Buffer | typeof ANSWER_BEGUN)[]
  /** The pause between pieces, for a slow sender. */
  pauseMs?: number
  /** The client's act after the last piece: close its half, cut the connection, or wait. */
  finally?: 'end' | 'cut'
}

const WAIT_MS = 20_000

/** Sends bytes to a server and returns everything that the server sent until it closed the connection. */
export async function exchangeRaw(port: number, { pieces, pauseMs = 0, finally: last }: RawRequest): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  const chunks: Buffer[] = []
  let closed = false
  const over = new Promise<void>((resolve) => {
    socket.on('data', (chunk) => chunks.push(chunk))
    // A server that closes the connection while the client is still sending has answered, or never will.
    socket.on('error', () => undefined)
    socket.on('close', () => {
      closed = true
      resolve()
    })
  })
  const late = setTimeout(() => socket.destroy(), WAIT_MS)
  for (const piece of pieces) {
    if (closed) break
    if (piece === ANSWER_BEGUN) await Promise.race([once(socket, 'data'), over])
    else socket.write(piece)
    if (pauseMs > 0) await pause(pauseMs)
  }
  if (last === 'end') socket.end()
  if (last === 'cut') socket.destroy()
  await over
  clearTimeout(late)
  return Buffer.concat(chunks).toString('latin1')
}

/** Splits the received bytes into answers. Interim answers are left out. */
export function readAnswers(text: string): Answer[] {
  const answers: Answer[] = []
  for (let rest = text; rest.startsWith('HTTP/1.1 '); ) {
    const headEnd = rest.indexOf('\r\n\r\n')
    const [first = '', ...lines] = rest.slice(0, headEnd).split('\r\n')
    const headers = Object.fromEntries(
      lines.map((line) => [line.split(':', 1)[0]?.toLowerCase(), line.slice(line.indexOf(':') + 2)]),
    )
    const { body, length } = readBody(rest.slice(headEnd + 4), headers)
    rest = rest.slice(headEnd + 4 + length)
    const status = Number(first.split(' ')[1])
    if (status >= 200) answers.push({ status, headers, type: headers['content-type'] ?? '', body })
  }
  return answers
}

function readBody(text: string, headers: Record<string, string | undefined>): { body: string; length: number } {
  if (headers['transfer-encoding'] !== 'chunked') {
    const length = Number(headers['content-length'] ?? 0)
    return { body: text.slice(0, length), length }
  }
  let [body, at] = ['', 0]
  for (;;) {
    const sizeEnd = text.indexOf('\r\n', at)
    const size = Number.parseInt(text.slice(at, sizeEnd), 16)
    if (sizeEnd < 0 || Number.isNaN(size)) return { body, length: text.length }
    body += text.slice(sizeEnd + 2, sizeEnd + 2 + size)
    at = sizeEnd + 2 + size + 2
    if (size === 0) return { body, length: at }
  }
}
