import type { Socket } from 'node:net'
import { PROBLEM_TYPE, toProblem } from './problem.ts'

/** Answers what isn't HTTP, or came too slowly, before there is a request; then hangs up. */
export function answerClientError(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy()
    return
  }
  const problem = problemFor(error.code)
  const body = JSON.stringify(problem)
  socket.end(
    `HTTP/1.1 ${problem.status} ${problem.title}\r\ncontent-type: ${PROBLEM_TYPE}\r\n` +
      `content-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
  )
}

function problemFor(code: string | undefined) {
  switch (code) {
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return toProblem('timed_out', 'The request did not arrive in time.')
    case 'HPE_HEADER_OVERFLOW':
      return toProblem('header_too_large', 'The headers are larger than this server takes.')
    default:
      return toProblem('invalid_input', 'The request can not be read as HTTP.')
  }
}
