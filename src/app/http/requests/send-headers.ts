import helmet from '@fastify/helmet'
import type { FastifyInstance } from 'fastify'

/** Nothing is loaded, run or framed. A page that needs more says so itself, in its own header. */
const NOTHING = {
  'default-src': ["'none'"],
  'base-uri': ["'none'"],
  'form-action': ["'none'"],
  'frame-ancestors': ["'none'"],
}
const YEAR_SECONDS = 31_536_000

/** Sends headers that let browsers do as little as possible with each answer. */
export function sendHeaders(app: FastifyInstance): void {
  app.register(helmet, {
    global: true,
    contentSecurityPolicy: { useDefaults: false, directives: NOTHING },
    frameguard: { action: 'deny' },
    referrerPolicy: { policy: 'no-referrer' },
    crossOriginEmbedderPolicy: false,
    // A browser heeds it over TLS alone, which is the proxy's in front.
    strictTransportSecurity: { maxAge: YEAR_SECONDS, includeSubDomains: true },
  })
}
