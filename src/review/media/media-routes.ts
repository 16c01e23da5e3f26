import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import type { Desk } from '../../policy/desk.ts'
import { parseSubjectKey, type Subject } from '../../foundation/domain.ts'
import { CaseId, MediaId, Problem } from '../../foundation/schemas/schemas.ts'
import { staffOf } from '../../people/access/caller.ts'
import { readMedia } from './read-media.ts'

/** What is answered: its bytes, and beside them, told to no browser, of whom they are. */
export interface MediaReply {
  caseId: string
  mediaId: string
  subject: Subject
  accountId: string | null
  claimedBy: string | null
  bytes: Buffer
}

/** Whatever these bytes are: no page of ours shows them as one, and nothing in them runs. */
const HEADERS = {
  'content-disposition': 'attachment',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
  'cache-control': 'no-store',
}

/** Pictures, films and sounds of a case, one by one, for whoever asks to see them. */
export const mediaRoutes =
  (desk: Desk): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    const read = {
      summary: 'The bytes of one of a case’s media',
      description:
        'Read from the evidence, or from the platform by the desk itself. Each look is recorded. Nothing restricted is ever given, nor what has another hash than was reported.',
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
      void reply.headers(HEADERS).type(shown.mediaType)
      // Fastify sends bytes as they are, whatever its types say of a serializer.
      void reply.serializer((answer: MediaReply) => answer.bytes as unknown as string)
      return { caseId, mediaId, subject: parseSubjectKey(subject), accountId, claimedBy, bytes: shown.bytes }
    })
    done()
  }
