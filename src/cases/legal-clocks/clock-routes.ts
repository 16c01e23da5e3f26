import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import type { Desk } from '../../policy/desk.ts'
import { parseSubjectKey } from '../../foundation/domain.ts'
import {
  CaseId,
  orNull,
  PAGE_SIZE_DEFAULT,
  SubjectSchema,
  Timestamp,
  PageQuery,
} from '../../foundation/schemas/schemas.ts'
import { toIso } from '../../foundation/time/to-iso.ts'
import { staffOf } from '../../people/access/caller.ts'
import { listClocks } from './clock-queries.ts'

const ClockReply = Type.Object({
  id: Type.String(),
  subject: SubjectSchema,
  policyId: Type.String(),
  caseId: CaseId,
  knownAt: Timestamp,
  dueAt: Timestamp,
  missedAt: orNull(Timestamp, 'When it was found that its time had run out.'),
  endedAt: orNull(Timestamp, 'Null: it is still to be seen, and nobody decided that it may be.'),
  how: orNull(
    Type.Enum(['met', 'decided'], {
      description: 'met: read to be out of sight. decided: not what the law asks for.',
    }),
  ),
})

/** Routes of legal clocks. */
export const clockRoutes =
  (desk: Desk): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    const schema = {
      summary: 'Times the law gives: those that run, the first to run out first',
      querystring: Type.Object(
        {
          missed: Type.Optional(Type.Boolean({ description: 'Those that were missed, the newest first.' })),
          limit: PageQuery.limit,
        },
        { additionalProperties: false },
      ),
      response: { 200: Type.Object({ items: Type.Array(ClockReply) }) },
    }
    app.get('/v1/legal-clocks', { schema }, async (request) => {
      const { missed = false, limit = PAGE_SIZE_DEFAULT } = request.query
      const found = await listClocks(desk.restoreDb, { missed, limit, staffId: staffOf(request).id })
      return {
        items: found.map(({ subject, knownAt, dueAt, missedAt, endedAt, ...clock }) => ({
          ...clock,
          subject: parseSubjectKey(subject),
          knownAt: knownAt.toISOString(),
          dueAt: dueAt.toISOString(),
          missedAt: toIso(missedAt),
          endedAt: toIso(endedAt),
        })),
      }
    })
    done()
  }
