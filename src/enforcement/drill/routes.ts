import { Type } from '@fastify/type-provider-typebox'
import { pageOf, type PageRequest } from '../../foundation/database/select-page.ts'
import type { App, Desk } from '../../policy/desk.ts'
import { negotiateLanguage } from '../../foundation/messages/negotiate-language.ts'
import { type Language, renderMessage } from '../../foundation/messages/render-message.ts'
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
  PageQuery,
  Page,
  strict,
  GivenTime,
} from '../../foundation/schemas/schemas.ts'
import { staffOf } from '../../people/access/caller.ts'
import { listDrills, listSchedules } from './list-drills.ts'
import { callOffDrill, planDrill } from './plan-drill.ts'
import { endRepeating, repeatDrill, WEEKS_MAX } from './repeat-drills.ts'
import { SCENARIO_NAMES, scenarioMessage } from './scenarios.ts'
import { listTestAccounts } from './test-accounts.ts'

const Scenario = Type.Enum(SCENARIO_NAMES)
const Milliseconds = (description: string) => orNull(Type.Number({ minimum: 0, description }))

const Repeats = {
  everyWeeks: Type.Integer({ minimum: 1, maximum: WEEKS_MAX }),
  weekday: Type.Integer({ minimum: 1, maximum: 7, description: 'The day of the week, 1 for Monday.' }),
  time: Type.String({
    pattern: TIME_OF_DAY,
    maxLength: 5,
    description: 'The time of day in the zone, such as 09:30.',
  }),
  zone: Type.String({ minLength: 1, maxLength: 64, description: 'The time zone, such as Europe/Berlin.' }),
}

const DrillReply = Type.Object({
  id: DrillId,
  scenario: Scenario,
  accountId: PlatformId,
  handle: orNull(Type.String()),
  accounts: Type.Integer({ description: 'The number of accounts; more than one for a bulk action.' }),
  beginsAt: Timestamp,
  enforcementId: orNull(EnforcementId),
  refused: orNull(Type.String({ description: 'Why it was not begun.' })),
  calls: Type.Integer({ description: 'The number of people who were paged, one after another.' }),
  detectMs: Milliseconds('From the moment offline until a person began to restore the last of the accounts.'),
  restoreMs: Milliseconds('From then until it was read to be visible.'),
  endedAlone: Type.Boolean({ description: 'True when no person acted and it ended by itself.' }),
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
  now: orNull(DrillId, 'The drill that is under way. Null: none.'),
  scenarios: Type.Array(Type.Object({ name: Scenario, says: Type.String() })),
  accounts: Type.Array(Type.Object({ id: PlatformId, handle: orNull(Type.String()) }), {
    description: 'The accounts that two people marked as tests.',
  }),
  schedules: Type.Array(ScheduleReply),
  ...Page(DrillReply).properties,
})

/**
 * Routes for exercises on test accounts: listing, planning, repeating, cancelling. Marking an account as a test is a
 * change, `drill_account`.
 */
export function drillRoutes(app: App, desk: Desk): void {
  const list = {
    summary: 'List drills with their results and the drills that are planned',
    querystring: Type.Object(PageQuery, strict),
    response: { 200: DrillsReply },
  }
  app.get('/v1/drills', { schema: list }, ({ query, headers }) =>
    readDrills(desk, pageOf(query), negotiateLanguage(headers['accept-language'])),
  )
  const plan = {
    summary: 'Plan a drill on a test account',
    body: Type.Object({ scenario: Scenario, accountId: PlatformId, beginsAt: Type.Optional(GivenTime) }, strict),
    response: { 201: Type.Object({ id: DrillId, beginsAt: Timestamp }), 400: Problem, 403: Problem },
  }
  app.post('/v1/drills', { schema: plan }, async (request, reply) => {
    const { beginsAt, ...wanted } = request.body
    const at = beginsAt === undefined ? {} : { beginsAt: readTime(beginsAt, 'beginsAt') }
    const planned = await planDrill(desk, { ...wanted, ...at, by: staffOf(request) })
    return reply.code(201).send({ id: planned.id, beginsAt: planned.beginsAt })
  })
  const callOff = {
    summary: 'Cancel a drill that has not begun',
    params: Type.Object({ drillId: DrillId }),
    response: { 204: Type.Null(), 409: Problem },
  }
  app.post('/v1/drills/:drillId/call-off', { schema: callOff }, async (request, reply) => {
    await callOffDrill(desk, request.params.drillId, staffOf(request))
    return reply.code(204).send(null)
  })
  scheduleRoutes(app, desk)
}

function scheduleRoutes(app: App, desk: Desk): void {
  const repeat = {
    summary: 'Schedule a drill that repeats',
    body: Type.Object({ scenario: Scenario, accountId: PlatformId, ...Repeats }, strict),
    response: { 201: Type.Object({ id: DrillScheduleId, nextAt: Timestamp }), 400: Problem, 403: Problem },
  }
  app.post('/v1/drill-schedules', { schema: repeat }, async (request, reply) => {
    const { id, nextAt } = await repeatDrill(desk, request.body, staffOf(request))
    return reply.code(201).send({ id, nextAt })
  })
  const end = {
    summary: 'End a drill schedule',
    params: Type.Object({ scheduleId: DrillScheduleId }),
    response: { 204: Type.Null(), 404: Problem },
  }
  app.post('/v1/drill-schedules/:scheduleId/end', { schema: end }, async (request, reply) => {
    await endRepeating(desk, request.params.scheduleId, staffOf(request))
    return reply.code(204).send(null)
  })
}

async function readDrills({ db }: Pick<Desk, 'db'>, page: PageRequest, language: Language) {
  const [now, accounts, schedules, drills] = await Promise.all([
    findDrillNow(db),
    listTestAccounts(db),
    listSchedules(db),
    listDrills(db, page),
  ])
  return {
    now,
    scenarios: SCENARIO_NAMES.map((name) => ({ name, says: renderMessage(scenarioMessage(name), language) })),
    accounts,
    schedules,
    ...drills,
  }
}
