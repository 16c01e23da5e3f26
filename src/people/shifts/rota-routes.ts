import { Type } from '@fastify/type-provider-typebox'
import { mapPage, pageOf } from '../../foundation/database/select-page.ts'
import type { App, Desk } from '../../policy/desk.ts'
import {
  Problem,
  RotaEntryId,
  StaffId,
  TIME_OF_DAY,
  Page,
  PageQuery,
  strict,
} from '../../foundation/schemas/schemas.ts'
import { MaybeSignedBody } from '../signatures/signature-body.ts'
import { staffOf } from '../access/caller.ts'
import { addToRota, type ListedEntry, listRotaPage, removeFromRota, TURNS } from './rota.ts'

const Day = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$', maxLength: 10, description: 'A day, such as 2031-05-17.' })
const Clock = Type.String({ pattern: TIME_OF_DAY, maxLength: 5, description: 'A time of day, such as 22:00.' })
const UntilDay = Type.Union([Day, Type.Null()], { description: 'The last day. Null: no end.' })

const planned = {
  staffId: StaffId,
  turn: Type.Enum([...TURNS]),
  zone: Type.String({ minLength: 1, maxLength: 64, description: 'The time zone, such as Europe/Berlin.' }),
  days: Type.Array(Type.Integer({ minimum: 1, maximum: 7 }), {
    minItems: 1,
    maxItems: 7,
    description: 'The days of the week, 1 for Monday.',
  }),
  begins: Clock,
  ends: Clock,
  fromDay: Day,
}
const Entry = Type.Object({
  id: RotaEntryId,
  pseudonym: Type.String(),
  ...planned,
  untilDay: UntilDay,
  onCall: Type.Boolean({ description: 'True when on call now.' }),
})

/** Routes of the on-call rota. */
export function rotaRoutes(app: App, desk: Desk): void {
  const list = {
    summary: 'List the on-call rota',
    querystring: Type.Object(PageQuery, strict),
    response: { 200: Page(Entry) },
  }
  app.get('/v1/rota', { schema: list }, async ({ query }) =>
    mapPage(await listRotaPage(desk.db, pageOf(query)), toEntry),
  )
  const add = {
    summary: 'Add a person to the on-call rota',
    body: Type.Object({ ...planned, untilDay: Type.Optional(UntilDay) }, strict),
    response: { 201: Type.Object({ id: RotaEntryId }), 400: Problem, 403: Problem, 404: Problem, 409: Problem },
  }
  app.post('/v1/rota', { schema: add }, async (request, reply) => {
    const { untilDay = null, ...entry } = request.body
    return reply.code(201).send({ id: await addToRota(desk, { ...entry, untilDay }, staffOf(request)) })
  })
  const remove = {
    summary: 'Remove an entry from the rota',
    description:
      'Signed with your passkey, as staff_rights about the person and the entry (staff_12:shift:rota_3). Removing another person who is on call now counts towards your limit of seven days.',
    params: Type.Object({ entryId: RotaEntryId }),
    body: MaybeSignedBody,
    response: { 204: Type.Null(), 400: Problem, 403: Problem, 404: Problem, 409: Problem },
  }
  app.post('/v1/rota/:entryId/remove', { schema: remove }, async (request, reply) => {
    await removeFromRota(desk, request.params.entryId, staffOf(request), request.body?.signature)
    return reply.code(204).send(null)
  })
}

const toEntry = (entry: ListedEntry) => ({ ...entry, days: [...entry.days] })
