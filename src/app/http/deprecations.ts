import type { FastifyInstance } from 'fastify'
import { nameRoute } from './enforce-rights.ts'

/** The announcement that a route will be removed. */
export interface Deprecation {
  /** The time from which it is deprecated. */
  since: string
  /** The time from which it may be gone. */
  sunset: string
  /** The page that states the replacement. */
  link: string
}
export type Deprecations = Readonly<Record<string, Deprecation>>

/** The routes that will be removed, each by its method and address. None is today. */
export const DEPRECATIONS: Deprecations = {}

/** Sends Deprecation (RFC 9745), Sunset (RFC 8594) and a link with every answer of a deprecated route, refusals too. */
export function sendDeprecations(app: FastifyInstance, deprecations = DEPRECATIONS): void {
  app.addHook('onRequest', async ({ method, routeOptions }, reply) => {
    const found = deprecations[nameRoute(method, routeOptions.url)]
    if (found === undefined) return
    const { since, sunset, link } = found
    reply.headers({
      deprecation: `@${Math.floor(Date.parse(since) / 1_000)}`,
      sunset: new Date(sunset).toUTCString(),
      link: `<${link}>; rel="deprecation"; type="text/html"`,
    })
  })
}
