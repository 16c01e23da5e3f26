import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import { type Static, Type } from 'typebox'
import type { Desk } from '../../policy/desk.ts'
import { ENFORCEMENT_STATES, parseSubjectKey, VERDICTS } from '../../foundation/domain.ts'
import {
  orNull,
  PAGE_SIZE_DEFAULT,
  PAGE_SIZE_MAX,
  Problem,
  SubjectSchema,
  Timestamp,
} from '../../foundation/schemas/schemas.ts'
import { keyOf, staffOf } from '../../people/access/caller.ts'
import { DEEDS, MODES, NAME_PATTERN } from '../../policy/automation/automation-file.ts'
import { listRuns, type Run } from './overview/overview-queries.ts'
import { pauseAutomation } from './pause.ts'
import { Pause, readOverview, Overview, toPause } from './overview/read-overview.ts'
import { receiveSignal } from '../../cases/signals/receive-signal.ts'
import { SignalAnswer, SignalBody } from '../../cases/signals/signal-body.ts'

const SIGNAL_BODY_BYTES_MAX = 131_072
const strict = { additionalProperties: false }
const Name = Type.String({ pattern: NAME_PATTERN, maxLength: 64 })

const RunReply = Type.Object({
  id: Type.Integer(),
  rule: Type.String(),
  source: Type.String(),
  mode: Type.Enum([...MODES]),
  does: Type.Enum([...DEEDS]),
  subject: SubjectSchema,
  caseId: orNull(Type.String()),
  outcome: Type.Enum(['would', 'done', 'stands', 'left', 'unknown'], {
    description:
      'would: in shadow. stands: it was so already. left: to people, and why. unknown: it could not be told, so nothing was done.',
  }),
  why: orNull(Type.String()),
  enforcementId: orNull(Type.String()),
  enforcementState: orNull(Type.Enum(ENFORCEMENT_STATES)),
  overturned: Type.Boolean({ description: 'People undid it, or said no.' }),
  decided: orNull(Type.Enum(VERDICTS), 'What somebody concluded about the case since.'),
  at: Timestamp,
})
const RunsReply = Type.Object({ items: Type.Array(RunReply) })

const PauseBody = Type.Object(
  {
    source: Name,
    rule: Type.Optional(Name),
    reason: Type.String({ minLength: 1, maxLength: 2_000 }),
  },
  { ...strict, description: 'Without a rule all of the source stops.' },
)

/** Receives signals, shows rules with their runs, and pauses them. */
export const automationRoutes =
  (desk: Desk): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    const receiving = {
      summary: 'Receive a signal',
      description:
        'What a classifier or a list says of a subject: evidence, shown with its case, and what the rules of its source go by. A match on a list of what the law gives a time for opens its case, and the time runs. Answers 201 once it is durable; the same id and body again is answered as before, with 200.',
      body: SignalBody,
      response: { 200: SignalAnswer, 201: SignalAnswer, 409: Problem, 413: Problem },
    }
    app.post('/v1/signals', { schema: receiving, bodyLimit: SIGNAL_BODY_BYTES_MAX }, async (request, reply) => {
      const { created, answer } = await receiveSignal(desk, keyOf(request), request.body)
      return reply.code(created ? 201 : 200).send(answer)
    })
    const read = {
      summary: 'The rules in words, who answers for them, and what they did or would have done',
      response: { 200: Overview },
    }
    app.get('/v1/automation', { schema: read }, async () => readOverview(desk))
    const list = {
      summary: 'What rules did, or would have done, the newest first',
      querystring: Type.Object(
        {
          rule: Type.Optional(Name),
          source: Type.Optional(Name),
          limit: Type.Optional(Type.Integer({ minimum: 1, maximum: PAGE_SIZE_MAX, default: PAGE_SIZE_DEFAULT })),
        },
        strict,
      ),
      response: { 200: RunsReply },
    }
    app.get('/v1/automation/runs', { schema: list }, async (request) => {
      const { query } = request
      const runs = await listRuns(desk.db, staffOf(request).id, { ...query, limit: query.limit ?? PAGE_SIZE_DEFAULT })
      return { items: runs.map(toRun) }
    })
    const stop = {
      summary: 'Stop a source of automation, or one of its rules, at once',
      description:
        'By one person. It goes on by a change of two, automation_resume; until then what it would do is recorded.',
      body: PauseBody,
      response: { 201: Pause, 403: Problem, 404: Problem, 409: Problem },
    }
    app.post('/v1/automation/pauses', { schema: stop }, async (request, reply) =>
      reply.code(201).send(toPause(await pauseAutomation(desk, staffOf(request), request.body))),
    )
    done()
  }

const toRun = ({ subject, at, ...run }: Run): Static<typeof RunReply> => ({
  ...run,
  subject: parseSubjectKey(subject),
  at: at.toISOString(),
})
