import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { ROUTES } from '../../src/app/http/routes.ts'
import { buildServer } from '../../src/app/http/server.ts'
import { givenKey } from '../support/people.ts'
import { startTestDesk } from '../support/server.ts'
import { ANSWER_BEGUN, exchangeRaw, type RawRequest, readAnswers } from './raw-exchange.ts'
import { changedTables, tableContentsReader } from './table-contents.ts'

/** For requests that must be late. Any other request could be late by the load of the machine alone. */
const TIMEOUT_MS = 1_000
const LONG_TIMEOUT_MS = 15_000
const MEGABYTES_10 = 10_485_760
/** More lines than are taken before the first is answered. */
const LINES_BEFORE_ANSWER = 600
const PROBLEM = 'application/problem+json; charset=utf-8'

async function listen(t: TestContext) {
  const { desk, database } = await startTestDesk(t)
  const serve = async (requestTimeoutMs: number) => {
    const app = buildServer(desk, { routes: ROUTES, ready: () => true, requestTimeoutMs })
    t.after(() => app.close())
    return Number(new URL(await app.listen({ host: '127.0.0.1', port: 0 })).port)
  }
  const port = await serve(LONG_TIMEOUT_MS)
  const { token } = await givenKey(desk.db)
  const takeStock = await tableContentsReader(database.ownerPool)
  const exchange = async (request: RawRequest) => readAnswers(await exchangeRaw(port, request))
  /** Sends a request to a server that waits briefly. */
  const exchangeLate = async (request: RawRequest) => readAnswers(await exchangeRaw(await serve(TIMEOUT_MS), request))
  return { token, takeStock, exchange, exchangeLate, port }
}

const report = (id: string) =>
  JSON.stringify({
    id,
    subject: { kind: 'content', id: 't-1' },
    ground: 'terms',
    category: 'VIOLENCE',
    reporterId: 'r-1',
    reportedAt: '2026-01-02T03:04:05Z',
  })

/** Each request, and the status it is answered with; none for a connection that we cut ourselves. */
function wrongRequests(token: string): Record<string, RawRequest & { status: number | undefined }> {
  const host = 'Host: desk.example\r\n'
  const auth = `Authorization: Bearer ${token}\r\n`
  const close = 'Connection: close\r\n'
  const body = report('r-wrong')
  const head = (line: string, ...fields: string[]) => `${line} HTTP/1.1\r\n${host}${auth}${fields.join('')}\r\n`
  const post = (...fields: string[]) => head('POST /v1/reports', 'Content-Type: application/json\r\n', ...fields)
  const length = (bytes: number | string) => `Content-Length: ${bytes}\r\n`
  const chunked = 'Transfer-Encoding: chunked\r\n'
  return {
    'a body cut off': { pieces: [post(length(900)), body], finally: 'end', status: 400 },
    'a connection cut off': { pieces: [post(length(900)), body], pauseMs: 20, finally: 'cut', status: undefined },
    'a body longer than it is said to be': { pieces: [post(length(5), close), body], status: 400 },
    'a body shorter than it is said to be': { pieces: [post(length(body.length + 1)), body], status: 408 },
    'a body that comes byte by byte': { pieces: [post(length(body.length)), ...body], pauseMs: 20, status: 408 },
    'headers that come byte by byte': { pieces: [...post(length(body.length))], pauseMs: 20, status: 408 },
    'a length below zero': { pieces: [post(length(-5)), body], status: 400 },
    'a length beyond numbers': { pieces: [post(length('9'.repeat(30))), body], status: 400 },
    'two lengths': { pieces: [post(length(5), length(6)), body], status: 400 },
    'a length and chunks': { pieces: [post(length(5), chunked), '0\r\n\r\n'], status: 400 },
    'chunks of no size': { pieces: [post(chunked), `zz\r\n${body}`], status: 400 },
    'an unknown transfer encoding': { pieces: [post('Transfer-Encoding: rot13\r\n'), body], status: 400 },
    'a body packed': { pieces: [post('Content-Encoding: gzip\r\n', length(body.length), close), body], status: 415 },
    'ten megabytes': { pieces: [post(length(MEGABYTES_10)), Buffer.alloc(MEGABYTES_10, 'x')], status: 413 },
    'ten megabytes in chunks': {
      pieces: [post(chunked), `${MEGABYTES_10.toString(16)}\r\n`, Buffer.alloc(MEGABYTES_10, 'x')],
      status: 413,
    },
    'ten megabytes from a stranger': {
      pieces: [`POST /v1/reports HTTP/1.1\r\n${host}${length(MEGABYTES_10)}${close}\r\n`, Buffer.alloc(MEGABYTES_10)],
      status: 401,
    },
    'no host': { pieces: [`GET /healthz HTTP/1.1\r\n${close}\r\n`], status: 400 },
    'a header with a zero byte': { pieces: [head('GET /healthz', 'X-Any: a\0b\r\n', close)], status: 400 },
    'headers too large': { pieces: [head('GET /healthz', `X-Any: ${'a'.repeat(20_000)}\r\n`)], status: 431 },
    'an address too long': { pieces: [head(`GET /v1/${'a'.repeat(20_000)}`)], status: 431 },
    'an address of other bytes': { pieces: [Buffer.from(head('GET /v1/\xff\xfe'), 'latin1')], status: 400 },
    'an address that is none': { pieces: [head('GET healthz', close)], status: 400 },
    'a token that is none': {
      pieces: [Buffer.from(`GET /v1/me HTTP/1.1\r\n${host}Authorization: Bearer \xff\xff\r\n${close}\r\n`, 'latin1')],
      status: 401,
    },
    'a proxy asked for': { pieces: [head('CONNECT example.org:443')], status: 405 },
    'a method of other servers': { pieces: [head('PROPFIND /v1/reports', close)], status: 405 },
    'a method of no server': { pieces: [head('FROB /v1/reports', close)], status: 400 },
    'something odd expected': { pieces: [post('Expect: tea\r\n', length(2), close), '{}'], status: 400 },
    'another protocol': { pieces: ['PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'], status: 400 },
    'no protocol': { pieces: [Buffer.from([0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00])], status: 400 },
  }
}

test('invalid or late HTTP is answered and stores nothing', async (t) => {
  const { token, takeStock, exchange, exchangeLate } = await listen(t)
  const before = await takeStock()
  for (const [name, { status, ...request }] of Object.entries(wrongRequests(token))) {
    const [answer, ...more] = await (status === 408 ? exchangeLate(request) : exchange(request))
    assert.equal(answer?.status, status, name)
    if (answer === undefined) continue
    assert.equal(answer.type, PROBLEM, name)
    const problem = JSON.parse(answer.body)
    assert.deepEqual([problem.status, problem.type.startsWith('urn:countersign:problem:')], [status, true], name)
    // After a body longer than announced, the rest can only be read as the next request.
    for (const next of more) assert.equal(next.status, 400, name)
    assert.deepEqual(changedTables(before, await takeStock(), { ledgerToo: true }), [], name)
  }
  const [healthy] = await exchange({ pieces: ['GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'] })
  assert.equal(healthy?.status, 200)
})

test('answers of concurrent requests on one connection never mix', async (t) => {
  const { token, exchange } = await listen(t)
  const body = report('r-first')
  const head = `POST /v1/reports HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\nContent-Type: application/json\r\n`
  const whole = `${head}Content-Length: ${body.length}\r\n\r\n${body}`
  const answers = await exchange({ pieces: [`${whole}NONSENSE\r\n\r\n`] })
  assert.deepEqual(
    answers.map(({ status }) => status),
    [201, 400],
  )
})

test('a broken batch of reports is answered wholly or not', async (t) => {
  const { token, port, takeStock } = await listen(t)
  const head = `POST /v1/reports/batch HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\n`
  const type = 'Content-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n'
  const lines = Array.from({ length: LINES_BEFORE_ANSWER }, (_, index) => `${report(`r-${index}`)}\n`).join('')
  const chunk = `${lines.length.toString(16)}\r\n${lines}\r\n`
  const text = await exchangeRaw(port, { pieces: [head + type + chunk, ANSWER_BEGUN, 'no chunk\r\n'] })
  assert.equal(text.split('HTTP/1.1 ').length - 1, 1, 'one answer at most began')
  assert.match(text, /^HTTP\/1\.1 207 /)
  assert.doesNotMatch(text, /\r\n0\r\n\r\n$/, 'what was cut off looks whole')
  const [answer] = readAnswers(text)
  const received = (answer?.body ?? '').split('\n').filter(Boolean)
  assert.ok(received.length > 0)
  for (const line of received) assert.equal(JSON.parse(line).status, 201)
  const stored = Number((await takeStock()).report?.split(' ')[0])
  assert.ok(stored >= received.length && stored <= LINES_BEFORE_ANSWER)
})
