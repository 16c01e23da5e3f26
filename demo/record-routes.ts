import type { Subject } from '@countersign/platform-kit'
import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { type DemoStore, toSubject } from './demo-store.ts'
import { findReachNow } from './platform-handlers.ts'
import { type Effect, findState } from './subject-state.ts'

const EFFECTS_PER_PAGE_MAX = 1_000
const DUPLICATES_SHOWN_MAX = 100

const Page = Type.Object({
  after: Type.Integer({ minimum: 0, default: 0 }),
  limit: Type.Integer({ minimum: 1, maximum: EFFECTS_PER_PAGE_MAX, default: EFFECTS_PER_PAGE_MAX }),
})
const SubjectPath = Type.Object({
  kind: Type.Union([Type.Literal('account'), Type.Literal('content')]),
  id: Type.String(),
})

/** The platform's own record of its effects, by which tests check the desk independently. */
export const recordRoutes =
  (store: DemoStore): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    app.get('/record', { schema: { querystring: Page } }, async (request) => {
      const { after, limit } = request.query
      const effects = listEffects(store, after, limit)
      return { effects, next: effects.length < limit ? null : (effects.at(-1)?.seq ?? null) }
    })
    app.get('/record/counters', async () => countEffects(store))
    app.get('/state/:kind/:id', { schema: { params: SubjectPath } }, async (request, reply) => {
      const state = describeSubject(store, request.params)
      return state ?? reply.code(404).send({ problem: 'No such subject.' })
    })
    done()
  }

/** Lists effects in the order in which they were carried out, after the id `after`. */
export function listEffects(store: DemoStore, after: number, limit: number): (Effect & { seq: number })[] {
  const rows = store.committed.all`
    select seq, at, kind, id, generation, from_state, to_state, cause, event_id from effect
    where seq > ${after} order by seq limit ${limit}`
  return rows.map((row) => ({
    seq: Number(row.seq),
    at: String(row.at),
    subject: toSubject(row.kind, row.id),
    generation: Number(row.generation),
    from: JSON.parse(String(row.from_state)),
    to: JSON.parse(String(row.to_state)),
    cause: row.cause === 'desk' || row.cause === 'self_revert' ? row.cause : 'own_will',
    ...(row.event_id !== null && { eventId: String(row.event_id) }),
  }))
}

export interface EffectCounters {
  effects: { desk: number; self_revert: number; own_will: number }
  warnings: number
  /**
   * Counts changes of a subject by the desk beyond the first under one generation, and warnings beyond the first of one
   * id.
   */
  duplicateEffects: number
  duplicates: { subject: Subject; generation: number; changes: number }[]
  duplicateWarnings: { eventId: string; deliveries: number }[]
}

/** Counts the effects that were carried out twice. */
export function countEffects({ committed }: DemoStore): EffectCounters {
  const effects = { desk: 0, self_revert: 0, own_will: 0 }
  const causes = committed.all`select cause, count(*) as n from effect where event_id is null group by cause`
  for (const { cause, n } of causes) Object.assign(effects, { [String(cause)]: Number(n) })
  const changed = committed.all`
    select kind, id, generation, count(*) as n from effect where cause = 'desk' and event_id is null
    group by kind, id, generation having n > 1 order by n desc, kind, id`
  const warned = committed.all`select event_id, count(*) as n from warning group by event_id having n > 1 order by n desc, event_id`
  const beyondFirst = [...changed, ...warned].reduce((sum, { n }) => sum + Number(n) - 1, 0)
  return {
    effects,
    warnings: Number(committed.get`select count(*) as n from warning`?.n ?? 0),
    duplicateEffects: beyondFirst,
    duplicates: changed.slice(0, DUPLICATES_SHOWN_MAX).map(({ kind, id, generation, n }) => ({
      subject: toSubject(kind, id),
      generation: Number(generation),
      changes: Number(n),
    })),
    duplicateWarnings: warned
      .slice(0, DUPLICATES_SHOWN_MAX)
      .map(({ event_id, n }) => ({ eventId: String(event_id), deliveries: Number(n) })),
  }
}

/** Describes a subject by the platform's own tables. Returns undefined when it does not exist. */
export function describeSubject({ committed }: DemoStore, subject: Subject) {
  const reach = findReachNow(committed, subject)
  if (reach === undefined) return undefined
  const { kind, id } = subject
  const record = committed.get`select record from subject_record where kind = ${kind} and id = ${id}`
  const { generation = 0, reverts = [] } = record ? JSON.parse(String(record.record)) : {}
  const warnings = committed.all`
    select event_id as eventId, policy_id as policyId, text, at from warning where kind = ${kind} and id = ${id} order by seq`
  return { subject, state: findState(committed, subject), reach, generation, reverts, warnings }
}
