import type { Platform } from '@countersign/platform-kit'
import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import { type Static, Type } from 'typebox'
import { actOnOwnWill, resetCredentials, tamper } from './act-on-own-will.ts'
import type { Clock } from './clock.ts'
import type { DemoStore } from './demo-store.ts'
import type { FaultSpec, Faults } from './faults.ts'
import { localOnly } from './local-only.ts'

const DELAY_MS_MAX = 3_600_000

const Subject = Type.Object({
  kind: Type.Union([Type.Literal('account'), Type.Literal('content')]),
  id: Type.String({ minLength: 1 }),
})

const FaultBody = Type.Object(
  {
    fault: Type.Union([
      Type.Literal('slow'),
      Type.Literal('failing'),
      Type.Literal('applied_but_timed_out'),
      Type.Literal('late'),
      Type.Literal('lying'),
      Type.Literal('down'),
      Type.Literal('own_will'),
      Type.Literal('owner_back'),
      Type.Literal('tampered'),
    ]),
    subject: Type.Optional(Subject),
    call: Type.Optional(
      Type.Union([
        Type.Literal('subject.apply'),
        Type.Literal('subject.apply_batch'),
        Type.Literal('subject.read_back'),
        Type.Literal('subject.read_back_batch'),
        Type.Literal('subject.facts'),
        Type.Literal('subject.facts_batch'),
        Type.Literal('subject.profile'),
        Type.Literal('subject.recent_posts'),
        Type.Literal('subject.contact'),
        Type.Literal('subject.media'),
        Type.Literal('subject.restricted_link'),
        Type.Literal('subject.restricted_bytes'),
        Type.Literal('platform.capabilities'),
        Type.Literal('platform.actors'),
      ]),
    ),
    count: Type.Optional(Type.Integer({ minimum: 1 })),
    delayMs: Type.Optional(Type.Integer({ minimum: 0, maximum: DELAY_MS_MAX })),
    when: Type.Optional(Type.Union([Type.Literal('before'), Type.Literal('after')])),
    socket: Type.Optional(Type.Union([Type.Literal('close'), Type.Literal('hang')])),
    about: Type.Optional(Type.Union([Type.Literal('visible'), Type.Literal('old_state'), Type.Literal('reach')])),
    handle: Type.Optional(Type.String({ minLength: 1 })),
    reach: Type.Optional(Type.Integer({ minimum: 0 })),
    emptied: Type.Optional(Type.Boolean()),
    credentials: Type.Optional(Type.Boolean()),
    state: Type.Optional(
      Type.Partial(
        Type.Object({
          visible: Type.Boolean(),
          spread: Type.Union([Type.Literal('full'), Type.Literal('limited')]),
          mayPost: Type.Boolean(),
          labels: Type.Array(Type.String({ minLength: 1 })),
        }),
      ),
    ),
  },
  { additionalProperties: false },
)

/** The switches by which a test or a curious person makes this platform misbehave. */
export const faultRoutes =
  (given: { store: DemoStore; clock: Clock; faults: Faults; platform: Platform }): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    app.addHook('onRequest', localOnly)
    app.get('/faults', async () => ({ faults: given.faults.list() }))
    app.post('/faults', { schema: { body: FaultBody } }, async (request, reply) => {
      const { fault, subject, state } = request.body
      if (fault === 'owner_back') {
        const isDone = subject !== undefined && (await resetCredentials(given.store, given.clock, subject))
        if (isDone) await given.platform.endHijackLock(subject)
        return isDone ? reply.send({ subject }) : reply.code(404).send({ problem: 'No such account.' })
      }
      if (fault === 'tampered') {
        const isDone = subject !== undefined && (await tamper(given.store, given.clock, subject, request.body))
        return isDone ? reply.send({ subject }) : reply.code(404).send({ problem: 'No such account.' })
      }
      if (fault !== 'own_will') return reply.code(201).send(given.faults.set(toFaultSpec(fault, request.body)))
      if (!subject || !state) return reply.code(400).send({ problem: 'own_will needs a subject and a state.' })
      const changed = await actOnOwnWill(given.store, given.clock, subject, state)
      return changed ? reply.send({ subject, state: changed }) : reply.code(404).send({ problem: 'No such subject.' })
    })
    app.delete('/faults', async () => ({ cleared: given.faults.clear() }))
    const schema = { params: Type.Object({ id: Type.String() }) }
    app.delete('/faults/:id', { schema }, async (request) => ({ cleared: given.faults.clear(request.params.id) }))
    done()
  }

type FaultBody = Static<typeof FaultBody>

function toFaultSpec(fault: FaultSpec['fault'], body: FaultBody): FaultSpec {
  const { subject, call, count, delayMs } = body
  const limits = { ...(subject && { subject }), ...(call && { call }), ...(count !== undefined && { count }) }
  const delay = delayMs === undefined ? {} : { delayMs }
  switch (fault) {
    case 'slow':
      return { fault, when: body.when ?? 'before', ...delay, ...limits }
    case 'late':
      return { fault, ...delay, ...limits }
    case 'applied_but_timed_out':
      return { fault, socket: body.socket ?? 'close', ...limits }
    case 'lying':
      return { fault, about: body.about ?? 'visible', ...limits }
    case 'failing':
    case 'down':
      return { fault, ...limits }
    default:
      return fault satisfies never
  }
}
