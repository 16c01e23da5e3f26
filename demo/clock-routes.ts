import type { Platform } from '@countersign/platform-kit'
import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import type { DrivenClock } from './clock.ts'
import { localOnly } from './local-only.ts'

/** Moves a manually set clock, and only forward. What becomes due is carried out before the answer. */
export const clockRoutes =
  (clock: DrivenClock, platform: Platform): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    app.addHook('onRequest', localOnly)
    app.get('/clock', async () => ({ now: clock.now().toISOString() }))
    const schema = { body: Type.Object({ now: Type.String() }) }
    app.post('/clock', { schema }, async (request, reply) => {
      const now = new Date(request.body.now)
      if (Number.isNaN(now.getTime())) return reply.code(400).send({ problem: 'now: must be an ISO 8601 time.' })
      if (now < clock.now()) {
        const problem = `now: the clock stands at ${clock.now().toISOString()} and only goes forward.`
        return reply.code(409).send({ problem })
      }
      clock.set(now)
      return { now: now.toISOString(), reverted: await platform.revertDue() }
    })
    done()
  }
