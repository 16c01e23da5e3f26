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

/** Tells browsers with every answer to make as little of it as they can. */
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
