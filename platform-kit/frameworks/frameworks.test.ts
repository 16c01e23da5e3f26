import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type TestContext, test } from 'node:test'
import { type SmallPlatform, sign, startSmallPlatform } from '../test/small-platform.ts'

const PATH = '/countersign'
const BODY = '{ "type": "platform.capabilities",  "note": "é 🙂" }'
const isInstalled = (name: string): boolean => existsSync(new URL(`node_modules/${name}/package.json`, import.meta.url))
const skip = (name: string) => (isInstalled(name) ? false : `${name} is not installed: npm run frameworks`)
const load = (path: string) => import(path)

type Send = (init: { method: string; headers: Record<string, string>; body: string }) => Promise<Response>

/** Sends a good call, a changed one, and an empty one. */
async function checkAnswers(small: SmallPlatform, send: Send): Promise<void> {
  const { headers } = sign(small, BODY)
  const json = { ...headers, 'content-type': 'application/json' }
  const post = (body: string) => send({ method: 'POST', headers: json, body })
  const good = await post(BODY)
  assert.deepEqual([good.status, ((await good.json()) as { name: string }).name], [200, 'Small'])
  for (const body of [BODY.replace('  ', ' '), '']) {
    const refused = await post(body)
    assert.deepEqual([refused.status, ((await refused.json()) as { refusal: string }).refusal], [401, 'bad_signature'])
  }
}

const start = (): SmallPlatform => startSmallPlatform({ nowMs: Date.now() })

test('the web handler hands the body on as it arrived', async () => {
  const small = start()
  const { answerRequests } = await load('./next.js')
  const answer = answerRequests(small.platform)
  await checkAnswers(small, (init) => answer(new Request(`https://platform.example${PATH}`, init)))
})

test('the Fastify plugin hands the body on as it arrived', async (t) => {
  const small = start()
  const { mountOnFastify } = await load('./fastify.js')
  const app = (await load('fastify')).default()
  t.after(() => app.close())
  app.post('/other', async ({ body }: { body: unknown }) => body)
  await mountOnFastify(app, PATH, small.platform)
  const url = await app.listen({ port: 0, host: '127.0.0.1' })
  await checkAnswers(small, (init) => fetch(`${url}${PATH}`, init))
  const headers = { 'content-type': 'application/json' }
  const other = await fetch(`${url}/other`, { method: 'POST', headers, body: '{"a":1}' })
  assert.deepEqual(await other.json(), { a: 1 }, 'other routes keep their parser')
})

test('the Hono route hands the body on as it arrived', { skip: skip('hono') }, async () => {
  const small = start()
  const [{ Hono }, { mountOnHono }] = await Promise.all([load('hono'), load('./hono.js')])
  const app = new Hono()
  mountOnHono(app, PATH, small.platform)
  await checkAnswers(small, (init) => app.request(PATH, init))
})

test('the Express route hands the body on as it arrived', { skip: skip('express') }, async (t) => {
  const small = start()
  const [{ default: express }, { mountOnExpress }] = await Promise.all([load('express'), load('./express.js')])
  const app = express()
  mountOnExpress(app, PATH, small.platform)
  app.use(express.json())
  const url = await serve(t, app)
  await checkAnswers(small, (init) => fetch(`${url}${PATH}`, init))
})

async function serve(t: TestContext, app: Parameters<typeof createServer>[1]): Promise<string> {
  const server = createServer(app ?? (() => undefined)).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
