import { type FastifyPluginCallbackTypebox, Type } from '@fastify/type-provider-typebox'
import type { Desk } from '../../policy/desk.ts'
import { ACTIONS } from '../../foundation/domain.ts'
import { orNull, Timestamp } from '../../foundation/schemas/schemas.ts'
import { toIso } from '../../foundation/time/to-iso.ts'
import { REPORT_DAYS, REPORT_DAYS_MAX, readShadowReport } from './shadow-report.ts'

const Count = Type.Integer({ minimum: 0 })

const ShadowReply = Type.Object({
  since: orNull({ ...Timestamp, description: 'Since when nothing is held. Null: what guards ask for is held to.' }),
  from: Timestamp,
  to: Timestamp,
  enforcements: Type.Integer({ minimum: 0, description: 'Those that took effect while nothing was held.' }),
  asked: Type.Integer({ minimum: 0, description: 'Of them, something would have been asked for.' }),
  couldNot: Type.Integer({ minimum: 0, description: 'Of those, how many those on duty could not have agreed to.' }),
  undone: Type.Integer({ minimum: 0, description: 'Of those, how many somebody undid since.' }),
  actions: Type.Array(
    Type.Object({
      action: Type.Enum([...ACTIONS]),
      asks: Type.String({ description: 'What would have been asked for, in words.' }),
      enforcements: Count,
      couldNot: Count,
      undone: Count,
      holdMs: Type.Integer({
        minimum: 0,
        description: 'How long each would have waited with everybody agreed at once.',
      }),
    }),
  ),
  teams: Type.Array(
    Type.Object({
      team: orNull(Type.String({ description: 'Null: no person asked for them.' })),
      enforcements: Count,
      asked: Count,
      longestHoldMs: Count,
      holdMs: Type.Integer({ minimum: 0, description: 'All holds of theirs, summed.' }),
    }),
  ),
})

/** Routes that show the requirements that guards would have set in shadow mode. */
export const shadowRoutes =
  (desk: Desk): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    const schema = {
      summary: 'What guards would have asked for while nothing was held',
      description: `Of the last ${REPORT_DAYS} days unless told. By action and team; of nobody.`,
      querystring: Type.Object(
        { days: Type.Optional(Type.Integer({ minimum: 1, maximum: REPORT_DAYS_MAX, description: 'How far back.' })) },
        { additionalProperties: false },
      ),
      response: { 200: ShadowReply },
    }
    app.get('/v1/shadow-report', { schema }, async ({ query: { days = REPORT_DAYS } }) => {
      const { since, from, to, actions, teams, ...counts } = await readShadowReport(desk.db, days)
      const span = { since: toIso(since), from: from.toISOString(), to: to.toISOString() }
      return { ...span, ...counts, actions: [...actions], teams: [...teams] }
    })
    done()
  }
