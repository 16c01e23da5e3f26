import { negotiateLanguage } from '../../foundation/messages/negotiate-language.ts'
import { Type } from '@fastify/type-provider-typebox'
import type { App, Desk } from '../../policy/desk.ts'
import { ACTIONS } from '../../foundation/domain.ts'
import { orNull, Timestamp, strict } from '../../foundation/schemas/schemas.ts'
import { REPORT_DAYS, REPORT_DAYS_MAX, readShadowReport } from './shadow-report.ts'

const Count = Type.Integer({ minimum: 0 })

const ShadowReply = Type.Object({
  since: orNull({ ...Timestamp, description: 'Since when nothing is held. Null: what guards ask for is held to.' }),
  from: Timestamp,
  to: Timestamp,
  enforcements: Type.Integer({ minimum: 0, description: 'The number that took effect while guards only watched.' }),
  asked: Type.Integer({ minimum: 0, description: 'The number for which guards would have required something.' }),
  couldNot: Type.Integer({ minimum: 0, description: 'The number of those for which too few people were on duty.' }),
  undone: Type.Integer({ minimum: 0, description: 'The number of those that were undone since.' }),
  actions: Type.Array(
    Type.Object({
      action: Type.Enum([...ACTIONS]),
      asks: Type.String({ description: 'The requirement in words.' }),
      enforcements: Count,
      couldNot: Count,
      undone: Count,
      holdMs: Type.Integer({
        minimum: 0,
        description: 'The hold of each in milliseconds, if everyone had agreed at once.',
      }),
    }),
  ),
  teams: Type.Array(
    Type.Object({
      team: orNull(Type.String({ description: 'Null: no person asked for them.' })),
      enforcements: Count,
      asked: Count,
      longestHoldMs: Count,
      holdMs: Type.Integer({ minimum: 0, description: 'The sum of their holds in milliseconds.' }),
    }),
  ),
})

/** Routes that show the requirements that guards would have set in shadow mode. */
export function shadowRoutes(app: App, desk: Desk): void {
  const schema = {
    summary: 'Read the shadow report: what guards would have required',
    description: `Covers the last ${REPORT_DAYS} days by default. The numbers are by action and team, never by person.`,
    querystring: Type.Object(
      {
        days: Type.Optional(
          Type.Integer({
            minimum: 1,
            maximum: REPORT_DAYS_MAX,
            description: 'The number of days that the report covers.',
          }),
        ),
      },
      strict,
    ),
    response: { 200: ShadowReply },
  }
  app.get('/v1/shadow-report', { schema }, async (request) => {
    const { days = REPORT_DAYS } = request.query
    const language = negotiateLanguage(request.headers['accept-language'])
    const { since, from, to, actions, teams, ...counts } = await readShadowReport(desk.db, days, language)
    const span = { since, from, to }
    return { ...span, ...counts, actions: [...actions], teams: [...teams] }
  })
}
