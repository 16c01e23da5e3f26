import { Type } from 'typebox'
import { mapPage, pageOf } from '../../foundation/database/select-page.ts'
import type { App, Desk } from '../../policy/desk.ts'
import { ID_PREFIXES, parseSubjectKey } from '../../foundation/domain.ts'
import {
  AuthorityOrderId,
  CaseId,
  orNull,
  SubjectSchema,
  Timestamp,
  Page,
  PageQuery,
  strict,
} from '../../foundation/schemas/schemas.ts'
import { staffOf } from '../../people/access/caller.ts'
import { CLOCK_ENDS, listClocks } from './clock-queries.ts'

const ClockReply = Type.Object({
  id: Type.String(),
  subject: SubjectSchema,
  policyId: Type.String(),
  orderId: orNull(AuthorityOrderId, 'The order that started it. Null: a request or a match did.'),
  caseId: CaseId,
  knownAt: Timestamp,
  dueAt: Timestamp,
  missedAt: orNull(Timestamp, 'The time at which the miss was recorded. Null: not missed.'),
  endedAt: orNull(
    Timestamp,
    'The time at which the clock ended. Null: the subject is still visible, and no person decided that it may stay.',
  ),
  how: orNull(
    Type.Enum([...CLOCK_ENDS], {
      description:
        'met: read to be out of sight. decided: not what the law asks for. answered: the authority was told of the effect. contested: the authority was told why the desk can’t comply.',
    }),
  ),
})

/** Routes of legal clocks. */
export function clockRoutes(app: App, desk: Desk): void {
  const schema = {
    summary: 'List legal clocks that run, earliest deadline first',
    querystring: Type.Object(
      {
        missed: Type.Optional(Type.Boolean({ description: 'Only missed clocks, newest first.' })),
        ...PageQuery,
      },
      strict,
    ),
    response: { 200: Page(ClockReply) },
  }
  app.get('/v1/legal-clocks', { schema }, async (request) => {
    const filter = { missed: request.query.missed ?? false, staffId: staffOf(request).id }
    const page = await listClocks(desk.restoreDb, filter, pageOf(request.query))
    return mapPage(page, ({ subject, ...clock }) => ({
      ...clock,
      orderId: clock.cause.startsWith(`${ID_PREFIXES.authority_order}_`) ? clock.cause : null,
      subject: parseSubjectKey(subject),
    }))
  })
}
