import type { IncomingHttpHeaders } from 'node:http'
import { Readable } from 'node:stream'
import { Type } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifySchema } from 'fastify'
import { inTransaction } from '../../foundation/database/db.ts'
import { actorKey, type Fact } from '../../foundation/domain.ts'
import { DeskError } from '../../foundation/errors.ts'
import { message } from '../../foundation/messages/message.ts'
import { invalidField, invalidFields } from '../../foundation/schemas/invalid-field.ts'
import { PlatformId, Problem } from '../../foundation/schemas/schemas.ts'
import { keyOf } from '../../people/access/caller.ts'
import { qualifyContentForKey, qualifyForKey } from '../../people/access/ids-of-key.ts'
import type { App, Desk } from '../../policy/desk.ts'
import { findItemFaults } from '../../policy/items/check-item.ts'
import type { Item } from '../../policy/items/item-types.ts'
import { AccountBody, ContentBody, FactsAnswer } from '../accounts/facts-body.ts'
import { PLATFORM_SOURCE } from '../accounts/facts-queries.ts'
import { type FactsOutcome, OTHER_AUTHOR, recordAccountFacts, recordContentFacts } from '../accounts/record-facts.ts'
import { type GroupCommit, openReportGroups } from './group-commit.ts'
import { BATCH_BYTES_MAX, BATCH_LINES_MAX, type LineAnswer, receiveBatch } from './receive-batch.ts'
import { type Commit, nameOwn, receiveReport } from './receive-report.ts'
import { BatchLine, PausedAnswer, ReportAnswer, SentReport } from './report-body.ts'

const NDJSON = 'application/x-ndjson'
const REPORT_BODY_BYTES_MAX = 1_048_576
const FACTS_BODY_BYTES_MAX = 524_288

/** RFC 7240. */
const Preferring = Type.Object({
  prefer: Type.Optional(
    Type.String({
      maxLength: 256,
      description: '`respond-async`: the answer does not wait until the report is in its case, and names none.',
    }),
  ),
})
const RESPOND_ASYNC = 'respond-async'

const receiving = {
  summary: 'Receive a report',
  headers: Preferring,
  description:
    'Returns 201 when the report is durable. It then is in its case, unless the sender prefers not to wait for that or another transaction holds the case. The same id with the same body returns 200 and the first answer. 202: its sender is paused for misuse. The report is stored and not processed. Show the sender the words of the answer. Its evidence is not stored.',
  body: SentReport,
  response: { 200: ReportAnswer, 201: ReportAnswer, 202: PausedAnswer, 409: Problem, 413: Problem },
}

const receivingBatch: FastifySchema = {
  summary: 'Receive many reports',
  headers: Preferring,
  description: `One report in each line (NDJSON), at most ${BATCH_LINES_MAX} lines and ${BATCH_BYTES_MAX} bytes. The answer has one line for each, in the same order: its number, the status of a single request, and the receipt or the problem. An invalid line does not affect the others. A line over the bound gets 413 and ends the batch: it and later lines are not received and can be sent again. It takes no Idempotency-Key: each report has its own id.`,
  consumes: [NDJSON],
  response: {
    207: { description: 'One outcome in each line', content: { [NDJSON]: { schema: BatchLine } } },
    413: Problem,
    415: Problem,
  },
}

const tellingAccount = {
  summary: 'Record the facts of an account',
  params: Type.Object({ accountId: PlatformId }),
  body: AccountBody,
  response: { 200: FactsAnswer, 413: Problem },
}

const tellingContent = {
  summary: 'Record the facts of a content',
  description:
    'Returns 409 if another account is recorded as the author. Only the platform itself can name another one, when the desk reads it.',
  params: Type.Object({ contentId: PlatformId }),
  body: ContentBody,
  response: { 200: FactsAnswer, 409: Problem, 413: Problem },
}

/** Routes by which a platform sends reports, and facts about accounts and contents. */
export function intakeRoutes(app: App, desk: Desk): void {
  // Senders that do not wait for a case wait for no batch of those that do.
  const groups = openReportGroups(app, desk, ['joining', 'later'])
  app.post('/v1/reports', { schema: receiving, bodyLimit: REPORT_BODY_BYTES_MAX }, async (request, reply) => {
    const key = keyOf(request)
    const report = nameOwn(key, request.body)
    const received = await receiveReport(commitBy(groups, prefersAsync(request.headers), reply), key.id, report)
    if ('paused' in received) return reply.code(202).send(received.paused)
    return reply.code(received.created ? 201 : 200).send(received.answer)
  })
  app.addContentTypeParser(NDJSON, (_request, body, taken) => taken(null, body))
  app.post('/v1/reports/batch', { schema: receivingBatch }, async (request, reply) => {
    refuseLongBatch(request.headers['content-length'])
    const commitLine = commitBy(groups, prefersAsync(request.headers), reply)
    const answers = receiveBatch(commitLine, keyOf(request), linesOf(request.body))
    return reply
      .code(207)
      .type(NDJSON)
      .send(Readable.from(toLines(answers)))
  })
  app.put('/v1/accounts/:accountId', { schema: tellingAccount, bodyLimit: FACTS_BODY_BYTES_MAX }, async (request) => {
    const key = keyOf(request)
    const { factsAt, source, ...facts } = request.body
    const account = { id: qualifyForKey(key, request.params.accountId, 'accountId'), ...facts }
    const reading = { source: sourceOf(key.id, source), factsAt, account }
    const [outcome] = await inTransaction(desk.db, (tx) => recordAccountFacts(tx, key, [reading]))
    return answerFacts(request.params.accountId, outcome)
  })
  app.put('/v1/contents/:contentId', { schema: tellingContent, bodyLimit: FACTS_BODY_BYTES_MAX }, async (request) => {
    const key = keyOf(request)
    const { factsAt, source, ...facts } = request.body
    refuseItem(desk.policies, facts.item)
    const content = qualifyContentForKey(key, { id: request.params.contentId, ...facts })
    const reading = { source: sourceOf(key.id, source), factsAt, content }
    const [outcome] = await inTransaction(desk.db, (tx) => recordContentFacts(tx, [reading]))
    return answerFacts(request.params.contentId, outcome)
  })
}

const prefersAsync = ({ prefer = '' }: IncomingHttpHeaders): boolean =>
  String(prefer)
    .split(',')
    .some((preference) => preference.split(';')[0]?.trim().toLowerCase() === RESPOND_ASYNC)

/** Returns the commit of reports as their sender prefers it, and says so in the answer. */
function commitBy(
  groups: { joining: GroupCommit; later: GroupCommit },
  joinsLater: boolean,
  reply: FastifyReply,
): Commit {
  if (joinsLater) reply.header('preference-applied', RESPOND_ASYNC)
  return (given) => (joinsLater ? groups.later.submit({ ...given, joinsLater }) : groups.joining.submit(given))
}

function sourceOf(keyId: string, source: string | undefined): string {
  if (source === PLATFORM_SOURCE) throw invalidField('source', message('field.platformSource'))
  return source ?? actorKey({ kind: 'key', id: keyId })
}

/** Refuses an item that does not fit its type, naming each field. */
function refuseItem({ items }: Desk['policies'], item: Fact<Item> | undefined): void {
  const faults = item === undefined || item === null || item === 'absent' ? [] : findItemFaults(items, item)
  if (faults.length > 0) throw invalidFields(faults)
}

function answerFacts(id: string, outcome: FactsOutcome | undefined) {
  if (outcome === undefined) throw new Error(`it was not told what became of the facts of ${id}`)
  if (outcome === 'in_future') throw invalidField('factsAt', message('field.inFuture'))
  if (outcome === 'other_author') throw new DeskError('conflict', message('facts.notStored', { why: OTHER_AUTHOR }))
  return { id, outcome }
}

/** Refuses a batch whose stated length exceeds the limit, before any of it is stored. */
function refuseLongBatch(length: string | undefined): void {
  if (Number(length ?? 0) <= BATCH_BYTES_MAX) return
  throw new DeskError('too_large', message('request.bodyTooLarge'))
}

function linesOf(body: unknown): Readable {
  if (body instanceof Readable) return body
  throw new DeskError('invalid_input', message('report.notLines', { type: NDJSON }))
}

async function* toLines(answers: AsyncIterable<LineAnswer>): AsyncGenerator<string> {
  for await (const answer of answers) yield `${JSON.stringify(answer)}\n`
}
