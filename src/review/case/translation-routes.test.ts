import assert from 'node:assert/strict'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { type TestContext, test } from 'node:test'
import sql from 'sql-template-tag'
import { Webhook } from 'standardwebhooks'
import { givenAccount, givenCase, givenReports } from '../../../test/support/cases.ts'
import { startLibreTranslate } from '../../../test/support/libre-translate.ts'
import { givenKey, givenStaff } from '../../../test/support/people.ts'
import { bearer, startTestDesk } from '../../../test/support/server.ts'
import { libreTranslator } from '../../foundation/connector/libre-translator.ts'
import { webhookTranslator } from '../../foundation/connector/translator.ts'
import { ROUTES } from '../../app/http/routes.ts'

const SECRET = `whsec_${Buffer.alloc(32, 5).toString('base64')}`

/** Starts a desk with a translator that answers as each test wants. */
async function start(t: TestContext, listener: RequestListener | undefined) {
  const translator =
    listener && webhookTranslator({ url: await listen(t, listener), secret: SECRET, now: () => new Date() })
  const { desk, app } = await startTestDesk(t, { routes: ROUTES, ...(translator && { translator }) })
  const accountId = await givenAccount(desk.db)
  await desk.db.query(sql`
    insert into content (id, account_id, kind, text, language, source, facts_at)
    values ('t1', ${accountId}, 'post', 'Bom dia', 'pt', 'test', desk_now())`)
  const caseId = await givenCase(desk.db, { subject: 'content:t1', accountId })
  const person = await givenStaff(desk.db, { onShift: true })
  const ask = async (payload: object, of = caseId, { token } = person) => {
    const url = `/v1/cases/${of}/translation`
    const answer = await app.inject({ method: 'POST', url, headers: bearer(token), payload })
    return { status: answer.statusCode, body: answer.json() }
  }
  const read = async () =>
    (await app.inject({ url: `/v1/cases/${caseId}`, headers: bearer(person.token) })).json().translates
  return { db: desk.db, caseId, ask, read }
}

async function listen(t: TestContext, listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  t.after(() => server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/translate`
}

test('200: a translator receives only signed text and languages', async (t) => {
  const sent: unknown[] = []
  const { ask, read } = await start(t, async (request, response) => {
    const body = await text(request)
    sent.push(new Webhook(SECRET).verify(body, request.headers as Record<string, string>))
    response.end(JSON.stringify({ text: 'Good morning', from: 'pt-PT' }))
  })
  assert.equal(await read(), true)
  const { status, body } = await ask({ to: 'en' })
  assert.deepEqual([status, body], [200, { text: 'Good morning', from: 'pt-PT', to: 'en' }])
  assert.deepEqual(sent, [{ text: 'Bom dia', from: 'pt', to: 'en' }])
})

test('400, 403, 404, 409: a translation needs set-up, text, access and language', async (t) => {
  const without = await start(t, undefined)
  assert.equal(await without.read(), false)
  const { status, body } = await without.ask({ to: 'en' })
  assert.deepEqual([status, body.detail], [409, 'The text was not translated. This desk has no translation service.'])
  let asked = 0
  const { db, caseId, ask } = await start(t, (_request, response) => {
    asked += 1
    response.end('{"text":"x"}')
  })
  assert.equal((await ask({ to: 'en' }, await givenCase(db, { subject: 'account:ann' }))).status, 404)
  for (const wrong of [{}, { to: '' }, { to: 'english please' }, { to: 'en', text: 'mine' }])
    assert.equal((await ask(wrong)).status, 400, JSON.stringify(wrong))
  await db.query(sql`update review_case set clearances = '{safety}' where id = ${caseId}`)
  assert.equal((await ask({ to: 'en' })).status, 403)
  assert.equal(asked, 0)
})

test("503: a translator's refusal or invalid answer is reported", async (t) => {
  const answers: ((response: Parameters<RequestListener>[1]) => void)[] = [
    (response) => response.writeHead(500).end(),
    (response) => response.end('<html>'),
    (response) => response.end('{"said":"Good morning"}'),
    (response) => response.writeHead(302, { location: 'http://127.0.0.1:9/' }).end(),
    (response) => response.end(Buffer.alloc(2 * 1_048_576, ' ')),
    (response) => response.destroy(),
  ]
  const { ask } = await start(t, (_request, response) => void answers.shift()?.(response))
  for (let left = answers.length; left > 0; left--) {
    const { status, body } = await ask({ to: 'en' })
    assert.deepEqual(
      [status, /^The text was not translated\. The translation service failed: /.test(body.detail)],
      [503, true],
      body.detail,
    )
  }
})

test('200, 403, 404, 429: comments of one case are translated within limits', async (t) => {
  const server = await startLibreTranslate(t)
  const translator = libreTranslator({ url: server.url, allowPrivate: [] })
  const { desk, app } = await startTestDesk(t, { routes: ROUTES, translator })
  const { token } = await givenStaff(desk.db, { onShift: true })
  const accountId = await givenAccount(desk.db)
  const [caseId, other] = [await givenCase(desk.db, { subject: 'content:t1', accountId }), await givenCase(desk.db)]
  const [reportId] = await givenReports(desk.db, (await givenKey(desk.db)).id, caseId, 1)
  const ask = async (of: string) => {
    const [url, payload] = [`/v1/cases/${of}/translation`, { to: 'en', reportId }]
    return app.inject({ method: 'POST', url, headers: bearer(token), payload })
  }
  assert.equal((await ask(caseId)).json().text, 'en: Comment 1')
  assert.equal((await ask(other)).statusCode, 404, 'a report of another case')
  const answers: number[] = []
  for (let asked = 0; asked < 20; asked++) answers.push((await ask(caseId)).statusCode)
  assert.deepEqual(answers, [...Array.from({ length: 19 }, () => 200), 429])

  const sent = server.received.length
  await desk.db.query(sql`
    insert into content (id, account_id, kind, source, facts_at) values ('t1', ${accountId}, 'post', 'test', desk_now())`)
  await desk.db.query(sql`
    insert into content_media (content_id, reference, place, kind, media_type, class, sha256)
    values ('t1', 'vault:1', 0, 'image', 'image/png', 'restricted', ${Buffer.alloc(32, 1)})`)
  assert.equal((await ask(caseId)).statusCode, 403, 'a part of the case is restricted')
  assert.equal(server.received.length, sent)
})
