import { Type } from '@fastify/type-provider-typebox'
import { pageOf } from '../../foundation/database/select-page.ts'
import type { App, Desk } from '../../policy/desk.ts'
import { DeskError } from '../../foundation/errors.ts'
import { message } from '../../foundation/messages/message.ts'
import { readProfile } from '../../foundation/profile.ts'
import { orNull, Problem, StaffId, Timestamp, Page, PageQuery, strict } from '../../foundation/schemas/schemas.ts'
import { staffOf } from '../access/caller.ts'
import { listShifts, SHIFTS_TOGETHER_MAX } from './list-shifts.ts'
import { together, Together } from './shifts-together.ts'

/** The days after which shifts are erased. */
const DAYS_MAX = 30
const DAYS_DEFAULT = 7

const days = Type.Optional(Type.Integer({ minimum: 1, maximum: DAYS_MAX, default: DAYS_DEFAULT }))
const Shift = Type.Object({
  staffId: StaffId,
  pseudonym: Type.String(),
  beganAt: Timestamp,
  plannedUntil: Timestamp,
  endedAt: orNull(Timestamp, 'The end of the shift. Null: it goes on. A shift without an end lasts twelve hours.'),
  breakMinutes: Type.Integer({ minimum: 0 }),
  onBreak: Type.Boolean(),
})
const response = { 200: Page(Shift) }
const ofAll = {
  200: Type.Object({
    ...Page(Shift).properties,
    items: Type.Array(Shift, { description: 'The shifts. Empty if the profile shows no numbers about persons.' }),
    together: Type.Array(Together, {
      description: 'The shifts summed by team and eight hours, if the profile shows no numbers about persons.',
    }),
  }),
  403: Problem,
}

/** Routes that list shifts: for leads on shift, and for each person their own. Erased after 30 days. */
export function shiftRoutes(app: App, desk: Desk): void {
  const all = {
    summary: 'List the shifts of the last days, newest first',
    querystring: Type.Object({ ...PageQuery, days, staffId: Type.Optional(StaffId) }, strict),
    response: ofAll,
  }
  app.get('/v1/shifts', { schema: all }, async ({ query }) => {
    const { days = DAYS_DEFAULT, staffId } = query
    const { personMetrics } = await readProfile(desk.db)
    if (personMetrics) {
      return { ...(await listShifts(desk.db, { days, staffId }, pageOf(query))), together: [] }
    }
    if (staffId !== undefined) throw new DeskError('not_allowed', OF_NOBODY)
    const shifts = await listShifts(desk.db, { days, staffId }, pageOf({ limit: SHIFTS_TOGETHER_MAX }))
    return { items: [], nextCursor: null, together: together(shifts.items) }
  })
  const querystring = Type.Object({ ...PageQuery, days }, strict)
  const own = { summary: 'List my own shifts, newest first', querystring, response }
  app.get('/v1/me/shifts', { schema: own }, async (request) => {
    const filter = { days: request.query.days ?? DAYS_DEFAULT, staffId: staffOf(request).id }
    return listShifts(desk.db, filter, pageOf(request.query))
  })
}

const OF_NOBODY = message('shift.perPerson')
