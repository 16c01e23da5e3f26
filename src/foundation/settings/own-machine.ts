import type { IncomingHttpHeaders } from 'node:http'

const LOOPBACK = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1'])
/** What a proxy says of whom it speaks for. */
const FORWARDED = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-real-ip', 'via']

/** Whether a request comes from the desk's own machine and for nobody elsewhere. */
export const isOwnMachine = (request: {
  socket: { remoteAddress?: string | undefined }
  headers: IncomingHttpHeaders
}): boolean =>
  LOOPBACK.has(request.socket.remoteAddress ?? '') && !FORWARDED.some((name) => request.headers[name] !== undefined)
