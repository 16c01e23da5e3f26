import { Type } from '@fastify/type-provider-typebox'
import type { App, Desk } from '../../policy/desk.ts'
import { readDeskTime } from '../../foundation/time/desk-time.ts'
import { message } from '../../foundation/messages/message.ts'
import { DeskError } from '../../foundation/errors.ts'
import { Problem } from '../../foundation/schemas/schemas.ts'
import { anyCallerOf, cameWith } from '../../people/access/caller.ts'
import { EventFeed, findLastBefore, listMissed, readLast } from './event-feed.ts'
import { EventStream } from './event-stream.ts'
import { listFollowers } from './queries.ts'

const NUMBER = /^\d{1,15}$/
/** The most open event streams of one caller: more than a person has browser tabs, and few enough to be cheap. */
const STREAMS_EACH_MAX = 20
/** The oldest page, in seconds, that is sent the events since it began instead of reading everything again. */
const SECONDS_MAX = 600
const SECONDS =
  'Send the events of the last so many seconds first, for a page that read its content before it listened. Ignored with a Last-Event-ID.'

/** Streams events to browsers and machines: the kind and the id of each changed thing, and none of its content. */
export function eventRoutes(app: App, desk: Desk): void {
  const feed = new EventFeed(desk)
  const open = new Set<EventStream>()
  let isClosing = false
  app.addHook('preClose', async () => {
    isClosing = true
    for (const stream of open) stream.end()
  })
  const schema = {
    summary: 'Follow changes as server-sent events',
    description:
      'Events of the type desk have a kind and an id; read the resource for its content. An event of the type time comes first and every ten seconds, with the time of the desk; for people it also has the hash of `GET /v1/policies`, so that they read the policies again when others are in force. After a gap send the last id as Last-Event-ID: missed events come first, or one event of the type stale if there are too many or the id is unknown; its id continues from there. The stream ends with the session, token or key of the caller. A key receives enforcements, cases, queues, alerts, freezes and breakers, and accounts with the scope account_events, of its own platform alone, and nothing about staff. People receive the effects of a bulk action as one event a second; a key receives one event for each enforcement.',
    produces: ['text/event-stream'],
    querystring: Type.Object(
      { seconds: Type.Optional(Type.Integer({ minimum: 1, maximum: SECONDS_MAX, description: SECONDS })) },
      { additionalProperties: false },
    ),
    headers: Type.Object({ 'last-event-id': Type.Optional(Type.String({ maxLength: 64 })) }),
    response: { 200: Type.String({ description: 'A stream of events without an end.' }), 429: Problem },
  }
  app.get('/v1/events', { schema }, async (request, reply) => {
    // A HEAD request has no stream to send, and counts as none.
    if (request.method === 'HEAD') return reply.type('text/event-stream').send('')
    const caller = anyCallerOf(request)
    // The position is read before the response begins: a listener loads its page after that, and gets every entry
    // since.
    const from = await readLast(desk.restoreDb)
    // A stream that begins during the shutdown would have no end, and the closing desk waits for open ones.
    if (isClosing) throw new DeskError('unavailable', message('event.closing'))
    if ([...open].filter(({ callerId }) => callerId === caller.id).length >= STREAMS_EACH_MAX) throw tooMany()
    reply.hijack()
    const readBeat = async () => ({
      now: await readDeskTime(desk.restoreDb),
      ...(caller.kind === 'staff' && { policies: desk.policies.hash }),
    })
    const stream = new EventStream(reply, { callerId: caller.id, cameWith: cameWith(caller), readBeat })
    open.add(stream)
    const last = request.headers['last-event-id']
    const { seconds } = request.query
    if ((last ?? seconds) !== undefined) stream.holdBack()
    const leave = feed.listen(stream, from)
    stream.onClose(() => {
      leave()
      open.delete(stream)
    })
    if (last !== undefined) await catchUp(desk, stream, from, async () => readCursor(last, from))
    else if (seconds !== undefined) await catchUp(desk, stream, from, () => findLastBefore(desk.restoreDb, seconds))
  })
}

/**
 * Reads the id of a listener's last event. Undefined: it is no id of this ledger. An id beyond the last entry comes from
 * another ledger, such as that of before a restored backup, so what follows it here is not what the listener missed.
 */
function readCursor(lastEventId: string, newest: number): number | undefined {
  if (!NUMBER.test(lastEventId) || Number(lastEventId) > newest) return undefined
  return Number(lastEventId)
}

/**
 * Sends a listener the events after the last one that it knows, if it may still listen. When they can't be read the stream
 * ends, and the listener reconnects.
 */
async function catchUp(
  desk: Desk,
  stream: EventStream,
  from: number,
  readKnown: () => Promise<number | undefined>,
): Promise<void> {
  try {
    const last = await readKnown()
    const missed = last === undefined ? undefined : await listMissed(desk.restoreDb, last)
    const follower = (await listFollowers(desk.restoreDb, [stream.cameWith])).get(stream.cameWith)
    if (follower === undefined) stream.cut()
    else stream.alertMissed(missed, follower, from)
  } catch (error) {
    stream.cut()
    throw error
  }
}

const tooMany = (): DeskError => new DeskError('too_many', message('event.tooMany', { limit: STREAMS_EACH_MAX }))
