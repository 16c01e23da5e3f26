import { Type } from '@fastify/type-provider-typebox'
import { ACTIONS, ROLES } from '../../foundation/domain.ts'
import { DeskError } from '../../foundation/errors.ts'
import { isDemo } from '../../foundation/is-demo.ts'
import { message } from '../../foundation/messages/message.ts'
import { LANGUAGES } from '../../foundation/messages/render-message.ts'
import { DEFAULT_PLATFORM } from '../../foundation/platforms.ts'
import { ProfileReply, readProfile } from '../../foundation/profile.ts'
import { orNull, Problem, StaffId, strict } from '../../foundation/schemas/schemas.ts'
import { findDrillNow } from '../../foundation/time/drill-now.ts'
import { isInRecovery } from '../../foundation/time/is-in-recovery.ts'
import type { App, Desk } from '../../policy/desk.ts'
import { staffOf } from '../access/caller.ts'
import { endBreak, endShift, SHIFT_MINUTES_MAX, startBreak, startShift } from '../shifts/shifts.ts'
import { findWellbeing, updateWellbeing, WellbeingBody } from '../shifts/wellbeing.ts'
import { listDeniedActions } from './denied-actions.ts'
import { findPreferences, updatePreferences } from './preferences.ts'
import { readStanding, type Standing } from './standing.ts'

const Shift = Type.Object(
  {
    onShift: Type.Boolean({ description: 'True while on shift. A shift ends by itself after 12 hours.' }),
    onBreak: Type.Boolean(),
    minutesOnShift: Type.Integer(),
    minutesSinceBreak: Type.Integer({
      description: 'The minutes since the last break. A break counts from ten minutes on.',
    }),
    minutesToShiftEnd: Type.Integer({ description: 'The minutes to the planned end. Below zero: past it.' }),
    onCall: Type.Boolean({
      description: 'True while on call by the rota. It counts as on duty for stop, restore, confirm and approve.',
    }),
    restricted: Type.Boolean({
      description: 'True when restrictive rights are removed until two people lift it; stop and restore stay.',
    }),
  },
  strict,
)
const PreferencesBody = Type.Object(
  {
    language: orNull(Type.Enum([...LANGUAGES]), "The language of the console and of sentences. Null: the browser's."),
    timeZone: orNull(
      Type.String({ minLength: 1, maxLength: 64 }),
      "The time zone of dates and times, such as Europe/Berlin. Null: the browser's.",
    ),
    tourClosed: Type.Boolean({ description: 'True once the person closed the tour of the console.' }),
    checklistClosed: Type.Boolean({ description: 'True once the person closed the checklist of the setup.' }),
  },
  { ...strict, description: 'The settings of the console, the same in every browser.' },
)
const Me = Type.Object({
  id: StaffId,
  pseudonym: Type.String(),
  roles: Type.Array(Type.Enum([...ROLES])),
  shift: Shift,
  demo: Type.Boolean({ description: 'True when this desk is a demo with invented people and data.' }),
  wellbeing: WellbeingBody,
  preferences: PreferencesBody,
  profile: ProfileReply,
  deniedActions: Type.Array(
    Type.Object({
      action: Type.Enum([...ACTIONS]),
      roles: Type.Array(Type.Enum([...ROLES]), { description: 'The roles that may take it. Empty: none may.' }),
    }),
    { description: 'The actions that the caller may neither propose nor approve, by a denial of two people.' },
  ),
  platforms: Type.Array(Type.String(), {
    description: 'The names of the platforms that the desk calls. default: the platform without a name.',
  }),
  recovering: Type.Boolean({
    description:
      'True in the recovery state: the database is older than its records, and nothing restrictive takes effect.',
  }),
  drill: orNull(Type.String({ description: 'Under way on a test account: its number. Null: none is.' })),
})
const ShiftPlan = Type.Object({ plannedMinutes: Type.Integer({ minimum: 1, maximum: SHIFT_MINUTES_MAX }) }, strict)

/** Routes about the caller: identity, shift, breaks and settings. */
export function staffRoutes(app: App, desk: Desk): void {
  app.get(
    '/v1/me',
    { schema: { summary: 'Read the caller: identity, shift and settings', response: { 200: Me, 404: Problem } } },
    async (request) => {
      const { id, pseudonym, roles } = staffOf(request)
      const [standing, wellbeing, preferences, profile, drill, recovering, denied] = await Promise.all([
        readStanding(desk.db, id),
        findWellbeing(desk.db, id),
        findPreferences(desk.db, id),
        readProfile(desk.db),
        findDrillNow(desk.db),
        isInRecovery(desk.db),
        listDeniedActions(desk.db, id),
      ])
      if (!standing) throw new DeskError('not_found', message('staff.notHere'))
      const shift = toShift(standing)
      const deniedActions = denied.map(({ action, roles: may }) => ({ action, roles: [...may] }))
      const platforms = [...(desk.platform.platforms?.().keys() ?? [DEFAULT_PLATFORM])]
      const settings = { wellbeing, preferences, profile, deniedActions, platforms }
      return { id, pseudonym, roles: [...roles], shift, ...settings, drill, recovering, demo: await isDemo(desk.db) }
    },
  )
  const caring = { summary: 'Set how media is shown to me', body: WellbeingBody, response: { 204: Type.Null() } }
  app.put('/v1/me/wellbeing', { schema: caring }, async (request, reply) => {
    await updateWellbeing(desk.db, staffOf(request).id, request.body)
    return reply.code(204).send(null)
  })
  const preferring = {
    summary: 'Set my language, my time zone and the guides that I closed',
    body: PreferencesBody,
    response: { 204: Type.Null(), 400: Problem },
  }
  app.put('/v1/me/preferences', { schema: preferring }, async (request, reply) => {
    await updatePreferences(desk.db, staffOf(request).id, request.body)
    return reply.code(204).send(null)
  })
  app.post(
    '/v1/me/shift',
    { schema: { summary: 'Start a shift', body: ShiftPlan, response: { 201: Shift, 409: Problem } } },
    async (request, reply) =>
      reply.code(201).send(toShift(await startShift(desk, staffOf(request).id, request.body.plannedMinutes))),
  )
  const steps = [
    ['break', 'Start a break', startBreak],
    ['back', 'End the break', endBreak],
    ['end', 'End the shift', endShift],
  ] as const
  for (const [name, summary, step] of steps) {
    app.post(`/v1/me/shift/${name}`, { schema: { summary, response: { 200: Shift, 409: Problem } } }, async (request) =>
      toShift(await step(desk, staffOf(request).id)),
    )
  }
}

/** Drops the fields that only guards use, so that this route never reveals a departure. */
const toShift = ({ active: _active, leaving: _leaving, lastHour: _lastHour, ...shift }: Standing) => shift
