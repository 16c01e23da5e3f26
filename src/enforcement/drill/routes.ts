import { type FastifyPluginCallbackTypebox, Type } from '@fastify/type-provider-typebox'
import type { Desk } from '../../policy/desk.ts'
import { findDrillNow } from '../../foundation/time/drill-now.ts'
import { readTime } from '../../foundation/time/read-time.ts'
import {
  DrillId,
  DrillScheduleId,
  EnforcementId,
  orNull,
  PlatformId,
  Problem,
  TIME_OF_DAY,
  Timestamp,
} from '../../foundation/schemas/schemas.ts'
import { staffOf } from '../../people/access/caller.ts'
import { listDrills, listSchedules } from './list-drills.ts'
import { callOffDrill, planDrill } from './plan-drill.ts'
import { endRepeating, repeatDrill, WEEKS_MAX } from './repeat-drills.ts'
import { SCENARIO_NAMES, SCENARIOS } from './scenarios.ts'
import { listTestAccounts } from './test-accounts.ts'

const strict = { additionalProperties: false }
const Scenario = Type.Enum(SCENARIO_NAMES)
const Milliseconds = (description: string) => orNull(Type.Number({ minimum: 0, description }))

const Repeats = {
  everyWeeks: Type.Integer({ minimum: 1, maximum: WEEKS_MAX }),
  weekday: Type.Integer({ minimum: 1, maximum: 7, description: 'From 1, Monday.' }),
  time: Type.String({
    pattern: TIME_OF_DAY,
    maxLength: 5,
    description: 'Such as 09:30, by the clocks of the zone.',
  }),
  zone: Type.String({ minLength: 1, maxLength: 64, description: 'Such as Europe/Berlin.' }),
}

const DrillReply = Type.Object({
  id: DrillId,
  scenario: Scenario,
  accountId: PlatformId,
  handle: orNull(Type.String()),
  accounts: Type.Integer({ description: 'How many accounts it is on; more than one of a wave.' }),
  beginsAt: Timestamp,
  enforcementId: orNull(EnforcementId),
  refused: orNull(Type.String({ description: 'Why it was not begun.' })),
  calls: Type.Integer({ description: 'How many were called, one after the other.' }),
  detectMs: Milliseconds('From going offline until somebody set about bringing the last of it back.'),
  restoreMs: Milliseconds('From then until it was read to be visible.'),
  endedAlone: Type.Boolean({ description: 'Nobody did, and it ended by itself.' }),
  usualDetectMs: Milliseconds('The median of the last ones before it, of the same scenario.'),
  usualRestoreMs: Milliseconds('The same of bringing back.'),
})

const ScheduleReply = Type.Object({
  id: DrillScheduleId,
  scenario: Scenario,
  accountId: PlatformId,
  handle: orNull(Type.String()),
  ...Repeats,
  nextAt: Timestamp,
  skipped: orNull(Type.String({ description: 'Why the last one that was due was not planned.' })),
  plannedBy: Type.String(),
})

const DrillsReply = Type.Object({
  now: orNull(DrillId, 'Under way.'),
  scenarios: Type.Array(Type.Object({ name: Scenario, says: Type.String() })),
  accounts: Type.Array(Type.Object({ id: PlatformId, handle: orNull(Type.String()) }), {
    description: 'What two people marked as tests.',
  }),
  schedules: Type.Array(ScheduleReply),
  items: Type.Array(DrillReply),
})

/** Exercises on test accounts: what there is, planning, repeating, calling off. Marking an account is a change, `drill_account`. */
export const drillRoutes =
  (desk: Desk): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    const list = {
      summary: 'Drills as they went, held against those before, and what is planned',
      response: { 200: DrillsReply },
    }
    app.get('/v1/drills', { schema: list }, () => readDrills(desk))
    const plan = {
      summary: 'Plan a drill on a test account, at once or at a time',
      body: Type.Object({ scenario: Scenario, accountId: PlatformId, beginsAt: Type.Optional(Timestamp) }, strict),
      response: { 201: Type.Object({ id: DrillId, beginsAt: Timestamp }), 400: Problem, 403: Problem },
    }
    app.post('/v1/drills', { schema: plan }, async (request, reply) => {
      const { beginsAt, ...wanted } = request.body
      const at = beginsAt === undefined ? {} : { beginsAt: readTime(beginsAt, 'beginsAt') }
      const planned = await planDrill(desk, { ...wanted, ...at, by: staffOf(request) })
      return reply.code(201).send({ id: planned.id, beginsAt: planned.beginsAt.toISOString() })
    })
    const callOff = {
      summary: 'Call off a drill that has not begun',
      params: Type.Object({ drillId: DrillId }),
      response: { 204: Type.Null(), 409: Problem },
    }
    app.post('/v1/drills/:drillId/call-off', { schema: callOff }, async (request, reply) => {
      await callOffDrill(desk, request.params.drillId, staffOf(request))
      return reply.code(204).send(null)
    })
    app.register(scheduleRoutes(desk))
    done()
  }

const scheduleRoutes =
  (desk: Desk): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    const repeat = {
      summary: 'Have a drill again and again, but when all is frozen or something real goes on',
      body: Type.Object({ scenario: Scenario, accountId: PlatformId, ...Repeats }, strict),
      response: { 201: Type.Object({ id: DrillScheduleId, nextAt: Timestamp }), 400: Problem, 403: Problem },
    }
    app.post('/v1/drill-schedules', { schema: repeat }, async (request, reply) => {
      const { id, nextAt } = await repeatDrill(desk, request.body, staffOf(request))
      return reply.code(201).send({ id, nextAt: nextAt.toISOString() })
    })
    const end = {
      summary: 'Have it no more',
      params: Type.Object({ scheduleId: DrillScheduleId }),
      response: { 204: Type.Null(), 404: Problem },
    }
    app.post('/v1/drill-schedules/:scheduleId/end', { schema: end }, async (request, reply) => {
      await endRepeating(desk, request.params.scheduleId, staffOf(request))
      return reply.code(204).send(null)
    })
    done()
  }

async function readDrills({ db }: Pick<Desk, 'db'>) {
  const [now, accounts, schedules, items] = await Promise.all([
    findDrillNow(db),
    listTestAccounts(db),
    listSchedules(db),
    listDrills(db),
  ])
  return {
    now,
    scenarios: SCENARIO_NAMES.map((name) => ({ name, says: SCENARIOS[name].says })),
    accounts,
    schedules: schedules.map((plan) => ({ ...plan, nextAt: plan.nextAt.toISOString() })),
    items: items.map((drill) => ({ ...drill, beginsAt: drill.beginsAt.toISOString() })),
  }
}
