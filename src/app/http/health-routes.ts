import { type Message, message } from '../../foundation/messages/message.ts'
import { Type } from '@fastify/type-provider-typebox'
import { DeskError } from '../../foundation/errors.ts'
import type { App } from '../../policy/desk.ts'
import { type Described, DOCS_POLICY, renderDocs } from './document/docs-page.ts'

const Healthy = Type.Object({ status: Type.Literal('ok') })
const Page = Type.String({ description: 'One page of HTML that loads no other file.' })
const OpenApi = Type.Unsafe<object>({ type: 'object', additionalProperties: true })

/** Routes for liveness, readiness, and the description of the API. */
export function healthRoutes(app: App, ready: () => boolean, databaseAnswers: () => Promise<boolean>): void {
  app.get(
    '/healthz',
    { schema: { summary: 'Check that the process runs', response: { 200: Healthy } } },
    async () => ({ status: 'ok' }) as const,
  )
  app.get(
    '/readyz',
    {
      schema: { summary: 'Check that the desk accepts requests', response: { 200: Healthy } },
      exposeHeadRoute: true,
    },
    async () => {
      if (!ready()) throw unready('parts', message('health.parts'))
      if (!(await databaseAnswers())) throw unready('database', message('health.database'))
      return { status: 'ok' } as const
    },
  )
  app.get(
    '/v1/openapi.json',
    { schema: { summary: 'Read this description as OpenAPI 3.1', response: { 200: OpenApi } } },
    async () => app.swagger(),
  )
  const docs = { summary: 'Read this description as a page', produces: ['text/html'], response: { 200: Page } }
  let page: string | undefined
  app.get('/docs', { schema: docs }, async (_request, reply) => {
    page ??= renderDocs(app.swagger() as unknown as Described)
    return reply.header('content-security-policy', DOCS_POLICY).type('text/html; charset=utf-8').send(page)
  })
}

const unready = (missing: 'parts' | 'database', text: Message): DeskError =>
  new DeskError('unavailable', text, { missing })
