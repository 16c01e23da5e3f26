import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import sql from 'sql-template-tag'
import { type GivenPerson, givenStaff } from '../../../test/support/people.ts'
import { bearer, startTestDesk } from '../../../test/support/server.ts'
import { waitFor } from '../../../test/support/wait-for.ts'
import type { StageRoutes } from '../../policy/stage/stage.ts'
import { type Export, sendExport } from './send-export.ts'
import { findUnusualReading } from './unusual-reading.ts'

const URL = '/v1/decision-exports'
const PAGES = 3
const ROWS_A_PAGE = 500

/** Starts a desk whose export lists numbers. Its second page waits until `proceed` is called. */
async function start(t: TestContext, { rows = PAGES * ROWS_A_PAGE }: { rows?: number } = {}) {
  const { promise: maySend, resolve: proceed } = Promise.withResolvers<void>()
  // A test that fails leaves no answer open that would keep the server from closing.
  t.after(() => proceed())
  const read: number[] = []
  const list: Export<number>['list'] = async ({ limit, cursor }) => {
    const from = Number(cursor ?? 0)
    read.push(from)
    if (from === ROWS_A_PAGE) await maySend
    const items = Array.from({ length: Math.min(limit, rows - from) }, (_, each) => from + each)
    return { items, nextCursor: from + limit < rows ? String(from + limit) : null }
  }
  const asked = { name: 'numbers', format: 'csv', reason: 'audit', filter: { policyId: 'scam' } } as const
  const { promise: mayAnswer, resolve: answer } = Promise.withResolvers<void>()
  let answering = 0
  const routes: StageRoutes = (app, desk) => {
    app.get(URL, (request, reply) =>
      sendExport(
        desk,
        { request, reply },
        { ...asked, list, hasMore: async (than) => rows > than, columns: { number: (each) => each } },
      ),
    )
    app.get('/v1/cases', async () => {
      answering++
      await mayAnswer
      return {}
    })
    app.get('/v1/me', async () => ({}))
  }
  const { desk, app } = await startTestDesk(t, { routes: [routes], heads: true })
  const person = () => givenStaff(desk.db, { roles: ['lead'], onShift: true })
  const call = async ({ token }: { token: string }, url = URL, method: 'GET' | 'HEAD' = 'GET') => {
    const { statusCode: status, body } = await app.inject({ method, url, headers: bearer(token) })
    return { status, body }
  }
  const origin = await app.listen({ port: 0, host: '127.0.0.1' })
  const fetchFile = ({ token }: { token: string }) => fetch(`${origin}${URL}`, { headers: bearer(token) })
  const secondPage = () => waitFor('the second page', async () => read.includes(ROWS_A_PAGE))
  return { desk, person, call, fetchFile, secondPage, proceed, read, answer, countAnswering: () => answering }
}

test('a list longer than an export is refused before the first byte', async (t) => {
  const { person, call, read } = await start(t, { rows: 10_001 })
  const { status, body } = await call(await person())
  assert.equal(status, 422)
  assert.match(body, /More than 10,000 rows match\. Choose a shorter period/)
  assert.deepEqual(read, [])
})

test('an export of the most rows is complete', async (t) => {
  const { person, call, proceed } = await start(t, { rows: 10_000 })
  proceed()
  const { status, body } = await call(await person())
  assert.deepEqual([status, body.split('\r\n').length], [200, 10_002])
})

test('HEAD of an export reads and records nothing', async (t) => {
  const { desk, person, call, read } = await start(t)
  assert.deepEqual(await call(await person(), URL, 'HEAD'), { status: 200, body: '' })
  assert.deepEqual(read, [])
  assert.deepEqual(await desk.db.list(sql`select from staff_view`), [])
})

test('429: a person runs one export at a time', async (t) => {
  const { person, call, fetchFile, secondPage, proceed } = await start(t)
  const [one, other] = [await person(), await person()]
  const file = await fetchFile(one)
  await secondPage()
  const { status, body } = await call(one)
  assert.equal(status, 429)
  assert.match(body, /Another export of yours is still running/)
  proceed()
  assert.equal((await call(other)).status, 200)
  assert.equal((await file.text()).split('\r\n').length, PAGES * ROWS_A_PAGE + 2)
  await waitFor('the end of the first export', async () => (await call(one)).status === 200)
})

test('an export ends with the session and the shift of its reader', async (t) => {
  const endings = [
    ({ tokenId }: GivenPerson) => sql`select revoke_token(${tokenId})`,
    ({ id }: GivenPerson) => sql`insert into shift_event (staff_id, kind) values (${id}, 'end')`,
  ]
  for (const end of endings) {
    const { desk, person, fetchFile, proceed, secondPage, read } = await start(t)
    const reader = await person()
    const file = await fetchFile(reader)
    await secondPage()
    await desk.db.query(end(reader))
    proceed()
    await assert.rejects(file.text(), /terminated/)
    assert.deepEqual(read, [0, ROWS_A_PAGE], 'the third page is not read')
  }
})

test('an export keeps a place of its reader until it is sent', async (t) => {
  const { person, call, fetchFile, secondPage, proceed, answer, countAnswering } = await start(t)
  const [one, other] = [await person(), await person()]
  // The desk knows the people of secrets that it has seen.
  for (const each of [one, other]) await call(each, '/v1/me')
  const file = await fetchFile(one)
  await secondPage()
  const others = Array.from({ length: 12 }, () => call(one, '/v1/cases'))
  await waitFor('eleven requests', async () => countAnswering() >= 11)
  assert.equal((await call(other, '/v1/me')).status, 200)
  assert.equal(countAnswering(), 11)
  proceed()
  await file.text()
  await waitFor('the twelfth request', async () => countAnswering() === 12)
  answer()
  await Promise.all(others)
})

test('an export counts as unusual reading', async (t) => {
  const { desk, person, call, proceed } = await start(t)
  const [reader] = [await person(), await person()]
  proceed()
  assert.equal((await call(reader)).status, 200)
  const views = await desk.db.list(sql`select reason, words, shown from staff_view where staff_id = ${reader.id}`)
  const page = { reason: 'audit', words: 'numbers.csv policyId=scam', shown: ROWS_A_PAGE }
  assert.deepEqual(views, [page, page, page])
  await findUnusualReading(desk)
  const alerts = await desk.db.list(sql`select staff_id as "staffId", listed from reading_alert`)
  assert.deepEqual(alerts, [{ staffId: reader.id, listed: PAGES * ROWS_A_PAGE }])
})
