import { type Static, Type } from 'typebox'
import { negotiateLanguage } from '../../foundation/messages/negotiate-language.ts'
import { mapPage, pageOf } from '../../foundation/database/select-page.ts'
import type { App, Desk } from '../../policy/desk.ts'
import { ENFORCEMENT_STATES, parseSubjectKey, CONCLUSIONS } from '../../foundation/domain.ts'
import { orNull, Problem, SubjectSchema, Timestamp, Page, PageQuery, strict } from '../../foundation/schemas/schemas.ts'
import { keyOf, staffOf } from '../../people/access/caller.ts'
import { DEEDS, MODES, NAME_PATTERN } from '../../policy/automation/automation-file.ts'
import { listRuns, type Run } from './overview/overview-queries.ts'
import { pauseAutomation } from './pause.ts'
import { Pause, readOverview, Overview, toPause } from './overview/read-overview.ts'
import { receiveSignal } from '../../cases/signals/receive-signal.ts'
import { SignalAnswer, SignalBody } from '../../cases/signals/signal-body.ts'
import { said } from '../../foundation/schemas/said.ts'
import { knownText } from '../../foundation/messages/known-text.ts'

const SIGNAL_BODY_BYTES_MAX = 131_072
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
      'would: recorded in shadow. stands: already so. left: left to people, with the reason. unknown: not decidable, so nothing was done.',
  }),
  why: orNull(said()),
  enforcementId: orNull(Type.String()),
  enforcementState: orNull(Type.Enum(ENFORCEMENT_STATES)),
  overturned: Type.Boolean({ description: 'True when people undid or declined it.' }),
  decided: orNull(Type.Enum(CONCLUSIONS), 'The conclusion about the case since then.'),
  at: Timestamp,
})
const RunsReply = Page(RunReply)

const PauseBody = Type.Object(
  {
    source: Name,
    rule: Type.Optional(Name),
    reason: Type.String({ minLength: 1, maxLength: 2_000 }),
  },
  { ...strict, description: 'Without a rule, all rules of the source are paused.' },
)

/** Routes that receive signals, show automation rules with their runs, and pause them. */
export function automationRoutes(app: App, desk: Desk): void {
  const receiving = {
    summary: 'Receive a signal',
    description:
      'A signal is the result of a classifier or a list about a subject. It is shown as evidence with the case, and the rules of its source act on it. A match with a list that has a legal deadline opens a case and starts the legal clock. Returns 201 when the signal is durable. The same id with the same body returns 200 and the first answer.',
    body: SignalBody,
    response: { 200: SignalAnswer, 201: SignalAnswer, 409: Problem, 413: Problem },
  }
  app.post('/v1/signals', { schema: receiving, bodyLimit: SIGNAL_BODY_BYTES_MAX }, async (request, reply) => {
    const { created, answer } = await receiveSignal(desk, keyOf(request), request.body)
    return reply.code(created ? 201 : 200).send(answer)
  })
  const read = {
    summary: 'Read the automation rules, their owners and their results',
    response: { 200: Overview },
  }
  app.get('/v1/automation', { schema: read }, async (request) =>
    readOverview(desk, negotiateLanguage(request.headers['accept-language'])),
  )
  const list = {
    summary: 'List rule runs, newest first',
    querystring: Type.Object(
      {
        rule: Type.Optional(Name),
        source: Type.Optional(Name),
        ...PageQuery,
      },
      strict,
    ),
    response: { 200: RunsReply },
  }
  app.get('/v1/automation/runs', { schema: list }, async (request) => {
    const { query } = request
    return mapPage(await listRuns(desk.db, staffOf(request).id, query, pageOf(query)), toRun)
  })
  const stop = {
    summary: 'Pause a source of automation, or one of its rules, at once',
    description:
      'One person is enough. Resuming takes a change by two people, automation_resume. Until then the rule runs in shadow: its results are only recorded.',
    body: PauseBody,
    response: { 201: Pause, 403: Problem, 404: Problem, 409: Problem },
  }
  app.post('/v1/automation/pauses', { schema: stop }, async (request, reply) =>
    reply.code(201).send(toPause(await pauseAutomation(desk, staffOf(request), request.body))),
  )
}

const toRun = ({ subject, why, ...run }: Run): Static<typeof RunReply> => ({
  ...run,
  why: why === null ? null : knownText(why, ['automation.left.']),
  subject: parseSubjectKey(subject),
})
