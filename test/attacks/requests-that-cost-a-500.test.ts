import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { ROUTES } from '../../src/app/http/routes.ts'
import { buildServer } from '../../src/app/http/server.ts'
import { exchangeRaw, type RawRequest, readAnswers } from '../hostile/raw-exchange.ts'
import { givenKey, givenStaff } from '../support/people.ts'
import { bearer, startTestDesk } from '../support/server.ts'
import { waitFor } from '../support/wait-for.ts'

async function listen(t: TestContext) {
  const { desk, logged } = await startTestDesk(t)
  const app = buildServer(desk, { routes: ROUTES, ready: () => true })
  const failed: unknown[] = []
  app.addHook('onError', async (_request, _reply, error) => void failed.push(error))
  t.after(() => app.close())
  const port = Number(new URL(await app.listen({ host: '127.0.0.1', port: 0 })).port)
  const ask = async (request: RawRequest) => readAnswers(await exchangeRaw(port, request)).map(({ status }) => status)
  return { desk, app, logged, failed, ask }
}

const get = (path: string, ...fields: string[]): RawRequest => ({
  pieces: [`GET ${path} HTTP/1.1\r\n${fields.map((field) => `${field}\r\n`).join('')}Connection: close\r\n\r\n`],
})
const HOST = 'Host: desk.example'

test('a URL path that climbs out of a folder is a 4xx', async (t) => {
  const { ask } = await listen(t)
  const climbing = ['../../x', '..%2f..%2fx', '%2e%2e/%2e%2e/x', '../../../package.json', '..\\..\\x', '..%5c..%5cx']
  for (const path of [...climbing, '%00', '.', '..', '/etc/passwd', 'x%ff', '.git/config']) {
    for (const prefix of ['/assets/', '/v1/', '/', '/v1/docs/']) {
      const [status = 0] = await ask(get(`${prefix}${path}`, HOST))
      assert.ok(status >= 200 && status < 500, `GET ${prefix}${path}: ${status}`)
    }
  }
})

test('400: two Host headers are refused with any values', async (t) => {
  const { ask } = await listen(t)
  for (const second of ['Host: desk.example', 'host: evil.example', 'HOST: ']) {
    assert.deepEqual(await ask(get('/healthz', HOST, second)), [400], second)
  }
  assert.deepEqual(await ask(get('/healthz')), [400], 'none')
  assert.deepEqual(await ask(get('/healthz', HOST)), [200])
})

test('400: a number too large to store is refused everywhere', async (t) => {
  const { desk, app } = await listen(t)
  const { token } = await givenStaff(desk.db, { roles: ['auditor'] })
  const { token: lead } = await givenStaff(desk.db, { roles: ['lead'], onShift: true })
  for (const [path, who] of [
    ['/v1/ledger', token],
    ['/v1/alerts', lead],
  ] as const) {
    for (const number of ['1e+308', '1e308', '9223372036854775808', '-1e308', 'Infinity']) {
      const cursor = Buffer.from(JSON.stringify([number])).toString('base64url')
      const { statusCode } = await app.inject({ url: `${path}?cursor=${cursor}`, headers: bearer(who) })
      assert.equal(statusCode, 400, `${path} ${number}`)
    }
  }
  const unbounded = listUnbounded((await app.inject('/v1/openapi.json')).json())
  assert.deepEqual(unbounded, [], 'whole numbers that are taken without an upper bound')
})

interface Node {
  [key: string]: unknown
}

/** Every whole number that a request may carry and that has no bound above, by where it stands. */
function listUnbounded({ paths }: { paths: Record<string, Record<string, Node>> }): string[] {
  const found: string[] = []
  const walk = (node: unknown, where: string): void => {
    if (typeof node !== 'object' || node === null) return
    const { type, maximum, exclusiveMaximum } = node as Node
    if (type === 'integer' && maximum === undefined && exclusiveMaximum === undefined) found.push(where)
    for (const [key, value] of Object.entries(node)) walk(value, `${where}/${key}`)
  }
  for (const [path, methods] of Object.entries(paths)) {
    for (const [method, { parameters, requestBody }] of Object.entries(methods)) {
      walk(parameters, `${method} ${path} parameters`)
      walk(requestBody, `${method} ${path} body`)
    }
  }
  return found
}

test('a caller who hangs up is not logged as database failure', async (t) => {
  const { desk, ask, logged, failed } = await listen(t)
  const { token } = await givenKey(desk.db, ['report'])
  const fields = [HOST, `Authorization: Bearer ${token}`, 'Content-Type: application/json', 'Content-Length: 900']
  const [head = ''] = get('/v1/reports', ...fields).pieces
  const post = String(head).replace('GET', 'POST').replace('Connection: close\r\n', '')
  await ask({ pieces: [post, '{"id"'], pauseMs: 50, finally: 'cut' })
  await waitFor('it to have failed', async () => failed.length > 0)
  const wrong = logged.filter(({ level }) => Number(level) >= 40)
  assert.deepEqual(wrong, [], 'nothing is logged as wrong')
})
