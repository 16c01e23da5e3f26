import assert from 'node:assert/strict'
import { test } from 'node:test'
import { givenKey } from '../../../test/support/people.ts'
import { reportOf } from '../../../test/support/reports.ts'
import { bearer, startTestDesk } from '../../../test/support/server.ts'
import { BATCH_LINES_MAX, type LineAnswer } from './receive-batch.ts'
import { intakeRoutes } from './routes.ts'

const NDJSON = { 'content-type': 'application/x-ndjson' }

async function start(t: Parameters<typeof startTestDesk>[0]) {
  const { app, desk } = await startTestDesk(t, { routes: [intakeRoutes] })
  const key = await givenKey(desk.db, ['report'])
  const send = async (lines: readonly string[], headers: Record<string, string> = NDJSON) => {
    const payload = lines.join('\n')
    const response = await app.inject({
      method: 'POST',
      url: '/v1/reports/batch',
      headers: { ...headers, ...bearer(key.token) },
      payload,
    })
    const answers =
      response.statusCode === 207 && response.body !== ''
        ? response.body
            .trim()
            .split('\n')
            .map((line) => JSON.parse(line) as LineAnswer)
        : []
    return { status: response.statusCode, answers, body: response.body }
  }
  const count = async () =>
    (await desk.db.query<{ n: number }>({ text: 'select count(*) as n from report', values: [] })).rows[0]?.n
  return { send, count }
}

const line = (n: number, more: object = {}) =>
  JSON.stringify({ ...reportOf({ id: `b-${n}`, reporterId: `p-${n}` }), ...more })

test('200: a batch of reports is answered line by line', async (t) => {
  const { send, count } = await start(t)
  const { status, answers } = await send(Array.from({ length: 2_000 }, (_, n) => line(n)))
  assert.equal(status, 207)
  assert.deepEqual(
    answers.map((answer) => answer.line),
    Array.from({ length: 2_000 }, (_, n) => n + 1),
  )
  assert.ok(
    answers.every((answer) => answer.status === 201 && answer.caseId === 'case_1'),
    JSON.stringify(answers.find((a) => a.status !== 201)),
  )
  assert.equal(await count(), 2_000)
})

test('207: a bad line in a batch harms no other', async (t) => {
  const { send, count } = await start(t)
  const lines = [
    line(1),
    'not json',
    line(2, { category: 'NONSENSE' }),
    '',
    line(1),
    line(1, { comment: 'more' }),
    line(3, { keyword: 'a\u0000b' }),
    line(4),
  ]
  const { answers } = await send(lines)
  assert.deepEqual(
    answers.map((answer) => [answer.line, answer.status]),
    [
      [1, 201],
      [2, 400],
      [3, 400],
      [5, 200],
      [6, 409],
      [7, 400],
      [8, 201],
    ],
  )
  assert.match(answers[2]?.detail ?? '', /category/)
  assert.equal(await count(), 2)
})

test('207: an empty batch of reports gets an empty answer', async (t) => {
  const { send } = await start(t)
  const { status, body } = await send([''])
  assert.deepEqual([status, body], [207, ''])
})

test('413: an oversized line ends a batch; earlier lines stay stored', async (t) => {
  const { send } = await start(t)
  const { answers } = await send([...Array.from({ length: BATCH_LINES_MAX }, () => line(1)), line(2)])
  assert.equal(answers.at(-1)?.status, 413)
  assert.equal(answers.length, BATCH_LINES_MAX + 1)
})

test('415: a batch of reports needs a content type of lines', async (t) => {
  const { send } = await start(t)
  assert.equal((await send([line(1)], { 'content-type': 'application/json' })).status, 415)
  assert.equal((await send([line(1)], { 'content-type': 'text/csv' })).status, 415)
})
