import type { IncomingHttpHeaders } from 'node:http'

const LOOPBACK = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1'])
/** The headers with which a proxy names the client behind it. */
const FORWARDED = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-real-ip', 'via']

/** True when a request comes from this machine and no proxy forwarded it. */
export const isOwnMachine = (request: {
  socket: { remoteAddress?: string | undefined }
  headers: IncomingHttpHeaders
}): boolean =>
  LOOPBACK.has(request.socket.remoteAddress ?? '') && !FORWARDED.some((name) => request.headers[name] !== undefined)
