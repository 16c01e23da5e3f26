import { type FastifyPluginCallbackTypebox, Type } from '@fastify/type-provider-typebox'
import type { Desk } from '../desk.ts'
import { orNull, StaffId, Timestamp } from '../lib/schemas.ts'
import { staffOf } from './caller.ts'
import { listShifts, type WorkedShift } from './list-shifts.ts'
import { toIso } from '../lib/to-iso.ts'

/** So long a shift is known before it is forgotten. */
const DAYS_MAX = 30
const DAYS_DEFAULT = 7
const strict = { additionalProperties: false }

const days = Type.Optional(Type.Integer({ minimum: 1, maximum: DAYS_MAX, default: DAYS_DEFAULT }))
const Shift = Type.Object({
  staffId: StaffId,
  pseudonym: Type.String(),
  beganAt: Timestamp,
  plannedUntil: Timestamp,
  endedAt: orNull(Timestamp, 'Null: it goes on. One that nobody ended lasted twelve hours.'),
  breakMinutes: Type.Integer({ minimum: 0 }),
  onBreak: Type.Boolean(),
})
const response = { 200: Type.Object({ items: Type.Array(Shift) }) }

/** When people worked: for whoever leads them, while they do, and for themselves. Forgotten after 30 days. */
export const shiftRoutes =
  (desk: Desk): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    const all = {
      summary: 'Shifts of the last days, the newest first; for leads on shift',
      querystring: Type.Object({ days, staffId: Type.Optional(StaffId) }, strict),
      response,
    }
    app.get('/v1/shifts', { schema: all }, async ({ query: { days = DAYS_DEFAULT, staffId } }) => ({
      items: (await listShifts(desk.db, { days, staffId })).map(toShift),
    }))
    const own = { summary: 'My own shifts', querystring: Type.Object({ days }, strict), response }
    app.get('/v1/me/shifts', { schema: own }, async (request) => {
      const asked = { days: request.query.days ?? DAYS_DEFAULT, staffId: staffOf(request).id }
      return { items: (await listShifts(desk.db, asked)).map(toShift) }
    })
    done()
  }

const toShift = ({ beganAt, plannedUntil, endedAt, ...shift }: WorkedShift) => ({
  ...shift,
  beganAt: beganAt.toISOString(),
  plannedUntil: plannedUntil.toISOString(),
  endedAt: toIso(endedAt),
})
