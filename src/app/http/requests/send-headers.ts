import helmet from '@fastify/helmet'
import type { FastifyInstance } from 'fastify'

/** The default header: nothing is loaded, run or framed. A page that needs more sends a header of its own. */
const NOTHING = {
  'default-src': ["'none'"],
  'base-uri': ["'none'"],
  'form-action': ["'none'"],
  'frame-ancestors': ["'none'"],
}
const YEAR_SECONDS = 31_536_000

/** Sends headers that restrict what browsers do with each answer. */
export function sendHeaders(app: FastifyInstance): void {
  app.register(helmet, {
    global: true,
    contentSecurityPolicy: { useDefaults: false, directives: NOTHING },
    frameguard: { action: 'deny' },
    referrerPolicy: { policy: 'no-referrer' },
    crossOriginEmbedderPolicy: false,
    // Browsers obey this header over TLS only, which the proxy in front provides.
    strictTransportSecurity: { maxAge: YEAR_SECONDS, includeSubDomains: true },
  })
}
