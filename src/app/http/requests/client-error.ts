import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import { message } from '../../../foundation/messages/message.ts'
import { PROBLEM_TYPE, type Problem, renderProblem, toProblem } from './problem.ts'

interface Exchange {
  request: IncomingMessage
  response: ServerResponse
}

/** The last request on each connection. */
const last = new WeakMap<Duplex, Exchange>()

/**
 * Tracks the running requests of a connection, and answers requests that Node itself would refuse without an answer.
 */
export function watchConnections(app: FastifyInstance): void {
  // At close Node waits for such connections for ever: it counts only those as idle that sent a request before.
  const silent = new Set<Duplex>()
  app.server.on('connection', (socket) => {
    silent.add(socket)
    socket.once('close', () => silent.delete(socket))
  })
  let isClosing = false
  // At close Node also waits for a busy connection for as long as another request might arrive on it, so the answer
  // closes it.
  app.addHook('onSend', async (_request, reply) => {
    if (isClosing) reply.header('connection', 'close')
  })
  app.addHook('preClose', async () => {
    isClosing = true
    app.server.on('connection', (socket) => socket.destroy())
    for (const socket of silent) socket.destroy()
  })
  app.addHook('onRequest', async ({ raw }, reply) => {
    silent.delete(raw.socket)
    last.set(raw.socket, { request: raw, response: reply.raw })
  })
  // HTTP lets a server ignore an Expect header that it doesn't know.
  app.server.on('checkExpectation', (request, response) => app.server.emit('request', request, response))
  app.server.on('connect', (_request, socket) => hangUp(socket, toProblem('wrong_method', message('request.noProxy'))))
}

/** Answers input that isn't HTTP or came too slowly, where that is still possible; then closes the connection. */
export function answerClientError(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy()
    return
  }
  const problem = problemFor(error.code)
  const exchange = last.get(socket)
  if (exchange === undefined || exchange.response.writableFinished) hangUp(socket, problem)
  // The unreadable part is the next request: an answer now would be taken for the answer to the previous one.
  else if (exchange.request.complete) exchange.response.once('close', () => hangUp(socket, problem))
  // In the middle of an answer no other can begin: a truncated answer must not look complete.
  else if (exchange.response.headersSent) socket.destroy()
  else hangUp(socket, problem)
}

function hangUp(socket: Duplex, problem: Problem): void {
  if (!socket.writable) return
  const { status, title, ...more } = renderProblem(problem)
  const body = JSON.stringify({ status, title, ...more })
  socket.end(
    `HTTP/1.1 ${status} ${title}\r\ncontent-type: ${PROBLEM_TYPE}\r\ncache-control: no-store\r\n` +
      `content-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
  )
}

function problemFor(code: string | undefined): Problem {
  switch (code) {
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return toProblem('timed_out', message('request.timedOut'))
    case 'HPE_HEADER_OVERFLOW':
      return toProblem('header_too_large', message('request.headersTooLarge'))
    default:
      return toProblem('invalid_input', message('request.unreadable'))
  }
}
