import type { FastifyReply, FastifyRequest } from 'fastify'

const LOCAL_NAMES = new Set(['127.0.0.1', 'localhost', '[::1]'])
const FORWARDING_HEADERS = ['forwarded', 'x-forwarded-for', 'x-forwarded-host']

/**
 * Accepts only requests that this machine sends to its own name: none from a proxy, and none from another site's page
 * in a local browser.
 */
export async function localOnly(request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const isForwarded = FORWARDING_HEADERS.some((name) => request.headers[name] !== undefined)
  if (isForwarded || !LOCAL_NAMES.has(request.hostname)) {
    await reply.code(403).send({ problem: 'This is only for callers on the same machine.' })
  }
}
