import { Type } from 'typebox'
import { listAlerts, markAlertSeen } from '../../alerts/alert-queries.ts'
import { mapPage, pageOf } from '../../foundation/database/select-page.ts'
import { parseSubjectKey } from '../../foundation/domain.ts'
import { LANGUAGES } from '../../foundation/messages/render-message.ts'
import {
  DriftId,
  EnforcementId,
  orNull,
  Page,
  PageQuery,
  Problem,
  SubjectSchema,
  strict,
  Timestamp,
} from '../../foundation/schemas/schemas.ts'
import { staffOf } from '../../people/access/caller.ts'
import { readerOf } from '../../people/staff/preferences.ts'
import type { App, Desk } from '../../policy/desk.ts'
import type { AlertKind, AlertTable } from '../../policy/stage/alert-kinds.ts'
import type { Joined } from '../../policy/stage/stage.ts'

const alertReply = (kinds: AlertTable) =>
  Type.Object({
    id: Type.Integer(),
    kind: Type.Enum(Object.keys(kinds) as AlertKind[]),
    why: Type.String({
      description: 'The text, in the language that you accept where the desk has it in that language.',
    }),
    language: Type.Enum([...LANGUAGES], { description: 'The language of why.' }),
    to: Type.String({ description: 'The recipient: you, or one of your roles.' }),
    subject: orNull(SubjectSchema),
    enforcementId: orNull(EnforcementId),
    driftId: orNull(DriftId, 'The drift. Null: none.'),
    at: Timestamp,
    seenAt: orNull(Timestamp),
  })

const alertParams = Type.Object({ alertId: Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }) })

/** Shows a person's alerts and marks them as seen. */
export function alertRoutes(app: App, desk: Desk, { alertKinds }: Joined): void {
  const alerts = {
    summary: 'List your alerts, newest first',
    querystring: Type.Object(
      {
        unseen: Type.Optional(Type.Boolean({ description: 'Only alerts that are not marked as seen.' })),
        ...PageQuery,
      },
      strict,
    ),
    response: { 200: Page(alertReply(alertKinds)) },
  }
  app.get('/v1/alerts', { schema: alerts }, async (request) => {
    const filter = { unseen: request.query.unseen ?? false }
    const page = await listAlerts(desk.restoreDb, staffOf(request), filter, readerOf(request), pageOf(request.query))
    return mapPage(page, ({ subject, ...alert }) => ({
      ...alert,
      subject: subject === null ? null : parseSubjectKey(subject),
    }))
  })
  const seen = {
    summary: 'Mark an alert as seen',
    description: 'An alert to a role about your own enforcement is marked by another person.',
    params: alertParams,
    response: { 204: Type.Null(), 404: Problem, 409: Problem },
  }
  app.post('/v1/alerts/:alertId/seen', { schema: seen }, async (request, reply) => {
    await markAlertSeen(desk.restoreDb, staffOf(request), request.params.alertId)
    return reply.code(204).send(null)
  })
}
