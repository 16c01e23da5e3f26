import type { Readable } from 'node:stream'
import { Type } from 'typebox'
import { parseSubjectKey } from '../../foundation/domain.ts'
import { CaseId, MediaId, Problem } from '../../foundation/schemas/schemas.ts'
import { READMIT, staffOf } from '../../people/access/caller.ts'
import type { App, Desk } from '../../policy/desk.ts'
import { INERT_HEADERS, type MediaReply } from './media-routes.ts'
import { readPoster } from './read-media.ts'
import { MediaStreams, type StreamedMedia } from './stream-media.ts'

/** A part of a medium with its case and subject for the record of views, which no browser gets. */
export interface StreamReply extends Omit<MediaReply, 'bytes'> {
  setRecorded: StreamedMedia['setRecorded']
  body: Readable
}

const STATUS = { full: 200, part: 206, outside: 416 } as const
const Bytes = <T>() => Type.Unsafe<T>({ type: 'string', format: 'binary' })
const params = Type.Object({ caseId: CaseId, mediaId: MediaId })

/** Routes that play a streamed medium of a case by ranges, and show a picture of it. */
export function streamRoutes(app: App, desk: Desk): void {
  const streams = new MediaStreams(desk)
  app.addHook('preClose', async () => streams.close())
  const schema = {
    summary: 'Stream a part of one film or sound of a case',
    description:
      'The desk reads the bytes from the platform while they are sent: by `Range`, of at most 2 GB, at most 4 at a time for a person. They are not compared with a hash. Several requests within ten minutes are recorded as one view. Restricted material is never returned.',
    produces: ['*/*'],
    params,
    response: {
      ...{ 200: Bytes<StreamReply>(), 206: Bytes<StreamReply>(), 416: Bytes<StreamReply>() },
      ...{ 403: Problem, 404: Problem, 422: Problem, 503: Problem },
    },
  }
  // The hook of a route runs last, so the view is on record by now; without a record the request has failed.
  const preSerialization = async (_request: unknown, _reply: unknown, answer: unknown) => {
    ;(answer as Partial<StreamReply>).setRecorded?.()
    return answer
  }
  app.get('/v1/cases/:caseId/media/:mediaId/stream', { schema, preSerialization }, async (request, reply) => {
    const { mediaId } = request.params
    const gone = new AbortController()
    reply.raw.once('close', () => gone.abort())
    const isHead = request.method === 'HEAD'
    const { range, 'if-range': ifRange } = request.headers
    const opened = await streams.open({
      ...{ ...request.params, staffId: staffOf(request).id, gone: gone.signal },
      range: isHead ? 'bytes=0-0' : range,
      ifRange: typeof ifRange === 'string' && !isHead ? ifRange : undefined,
      readmit: request.getDecorator<() => Promise<unknown>>(READMIT),
    })
    void reply.headers({ ...INERT_HEADERS, ...describe(opened, isHead) }).code(isHead ? 200 : STATUS[opened.kind])
    if (opened.kind !== 'outside') void reply.type(opened.mediaType)
    // Fastify sends a stream unchanged, although its types require a serializer to return a string.
    void reply.serializer((answer: StreamReply) => answer.body as unknown as string)
    const { id: caseId, subject, accountId, holder: claimedBy } = opened.case
    const { body, setRecorded } = opened
    return { caseId, mediaId, subject: parseSubjectKey(subject), accountId, claimedBy, body, setRecorded }
  })

  const poster = {
    summary: 'Download a picture of one streamed film of a case',
    description: 'The desk reads the bytes from the platform. Each view is recorded.',
    produces: ['*/*'],
    params,
    response: { 200: Bytes<MediaReply>(), 403: Problem, 404: Problem, 422: Problem, 503: Problem },
  }
  app.get('/v1/cases/:caseId/media/:mediaId/poster', { schema: poster }, async (request, reply) => {
    const { mediaId } = request.params
    const shown = await readPoster(desk, { ...request.params, staffId: staffOf(request).id })
    const { id: caseId, subject, accountId, holder: claimedBy } = shown.case
    void reply.headers(INERT_HEADERS).type(shown.mediaType)
    void reply.serializer((answer: MediaReply) => answer.bytes as unknown as string)
    return { caseId, mediaId, subject: parseSubjectKey(subject), accountId, claimedBy, bytes: shown.bytes }
  })
}

/** Returns the headers that state which part it is. */
function describe({ kind, place, total, tag }: StreamedMedia, isHead: boolean): Record<string, string> {
  const length = kind === 'part' && !isHead && place !== undefined ? place.to - place.from + 1 : total
  const size = total ?? '*'
  return {
    'accept-ranges': 'bytes',
    ...(kind !== 'outside' && length !== undefined && { 'content-length': String(length) }),
    ...(kind === 'part' && !isHead && { 'content-range': `bytes ${place?.from}-${place?.to}/${size}` }),
    ...(kind === 'outside' && { 'content-range': `bytes */${size}` }),
    ...(tag !== undefined && { etag: tag }),
  }
}
