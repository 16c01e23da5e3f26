import type { FastifyInstance, FastifyRequest } from 'fastify'
import { DeskError } from '../../../foundation/errors.ts'
import { message } from '../../../foundation/messages/message.ts'
import { PUBLIC_BASE } from '../../../foundation/outgoing/public-link.ts'
import type { Desk } from '../../../policy/desk.ts'
import { START_PATH } from './page.ts'
import { sendPageProblem } from './send-page.ts'

/**
 * Serves the pages for people outside at their own origin, if one is configured, and nothing else there: the console
 * and the API don't exist at it. The route that was found decides, never the spelling of the address.
 */
export function separateOrigins(app: FastifyInstance, desk: Desk): void {
  const origin = desk.publicPages?.origin
  if (origin === undefined) return
  const { host } = new URL(origin)
  app.addHook('onRequest', async (request, reply) => {
    // Never X-Forwarded-Host, which a proxy may pass on from the caller.
    const isPublic = request.headers.host?.toLowerCase() === host
    if (isPublic === isPage(request)) return
    if (!isPublic) throw new DeskError('not_found', message('request.noSuchAddress'))
    if (request.method === 'GET' && request.url === '/') return reply.redirect(START_PATH, 303)
    return sendPageProblem(reply, desk, 'not_found')
  })
}

const isPage = ({ routeOptions: { url } }: FastifyRequest): boolean =>
  url === PUBLIC_BASE || url?.startsWith(`${PUBLIC_BASE}/`) === true
