import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { type TestContext, test } from 'node:test'
import { givenDemo } from './test/small-desk.ts'

const POST = {
  kind: 'content',
  id: 'pills-1',
  ground: 'terms',
  category: 'UNSAFE_AND_PROHIBITED_PRODUCTS',
  comment: 'Chalk.',
}

interface Received {
  authorization: string | undefined
  report: Record<string, unknown>
}

/** A desk that stores reports and gives the answer of the test. */
async function givenDesk(t: TestContext, answer: { status: number; body: object }) {
  const received: Received[] = []
  const server = createServer(async (request, response) => {
    assert.equal(request.url, '/v1/reports')
    received.push({ authorization: request.headers.authorization, report: JSON.parse(await text(request)) })
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(JSON.stringify(answer.body))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port }: AddressInfo = Object.assign({ address: '', family: '', port: 0 }, server.address())
  t.after(() => server.close())
  return { url: `http://127.0.0.1:${port}`, key: 'report-key', received }
}

async function report(url: string, form: Record<string, string>, headers: Record<string, string> = {}) {
  const response = await fetch(`${url}/report`, { method: 'POST', headers, body: new URLSearchParams(form) })
  return { status: response.status, page: await response.text(), cookie: response.headers.get('set-cookie') ?? '' }
}

test('the report form sends what the visitor saw to the desk', async (t) => {
  const desk = await givenDesk(t, { status: 201, body: {} })
  const { url } = await givenDemo(t, { desk })
  const page = await (await fetch(`${url}/posts/pills-1`)).text()
  assert.match(page, /<form method="post" action="\/report">/)
  assert.match(page, /name="kind" value="content"><input type="hidden" name="id" value="pills-1"/)
  const { status, page: result } = await report(url, POST)
  assert.equal(status, 200)
  assert.match(result, /Your report was received\./)
  const [received] = desk.received
  assert.equal(received?.authorization, 'Bearer report-key')
  const { id, reporterId, reportedAt, ...rest } = received?.report ?? {}
  assert.match(String(id), /^[0-9a-f-]{36}$/)
  assert.match(String(reporterId), /^[0-9a-f-]{36}$/)
  assert.ok(Math.abs(Date.now() - Date.parse(String(reportedAt))) < 60_000)
  const seen = 'Sleep pills, slimming pills, any pills. No paper needed. Cheapest in town, write to us!'
  assert.deepEqual(rest, {
    subject: { kind: 'content', id: 'pills-1' },
    ground: 'terms',
    category: 'UNSAFE_AND_PROHIBITED_PRODUCTS',
    comment: 'Chalk.',
    language: 'en',
    evidence: [{ class: 'ordinary', mediaType: 'text/plain', text: seen }],
  })
})

test('each visitor of the demo counts as a separate reporter', async (t) => {
  const desk = await givenDesk(t, { status: 201, body: {} })
  const { url } = await givenDemo(t, { desk })
  const { cookie } = await report(url, POST)
  assert.match(cookie, /HttpOnly; SameSite=Lax/)
  await report(url, { ...POST, kind: 'account', id: 'pills' }, { cookie: `a=b; ${cookie.split(';')[0]}` })
  await report(url, POST)
  const [first, second, third] = desk.received.map((each) => each.report.reporterId)
  assert.equal(first, second)
  assert.notEqual(first, third)
})

test('a visitor learns that the desk is down and can send again', async (t) => {
  const { url, reportTo } = await givenDemo(t, { desk: { url: 'http://127.0.0.1:1', key: 'k' } })
  const { status, page } = await report(url, POST)
  assert.equal(status, 502)
  assert.match(page, /Your report was not received\./)
  assert.match(page, /can not be reached/)
  const again = Object.fromEntries(
    Array.from(page.matchAll(/name="(\w+)" value="([^"]*)"/g), ([, name, value]) => [name, value]),
  )
  const desk = await givenDesk(t, { status: 200, body: {} })
  reportTo(desk)
  assert.match((await report(url, again)).page, /had it already/)
  const sent = desk.received[0]?.report
  assert.deepEqual([sent?.id, sent?.reportedAt, sent?.comment], [again.reportId, again.reportedAt, 'Chalk.'])
})

test("a desk's refusal of a report is quoted to the visitor, escaped", async (t) => {
  const desk = await givenDesk(t, { status: 422, body: { title: 'No such <subject>' } })
  const { url } = await givenDemo(t, { desk })
  const { status, page } = await report(url, POST)
  assert.equal(status, 502)
  assert.match(page, /answered 422: No such &lt;subject&gt;/)
})

test('a visitor of a demo without a desk is told so', async (t) => {
  const { url } = await givenDemo(t)
  const { status, page } = await report(url, POST)
  assert.equal(status, 503)
  assert.match(page, /was not received/)
})

test('an incomplete report form, or one of another site, sends nothing', async (t) => {
  const desk = await givenDesk(t, { status: 201, body: {} })
  const { url } = await givenDemo(t, { desk })
  const bad = [{ kind: 'domain' }, { ground: 'taste' }, { category: 'RUDENESS' }, { comment: 'x'.repeat(2_001) }]
  for (const change of bad) assert.equal((await report(url, { ...POST, ...change })).status, 400)
  assert.equal((await report(url, { ...POST, id: 'nothing' })).status, 404)
  assert.equal((await report(url, POST, { 'sec-fetch-site': 'cross-site' })).status, 403)
  assert.deepEqual(desk.received, [])
})
