import { Type } from 'typebox'
import { Reason } from '../../oversight/views/request-view-reason.ts'
import type { App, Desk } from '../../policy/desk.ts'
import { CaseId, MediaId, orNull, Problem, strict, GivenTime } from '../../foundation/schemas/schemas.ts'
import { staffOf } from '../../people/access/caller.ts'
import { readRestricted } from './look-restricted.ts'

const RestrictedReply = Type.Object({
  id: MediaId,
  mediaType: Type.String(),
  sha256: Type.String(),
  reference: Type.String({ description: 'The place at which the platform stores it.' }),
  link: orNull(
    Type.Object({ address: Type.String(), until: GivenTime }),
    'The link to it at the platform, which authenticates you. The desk has no copy.',
  ),
  why: orNull(Type.String({ description: 'Why there is no link.' })),
})

/** Routes that show restricted evidence to the few people who must look at it. */
export function restrictedRoutes(app: App, desk: Desk): void {
  const look = {
    summary: 'View restricted evidence: its hash, its reference and a link to it at the platform',
    description:
      'Takes the clearance restricted. The viewer, the material and the reason are recorded before the answer is sent.',
    params: Type.Object({ caseId: CaseId, mediaId: MediaId }),
    body: Type.Object({ reason: Reason }, strict),
    response: { 200: RestrictedReply, 403: Problem, 404: Problem },
  }
  app.post('/v1/cases/:caseId/restricted/:mediaId/views', { schema: look }, async (request, reply) => {
    const { caseId, mediaId: pieceId } = request.params
    const { reason } = request.body
    void reply.header('cache-control', 'no-store')
    return readRestricted(desk, { caseId, pieceId, staffId: staffOf(request).id, reason: reason.trim() })
  })
}
