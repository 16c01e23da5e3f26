import { type FastifyPluginCallbackTypebox, Type } from '@fastify/type-provider-typebox'
import { DeskError } from '../lib/errors.ts'

const Healthy = Type.Object({ status: Type.Literal('ok') })
const OpenApi = Type.Unsafe<object>({ type: 'object', additionalProperties: true })

/** Whether the process lives, whether everything serves, and what there is to call. */
export const healthRoutes =
  (ready: () => boolean): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    app.get(
      '/healthz',
      { schema: { summary: 'Lives', response: { 200: Healthy } }, exposeHeadRoute: true },
      async () => ({ status: 'ok' }) as const,
    )
    app.get(
      '/readyz',
      { schema: { summary: 'Serves', response: { 200: Healthy } }, exposeHeadRoute: true },
      async () => {
        if (!ready()) throw new DeskError('unavailable', 'Not everything serves yet, or it is being shut down.')
        return { status: 'ok' } as const
      },
    )
    app.get('/v1/openapi.json', { schema: { summary: 'This description', response: { 200: OpenApi } } }, async () =>
      app.swagger(),
    )
    done()
  }
