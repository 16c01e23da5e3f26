import type { FastifyRequest, RouteHandlerMethod } from 'fastify'
import { DeskError } from '../../../foundation/errors.ts'
import { originOfPages } from '../../../foundation/outgoing/public-link.ts'
import type { App, Desk } from '../../../policy/desk.ts'
import { PageError } from './page-error.ts'
import { FORM_BYTES_MAX, FORM_TYPES, readForms } from './read-form.ts'
import { type PageProblem, sendPageProblem } from './send-page.ts'
import { StrangerLimits } from './stranger-limits.ts'

/** Adds the pages of one part. */
type AddPages = (pages: Pages) => void

/** The page of a token in its address has it under this name. */
export interface PageParams {
  token?: string
}

/** Registers pages for people outside, each with the limits, the forms and the failures that all of them share. */
export interface Pages {
  readonly desk: Desk
  readonly limits: StrangerLimits
  /** Adds a page that is read. It changes nothing. */
  show(url: string, handle: RouteHandlerMethod): void
  /** Adds the answer to a form. */
  receive(url: string, handle: RouteHandlerMethod): void
}

const schema = { hide: true, summary: 'A page for people outside', produces: ['text/html'], response: {} }

/** Registers the pages of all parts in one plugin, so that their failures are pages too. */
export function registerPages(app: App, desk: Desk, parts: readonly AddPages[]): void {
  const limits = new StrangerLimits()
  readForms(app)
  app.setErrorHandler((error, _request, reply) => sendPageProblem(reply, desk, problemOf(error, desk)))
  const show = (url: string, handler: RouteHandlerMethod) =>
    app.route({
      ...{ method: 'GET', url, schema, handler },
      onRequest: async ({ ip }) => limits.countPage(ip),
    })
  const receive = (url: string, handler: RouteHandlerMethod) =>
    app.route({
      ...{ method: 'POST', url, schema: { ...schema, consumes: [...FORM_TYPES] }, bodyLimit: FORM_BYTES_MAX, handler },
      // Counted before the body is read: a flood costs no memory.
      onRequest: async (request) => {
        refuseOtherSite(desk, request)
        limits.countForm(request.ip)
      },
    })
  for (const add of parts) add({ desk, limits, show, receive })
}

/**
 * Refuses a form that a page of another site sent: a visitor of that site would send it from their own network.
 * Without a session nothing else could be taken.
 */
function refuseOtherSite(desk: Desk, { headers }: FastifyRequest): void {
  const { origin, 'sec-fetch-site': site } = headers
  const own = originOfPages(desk)
  if ((site !== undefined && site !== 'same-origin') || (origin !== undefined && origin !== own))
    throw new PageError('other_site')
}

const BY_CODE: Partial<Record<string, PageProblem>> = {
  not_found: 'not_found',
  too_many: 'too_many',
  too_large: 'too_large',
  FST_ERR_CTP_BODY_TOO_LARGE: 'too_large',
  invalid_input: 'invalid_input',
  unsupported_media_type: 'invalid_input',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'invalid_input',
}

function problemOf(error: unknown, { log }: Desk): PageProblem {
  if (error instanceof PageError) return error.problem
  const code = error instanceof DeskError ? error.code : (error as { code?: unknown }).code
  const known = BY_CODE[String(code)]
  if (known !== undefined) return known
  // The log has no address and no field of the form: both may be about a person.
  log.error({ name: error instanceof Error ? error.name : typeof error, code }, 'a page for people outside failed')
  return 'unavailable'
}
