import { Type } from 'typebox'
import type { App, Desk } from '../../policy/desk.ts'
import { parseSubjectKey, type Subject } from '../../foundation/domain.ts'
import { CaseId, MediaId, Problem } from '../../foundation/schemas/schemas.ts'
import { staffOf } from '../../people/access/caller.ts'
import { readMedia } from './read-media.ts'

/** The bytes of an answer, with the case and subject for the record of views, which no browser gets. */
export interface MediaReply {
  caseId: string
  mediaId: string
  subject: Subject
  accountId: string | null
  claimedBy: string | null
  bytes: Buffer
}

/** Headers for bytes of any kind: no page of the desk renders them as a document, and no script in them runs. */
export const INERT_HEADERS = {
  'content-disposition': 'attachment',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
  'cache-control': 'no-store',
}

/** Routes that return the images, videos and audio of a case one by one, on request. */
export function mediaRoutes(app: App, desk: Desk): void {
  const read = {
    summary: 'Download one picture, film or sound of a case',
    description:
      'The desk reads the bytes from the evidence or from the platform. Each view is recorded. Restricted material is never returned, nor bytes whose hash differs from the reported one.',
    produces: ['*/*'],
    params: Type.Object({ caseId: CaseId, mediaId: MediaId }),
    response: {
      200: Type.Unsafe<MediaReply>({ type: 'string', format: 'binary' }),
      404: Problem,
      409: Problem,
      422: Problem,
      503: Problem,
    },
  }
  app.get('/v1/cases/:caseId/media/:mediaId', { schema: read }, async (request, reply) => {
    const { mediaId } = request.params
    const shown = await readMedia(desk, { ...request.params, staffId: staffOf(request).id })
    const { id: caseId, subject, accountId, holder: claimedBy } = shown.case
    void reply.headers(INERT_HEADERS).type(shown.mediaType)
    // Fastify sends a Buffer unchanged, although its types require a serializer to return a string.
    void reply.serializer((answer: MediaReply) => answer.bytes as unknown as string)
    return { caseId, mediaId, subject: parseSubjectKey(subject), accountId, claimedBy, bytes: shown.bytes }
  })
}
