import { type FastifyPluginCallbackTypebox, Type } from '@fastify/type-provider-typebox'
import type { ServerResponse } from 'node:http'
import sql from 'sql-template-tag'
import type { Desk } from '../desk.ts'
import type { StaffCaller } from '../domain.ts'
import type { Pool } from '../lib/db.ts'
import { staffOf } from '../staff/caller.ts'
import type { DeskEvent, EventKind } from './desk-event.ts'
import { EventFeed, listMissed, type NumberedEvents } from './event-feed.ts'

const BEAT_MS = 10_000
/** A browser that reads this slowly is let go: it comes back and is told what it missed. */
const UNREAD_BYTES_MAX = 1_048_576
const RETRY_MS = 1_000
const NUMBER = /^\d{1,15}$/

/** Whom an event may be told: what it is about is asked for by its own route, which says who may read it. */
const AUDIENCE: Record<EventKind, 'everybody' | 'sees accounts' | 'leads people'> = {
  order: 'everybody',
  case: 'everybody',
  queue: 'everybody',
  page: 'everybody',
  freeze: 'everybody',
  change: 'leads people',
  staff: 'leads people',
  account: 'sees accounts',
}

/** What happens at the desk, for browsers that show it: the kind and the id, and nothing of what it is. */
export const eventRoutes =
  (desk: Desk): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    const feed = new EventFeed(desk)
    const open = new Set<ServerResponse>()
    app.addHook('preClose', async () => {
      for (const stream of open) stream.end()
    })
    const schema = {
      summary: 'What changes from now on, as server-sent events',
      description:
        'Events of the type desk, each with a kind and an id; ask for the thing itself. After a gap send the last id as Last-Event-ID: what was missed comes first, or an event of the type stale when that is too much.',
      produces: ['text/event-stream'],
      headers: Type.Object({ 'last-event-id': Type.Optional(Type.String({ maxLength: 64 })) }),
      response: { 200: Type.String({ description: 'A stream without an end.' }) },
    }
    app.get('/v1/events', { schema }, async (request, reply) => {
      const caller = staffOf(request)
      const seesAccounts = await canSeeAccounts(desk.restoreDb, caller.id)
      reply.hijack()
      const stream = reply.raw
      for (const [name, value] of Object.entries(reply.getHeaders()))
        if (value !== undefined) stream.setHeader(name, value)
      stream.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'x-accel-buffering': 'no' })
      stream.write(`retry: ${RETRY_MS}\n\n`)
      open.add(stream)
      const tell = (happened: NumberedEvents) =>
        write(stream, happened, (event) => mayHear(event, caller, seesAccounts))
      // Listening begins first: between what was missed and what comes nothing may fall.
      const leave = feed.listen(tell)
      const beat = setInterval(() => stream.write(': here\n\n'), BEAT_MS).unref()
      stream.on('close', () => {
        leave()
        clearInterval(beat)
        open.delete(stream)
      })
      const last = request.headers['last-event-id']
      if (last !== undefined) await tellMissed(desk.restoreDb, stream, last, tell)
    })
    done()
  }

async function tellMissed(
  db: Pool,
  stream: ServerResponse,
  last: string,
  tell: (happened: NumberedEvents) => void,
): Promise<void> {
  const missed = NUMBER.test(last) ? await listMissed(db, Number(last)) : undefined
  if (missed === undefined) stream.write('event: stale\ndata: {}\n\n')
  else for (const happened of missed) tell(happened)
}

function write(stream: ServerResponse, { number, events }: NumberedEvents, may: (event: DeskEvent) => boolean): void {
  if (stream.writableLength > UNREAD_BYTES_MAX) {
    stream.destroy()
    return
  }
  for (const event of events) {
    if (may(event)) stream.write(`id: ${number}\nevent: desk\ndata: ${JSON.stringify(event)}\n\n`)
  }
}

function mayHear({ kind }: DeskEvent, { roles }: StaffCaller, seesAccounts: boolean): boolean {
  switch (AUDIENCE[kind]) {
    case 'everybody':
      return true
    case 'sees accounts':
      return seesAccounts
    case 'leads people':
      return roles.some((role) => role !== 'reviewer' && role !== 'senior')
  }
}

/** Whether somebody may look at every account: else even an id would tell them that something happens to it. */
async function canSeeAccounts(db: Pool, staffId: string): Promise<boolean> {
  const { rows } = await db.query<{ sees: boolean }>(sql`
    select 'protected' = any (person.clearances) and not exists (
      select from vendor_place place where place.employer = person.employer
        and (place.site is null or place.site = person.site)) as sees
    from staff person where id = ${staffId}`)
  return rows[0]?.sees ?? false
}
