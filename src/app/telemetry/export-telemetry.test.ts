import assert from 'node:assert/strict'
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { IncomingMessage } from 'node:http'
import { type TestContext, test } from 'node:test'
import { pino } from 'pino'
import sql from 'sql-template-tag'
import { cleanUp } from '../../../test/support/clean-up.ts'
import { givenClaim, givenReviewer, send, violation } from '../../../test/support/desk-flow.ts'
import { type ReceivedSpan, startOtlpReceiver } from '../../../test/support/otlp-receiver.ts'
import { givenKey } from '../../../test/support/people.ts'
import { bearer } from '../../../test/support/server.ts'
import { waitFor } from '../../../test/support/wait-for.ts'
import { startWorkingDesk, type WorkingDesk } from '../../../test/support/working-desk.ts'
import { routePlatforms } from '../../connectors/route-platforms.ts'
import { type Connector, ConnectorError } from '../../foundation/connector/connector.ts'
import { DeskError } from '../../foundation/errors.ts'
import { message } from '../../foundation/messages/message.ts'
import { DEFAULT_PLATFORM } from '../../foundation/platforms.ts'
import { forwarding } from '../../foundation/telemetry/forward-logs.ts'
import { LOG_OPTIONS } from '../../foundation/telemetry/log-options.ts'
import { traced } from '../../foundation/telemetry/tracing.ts'
import { exportTelemetry } from './export-telemetry.ts'

const REPORTER = 'ingrid.reporter@mail.example'
const TEXT = 'This person sells forged passports to my neighbour Bartholomew.'
const RATIONALE = 'The offer of Bartholomew was seen by me.'
const SENDER = '203.0.113.77'
/** The handle of the reported account at the demo platform. */
const HANDLE = /pills/i

const collect = (url: string) => exportTelemetry({ url, headers: { 'x-tenant': 'desk' }, service: 'desk', share: 1 })

/** Records the traceparent of each call that a server of this process receives under the platform's address. */
function recordCalls(t: TestContext, { url }: { url: string }): string[] {
  const { host } = new URL(url)
  const traceparents: string[] = []
  const listener = (event: unknown) => {
    const { headers } = (event as { request: IncomingMessage }).request
    if (headers.host === host) traceparents.push(String(headers.traceparent))
  }
  subscribe('http.server.request.start', listener)
  cleanUp(t, async () => void unsubscribe('http.server.request.start', listener))
  return traceparents
}

const report = (working: WorkingDesk, token: string, more: Record<string, unknown> = {}) =>
  working.app.inject({
    ...{ method: 'POST', url: '/v1/reports', headers: bearer(token), remoteAddress: SENDER },
    payload: {
      ...{ id: 'r-1', subject: { kind: 'account', id: 'pills' }, ground: 'terms', category: 'SCAMS_AND_FRAUD' },
      ...{ reporterId: REPORTER, reportedAt: '2026-05-01T09:00:00Z', comment: TEXT, ...more },
    },
  })

/** Plays a report, a decision, its effect at the platform, and requests that are refused. */
async function playStory(t: TestContext): Promise<{ working: WorkingDesk; traceparents: string[] }> {
  const working = await startWorkingDesk(t)
  const { desk, demo } = working
  const traceparents = recordCalls(t, demo)
  let refused = false
  const apply: Connector['apply'] = async (instruction, grounds) => {
    if (refused) return desk.platform.apply(instruction, grounds)
    refused = true
    throw new ConnectorError('unavailable', 'Bartholomew pulled the plug')
  }
  const platform = routePlatforms(
    new Map([[DEFAULT_PLATFORM, Object.create(desk.platform, { apply: { value: apply } })]]),
  )
  const key = await givenKey(desk.db, ['report'])
  assert.equal((await report(working, key.token)).statusCode, 201)
  assert.equal((await report(working, key.token, { id: 'r-2', ground: REPORTER })).statusCode, 400)
  assert.equal((await report(working, 'cs_pat_wrong', {})).statusCode, 401)
  assert.equal((await report(working, key.token, { reporterId: 'somebody-else' })).statusCode, 409)
  const reviewer = await givenReviewer(working)
  const caseId = await givenClaim(working, reviewer.token)
  await send(working, reviewer.token, 'GET', `/v1/search?q=${encodeURIComponent(REPORTER)}`)
  const decided = await send(
    working,
    reviewer.token,
    'POST',
    `/v1/cases/${caseId}/decisions`,
    violation({ rationale: RATIONALE }),
  )
  assert.equal(decided.status, 201, JSON.stringify(decided.body))
  const stop = working.workAs(Object.create(desk, { platform: { value: platform } }))
  const [enforcementId = ''] = decided.body.enforcements as string[]
  await working.enforcementIn(enforcementId, 'in_effect')
  await stop()
  const stopped = await send(working, reviewer.token, 'POST', `/v1/enforcements/${enforcementId}/stop`, {})
  assert.equal(stopped.status, 202, JSON.stringify(stopped.body))
  return { working, traceparents }
}

/** The names of a span and of all above it, in its trace. */
function pathOf(spans: readonly ReceivedSpan[], from: ReceivedSpan | undefined): string[] {
  const path: string[] = []
  for (let span = from; span !== undefined; ) {
    path.unshift(span.name)
    const { traceId, parentSpanId } = span
    span = parentSpanId ? spans.find((each) => each.traceId === traceId && each.spanId === parentSpanId) : undefined
  }
  return path
}

test('one trace leads from report to case, enforcement and platform call', async (t) => {
  const receiver = await startOtlpReceiver(t)
  const end = collect(receiver.url)
  cleanUp(t, end)
  const { working, traceparents } = await playStory(t)
  await end()
  const { spans } = receiver
  const answered = working.logged.filter(({ msg }) => msg === 'answered')
  // The end of a process waits two seconds for the collector; a busy machine may take longer.
  const call = await waitFor('every span to arrive', async () => {
    const traces = new Set(spans.map(({ traceId }) => traceId))
    const sent = spans.find(
      ({ name, traceId, spanId }) =>
        name === 'platform restrict' && traceparents.includes(`00-${traceId}-${spanId}-01`),
    )
    const isWhole = pathOf(spans, sent)[0] === 'POST /v1/reports'
    return isWhole && answered.every(({ traceId }) => traces.has(String(traceId))) && sent
  })
  assert.deepEqual(pathOf(spans, call), [
    ...['POST /v1/reports', 'store report', 'decide case', 'job drive', 'platform restrict'],
  ])
  const act = spans.find(({ name }) => name === 'stop enforcement')
  assert.deepEqual(pathOf(spans, act), ['POST /v1/reports', 'store report', 'decide case', 'stop enforcement'])
  const request = spans.find(({ name }) => name === 'POST /v1/cases/:caseId/decisions')
  const decided = spans.find(({ name }) => name === 'decide case')
  assert.deepEqual(
    decided?.links?.map(({ traceId }) => traceId),
    [request?.traceId],
  )
  assert.deepEqual(new Set(receiver.headers), new Set(['desk']))
  assert.ok(working.logged.some(({ failure, traceId }) => failure === 'unavailable' && traceId === call.traceId))
  assert.ok(answered.length > 5)
  for (const { requestId, traceId } of answered) {
    const span = spans.find((each) => each.traceId === traceId && each.parentSpanId === undefined)
    assert.ok(
      span?.attributes?.some(({ value }) => value.stringValue === requestId),
      String(requestId),
    )
  }
  assertPrivate([...working.logged.map((line) => JSON.stringify(line)), ...receiver.texts])
})

test('a trace that a caller states is not continued', async (t) => {
  const receiver = await startOtlpReceiver(t)
  const end = collect(receiver.url)
  cleanUp(t, end)
  const { app } = await startWorkingDesk(t)
  const traceparent = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`
  await app.inject({ url: '/healthz', headers: { traceparent } })
  await end()
  const span = await waitFor('the span to arrive', async () =>
    receiver.spans.find(({ name }) => name === 'GET /healthz'),
  )
  assert.deepEqual([span.traceId === 'a'.repeat(32), span.parentSpanId], [false, undefined])
})

test('lines of the log go to the collector with their trace', async (t) => {
  const receiver = await startOtlpReceiver(t)
  const end = collect(receiver.url)
  const written: string[] = []
  const log = pino({ ...LOG_OPTIONS, level: 'info' }, forwarding({ write: (line) => void written.push(line) }))
  await traced({ name: 'step' }, async () => log.warn({ subject: 'account:ingrid', attempt: 2 }, 'it was late'))
  await end()
  log.info('after the end')
  const found = await waitFor('the line to arrive', async () => receiver.spans.length > 0 && receiver.logs[0])
  assert.deepEqual([found.severityText, found.body.stringValue], ['WARN', 'it was late'])
  assert.equal(found.traceId, receiver.spans[0]?.traceId)
  assert.equal(written.length, 2)
  assert.doesNotMatch(written.join(), /ingrid/)
})

test('a collector that never answers holds nothing up', async (t) => {
  const { url } = await startOtlpReceiver(t, { answers: false })
  const end = collect(url)
  for (let n = 0; n < 20_000; n++) await traced({ name: 'step' }, async () => n)
  const begun = performance.now()
  await end()
  assert.ok(performance.now() - begun < 30_000)
})

test('errors in the log quote no value', async (t) => {
  const { desk, logged } = await startWorkingDesk(t)
  const errors = [
    await desk.db.query(sql`select ${REPORTER}::text::integer`).catch((error: unknown) => error),
    await desk.db
      .query(sql`do $$ begin raise exception 'not for Bartholomew'; end $$`)
      .catch((error: unknown) => error),
    new DeskError('not_found', message('case.unknown', { caseId: REPORTER })),
    new ConnectorError('refused', `no: ${REPORTER}`, { cause: new SyntaxError(`Unexpected ${REPORTER}`) }),
    REPORTER,
  ]
  for (const error of errors) desk.log.error({ err: error, error }, 'failed')
  const lines = logged.filter(({ msg }) => msg === 'failed')
  assert.equal(lines.length, errors.length)
  assert.match(JSON.stringify(lines), /22P02.*"failure":"refused"/)
  assertPrivate(lines.map((line) => JSON.stringify(line)))
})

function assertPrivate(lines: readonly string[]): void {
  assert.ok(lines.length > 0)
  const quoting = lines.filter(
    (line) =>
      [REPORTER, 'ingrid', 'Bartholomew', 'passports', SENDER, 'Somebody Invented', 'cs_pat_', 'Bearer'].some((word) =>
        line.includes(word),
      ) || HANDLE.test(line),
  )
  assert.deepEqual(quoting, [])
}
