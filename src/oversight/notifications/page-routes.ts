import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import type { Desk } from '../../policy/desk.ts'
import { parseSubjectKey } from '../../foundation/domain.ts'
import {
  FindingId,
  EnforcementId,
  orNull,
  PAGE_SIZE_DEFAULT,
  PAGE_SIZE_MAX,
  Problem,
  SubjectSchema,
  Timestamp,
} from '../../foundation/schemas/schemas.ts'
import { staffOf } from '../../people/access/caller.ts'
import { PAGE_KINDS, type PageKind } from '../../alerts/page-kinds.ts'
import { listPages, markPageSeen } from '../../alerts/page-queries.ts'
import { toIso } from '../../foundation/time/to-iso.ts'

const strict = { additionalProperties: false }

const PageReply = Type.Object({
  id: Type.Integer(),
  kind: Type.Enum(Object.keys(PAGE_KINDS) as PageKind[]),
  why: Type.String(),
  to: Type.String({ description: 'You, or a role of yours.' }),
  subject: orNull(SubjectSchema),
  enforcementId: orNull(EnforcementId),
  findingId: orNull(FindingId, 'What the watch found.'),
  at: Timestamp,
  seenAt: orNull(Timestamp),
})

const pageParams = Type.Object({ pageId: Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }) })

/** Shows a person's alerts and marks them as seen. */
export const pageRoutes =
  (desk: Desk): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    const pages = {
      summary: 'What you are to be told at once, the newest first',
      querystring: Type.Object(
        {
          unseen: Type.Optional(Type.Boolean({ description: 'Only what nobody marked as seen.' })),
          before: Type.Optional(
            Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER, description: 'Only older ones than this.' }),
          ),
          limit: Type.Optional(Type.Integer({ minimum: 1, maximum: PAGE_SIZE_MAX, default: PAGE_SIZE_DEFAULT })),
        },
        strict,
      ),
      response: { 200: Type.Object({ items: Type.Array(PageReply) }) },
    }
    app.get('/v1/pages', { schema: pages }, async (request) => {
      const { unseen = false, before = null, limit = PAGE_SIZE_DEFAULT } = request.query
      const found = await listPages(desk.restoreDb, staffOf(request), { unseen, before, limit })
      return {
        items: found.map(({ subject, at, seenAt, ...page }) => ({
          ...page,
          subject: subject === null ? null : parseSubjectKey(subject),
          at: at.toISOString(),
          seenAt: toIso(seenAt),
        })),
      }
    })
    const seen = {
      summary: 'Mark as seen what you were told',
      params: pageParams,
      response: { 204: Type.Null(), 404: Problem },
    }
    app.post('/v1/pages/:pageId/seen', { schema: seen }, async (request, reply) => {
      await markPageSeen(desk.restoreDb, staffOf(request), request.params.pageId)
      return reply.code(204).send(null)
    })
    done()
  }
