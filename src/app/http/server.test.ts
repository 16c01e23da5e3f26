import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { type TestContext, test } from 'node:test'
import { Type } from '@fastify/type-provider-typebox'
import { givenKey, givenStaff } from '../../../test/support/people.ts'
import { bearer, startTestDesk } from '../../../test/support/server.ts'
import { DeskError, type ErrorCode } from '../../foundation/errors.ts'
import { message } from '../../foundation/messages/message.ts'
import { PlatformId, Problem } from '../../foundation/schemas/schemas.ts'
import { staffRoutes } from '../../people/staff/routes.ts'
import type { StageRoutes } from '../../policy/stage/stage.ts'
import { ROUTES } from './routes.ts'

const Report = Type.Object(
  {
    comment: Type.Optional(Type.String({ maxLength: 5 })),
    parts: Type.Optional(Type.Array(Type.Object({ text: Type.String() }), { maxItems: 2 })),
    facts: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
    ground: Type.Optional(Type.Union([Type.Literal('illegal'), Type.Literal('terms')])),
  },
  { additionalProperties: false },
)

/** Rows of the table of rights that stand in for a stage: what they throw is what is tested. */
const stage =
  (act: () => unknown): StageRoutes =>
  (app) => {
    const schema = { body: Report, response: { 201: Type.Object({ kept: Type.String() }), 409: Problem } }
    app.post('/v1/reports', { schema }, async (_request, reply) => {
      await act()
      return reply.code(201).send({ kept: 'yes', secret: 'never shown' } as { kept: string })
    })
    const Query = Type.Object(
      { limit: Type.Integer({ minimum: 1, maximum: 9, default: 5 }) },
      { additionalProperties: false },
    )
    app.get('/v1/cases', { schema: { querystring: Query } }, async ({ query }) => query)
    app.put(
      '/v1/accounts/:accountId',
      { schema: { params: Type.Object({ accountId: PlatformId }) } },
      async ({ params }) => params,
    )
  }

async function startStage(t: TestContext, act: () => unknown = () => undefined) {
  const started = await startTestDesk(t, { routes: [stage(act)] })
  const { token } = await givenKey(started.desk.db)
  const headers = { ...bearer(token), 'content-type': 'application/json' }
  const post = (payload: string | object) =>
    started.app.inject({ method: 'POST', url: '/v1/reports', headers, payload })
  return { ...started, headers, post }
}

test('an answer contains only the fields that its schema names', async (t) => {
  const { post } = await startStage(t)
  const answer = await post({})
  assert.deepEqual([answer.statusCode, answer.json()], [201, { kept: 'yes' }])
  assert.match(String(answer.headers['request-id']), /^[0-9a-f-]{36}$/)
  assert.equal(answer.headers['cache-control'], 'no-store')
})

test('a DeskError from a route keeps status, text and members', async (t) => {
  const statuses: Record<ErrorCode, number> = {
    invalid_input: 400,
    not_signed_in: 401,
    not_allowed: 403,
    not_found: 404,
    conflict: 409,
    changed_since: 412,
    refused: 422,
    too_large: 413,
    too_many: 429,
    unsupported_media_type: 415,
    unavailable: 503,
  }
  let code: ErrorCode = 'conflict'
  const { post } = await startStage(t, () => {
    throw new DeskError(code, message('field.missing'), { typed: { rationale: 'as typed' }, status: 200 })
  })
  for (const [each, status] of Object.entries(statuses)) {
    code = each as ErrorCode
    const answer = await post({})
    assert.equal(answer.statusCode, status)
    assert.match(String(answer.headers['content-type']), /^application\/problem\+json/)
    const { title, ...rest } = answer.json()
    assert.ok(title.length > 0)
    const type = `urn:countersign:problem:${each}`
    assert.deepEqual(rest, {
      type,
      status,
      key: 'field.missing',
      detail: 'is missing',
      typed: { rationale: 'as typed' },
    })
    assert.equal(answer.headers['retry-after'], [429, 503].includes(status) ? '2' : undefined)
    assert.equal(answer.headers['www-authenticate'], status === 401 ? 'Bearer' : undefined)
  }
})

test('an unexpected error is answered 500 with a reference', async (t) => {
  const { post, logged } = await startStage(t, () => {
    throw new Error('the password of ana is hunter2')
  })
  const answer = await post({})
  const { reference, detail, type } = answer.json()
  assert.deepEqual([answer.statusCode, type], [500, 'urn:countersign:problem:internal'])
  assert.ok(detail.includes(reference) && !answer.body.includes('hunter2'))
  const [line] = logged.filter(({ reference: logReference }) => logReference === reference)
  assert.match(JSON.stringify(line), /hunter2.*server\.test\.ts/)
})

test('an unreachable database is answered 503, not 500', async (t) => {
  let code = ''
  const { post } = await startStage(t, () => {
    throw Object.assign(new Error('terminating connection'), { code })
  })
  for (const each of ['ECONNREFUSED', '57P01', '08006', '53300']) {
    code = each
    const answer = await post({})
    assert.deepEqual([answer.statusCode, answer.headers['retry-after']], [503, '2'])
  }
})

test('a data exception of PostgreSQL is logged without the data', async (t) => {
  const { post, logged, desk } = await startStage(t, () => desk.db.query('select $1::integer', ['ana@example.org']))
  assert.equal((await post({})).statusCode, 500)
  const lines = JSON.stringify(logged)
  assert.ok(lines.includes('22P02') && !lines.includes('ana@example.org'))
})

test('every wrong field is named with the value it expects', async (t) => {
  const { post } = await startStage(t)
  const answer = await post({ comment: 'too long', ground: 'law' })
  const { type, detail, key, errors } = answer.json()
  assert.deepEqual([answer.statusCode, type], [400, 'urn:countersign:problem:invalid_input'])
  assert.equal(detail, 'comment must have at most 5 characters. ground must be illegal or terms.')
  assert.deepEqual(errors, [
    { field: 'comment', detail: 'must have at most 5 characters', key: 'field.maxLength' },
    { field: 'ground', detail: 'must be illegal or terms', key: 'field.mustBe' },
  ])
  assert.deepEqual([key, answer.headers['content-language']], ['request.invalidFields', 'en'])
})

test('a refusal is written in the language that the caller accepts', async (t) => {
  const { app, headers } = await startStage(t)
  const german = { ...headers, 'accept-language': 'fr, de-AT;q=0.9, en;q=0.5' }
  const answer = await app.inject({ method: 'POST', url: '/v1/reports', headers: german, payload: { ground: 'law' } })
  const { title, detail, key, errors } = answer.json()
  assert.equal(answer.headers['content-language'], 'de')
  assert.deepEqual([title, key], ['Ungültige Anfrage', 'request.invalidFields'])
  assert.equal(detail, 'ground muss illegal oder terms sein.')
  assert.deepEqual(errors, [{ field: 'ground', key: 'field.mustBe', detail: 'muss illegal oder terms sein' }])
})

test('text that PostgreSQL cannot store is refused by field', async (t) => {
  const { post, app, headers } = await startStage(t)
  for (const [payload, field] of [
    ['{"comment":"a\\u0000"}', 'comment'],
    ['{"parts":[{"text":"x"},{"text":"\\ud800"}]}', 'parts/1/text'],
    ['{"facts":{"deep":{"er":["\\udc00"]}}}', 'facts/deep/er/0'],
    ['{"facts":{"na\\u0000me":1}}', 'facts'],
    ['"\\u0000"', 'The body'],
  ] as const) {
    const answer = await post(payload)
    assert.deepEqual([answer.statusCode, answer.json().errors?.[0]?.field], [400, field])
  }
  assert.equal((await post('{"facts":{"emoji":"\\ud83d\\ude00"}}')).statusCode, 201)
  const inAddress = await app.inject({ method: 'PUT', url: '/v1/accounts/a%00b', headers, payload: {} })
  assert.deepEqual([inAddress.statusCode, inAddress.json().errors[0].field], [400, 'accountId'])
})

test('a body nested too deeply is refused before it is read', async (t) => {
  const { post } = await startStage(t)
  const depth = 200_000
  const answer = await post(`{"facts":{"deep":${'['.repeat(depth)}${']'.repeat(depth)}}}`)
  assert.equal(answer.statusCode, 400)
  assert.match(answer.json().detail, /nested more than 32 levels deep/)
})

test('malformed, oversized or prototype-polluting JSON is refused with its cause', async (t) => {
  const { post, app, headers } = await startStage(t)
  const type = async (answer: ReturnType<typeof post>) => [
    (await answer).statusCode,
    (await answer).json().type.split(':').at(-1),
  ]
  assert.deepEqual(await type(post('{"comment"')), [400, 'invalid_input'])
  assert.deepEqual(await type(post('{"__proto__":{"admin":true}}')), [400, 'invalid_input'])
  assert.deepEqual(await type(post('{"constructor":{"prototype":{}}}')), [400, 'invalid_input'])
  assert.deepEqual(await type(post(`{"comment":"${'a'.repeat(1_048_576)}"}`)), [413, 'too_large'])
  for (const media of ['text/xml', 'text/plain', 'application/x-www-form-urlencoded']) {
    const sent = { ...headers, 'content-type': media }
    const answer = app.inject({ method: 'POST', url: '/v1/reports', headers: sent, payload: '{}' })
    assert.deepEqual(await type(answer), [415, 'unsupported_media_type'])
  }
})

test('a caller without credentials is refused before their body is read', async (t) => {
  const { app } = await startStage(t)
  const headers = { 'content-type': 'application/json' }
  const answer = await app.inject({ method: 'POST', url: '/v1/reports', headers, payload: '{' })
  assert.deepEqual([answer.statusCode, answer.headers['www-authenticate']], [401, 'Bearer'])
})

test('path and query values are converted; body values never', async (t) => {
  const { app, desk } = await startStage(t)
  const headers = bearer((await givenStaff(desk.db, { roles: ['auditor'] })).token)
  const get = async (query: string) => (await app.inject({ url: `/v1/cases${query}`, headers })).json()
  assert.deepEqual(await get(''), { limit: 5 })
  assert.deepEqual(await get('?limit=9'), { limit: 9 })
  assert.match((await get('?limit=10')).detail, /limit must be at most 9/)
  assert.match((await get('?limit=many')).detail, /limit must be a whole number/)
  assert.match((await get('?page=2')).detail, /page is not a known field/)
})

test('an id of maximum length is accepted with any characters', async (t) => {
  const { app, headers } = await startStage(t)
  const id = '😀'.repeat(256)
  const answer = await app.inject({
    method: 'PUT',
    url: `/v1/accounts/${encodeURIComponent(id)}`,
    headers,
    payload: {},
  })
  assert.deepEqual(answer.json(), { accountId: id })
})

test('404: an unknown address; 405 lists the allowed methods', async (t) => {
  const { app } = await startTestDesk(t, { routes: [staffRoutes], heads: true })
  const ask = (method: 'GET' | 'DELETE' | 'POST', url: string) => app.inject({ method, url })
  const missing = await ask('GET', '/v1/nothing?token=cs_pat_x')
  assert.deepEqual([missing.statusCode, missing.json().type], [404, 'urn:countersign:problem:not_found'])
  const wrong = await ask('DELETE', '/v1/me')
  assert.deepEqual([wrong.statusCode, wrong.headers.allow], [405, 'GET, HEAD'])
  const broken = await ask('GET', '/v1/%zz')
  assert.deepEqual([broken.statusCode, broken.json().type], [400, 'urn:countersign:problem:invalid_input'])
  const head = await app.inject({ method: 'HEAD', url: '/healthz' })
  assert.deepEqual([head.statusCode, head.body], [200, ''])
})

test('/readyz states whether the desk can serve, /healthz whether it lives', async (t) => {
  let ready = false
  const { app } = await startTestDesk(t, { ready: () => ready })
  const status = async (url: string) => (await app.inject({ url })).statusCode
  assert.deepEqual([await status('/healthz'), await status('/readyz')], [200, 503])
  ready = true
  assert.equal(await status('/readyz'), 200)
})

test('the log has one line per request without personal data', async (t) => {
  const { logged, app, headers, post } = await startStage(t)
  await post({ comment: 'ana!' })
  await app.inject({ method: 'PUT', url: '/v1/accounts/secret-account?email=ana@example.org', headers, payload: {} })
  assert.deepEqual(
    logged.map(({ method, route, status }) => [method, route, status]),
    [
      ['POST', '/v1/reports', 201],
      ['PUT', '/v1/accounts/:accountId', 200],
    ],
  )
  const text = JSON.stringify(logged)
  for (const secret of ['ana', 'secret-account', headers.authorization.slice(14)]) assert.ok(!text.includes(secret))
})

test('the API description names the roles and problems of each route', async (t) => {
  const { app } = await startTestDesk(t, { routes: ROUTES })
  const document = (await app.inject({ url: '/v1/openapi.json' })).json()
  assert.equal(document.openapi, '3.1.0')
  const { post } = document.paths['/v1/reports']
  assert.match(post.description, /API key with the scope report/)
  assert.deepEqual(post.security, [{ bearer: [] }])
  const problems = ['400', '401', '403', '408', '409', '413', '415', '429', '431', '500', '503']
  assert.deepEqual(Object.keys(post.responses), ['200', '201', '202', ...problems])
  assert.deepEqual(post.responses['409'], { $ref: '#/components/responses/conflict' })
  const conflict = document.components.responses.conflict.content['application/problem+json'].schema
  assert.deepEqual(conflict.allOf[1].properties.type, { const: 'urn:countersign:problem:conflict' })
  assert.ok(document.components.schemas.Problem.properties.detail)
})

test('malformed HTTP is answered with a problem document', async (t) => {
  const { app } = await startTestDesk(t)
  const address = new URL(await app.listen({ host: '127.0.0.1', port: 0 }))
  const answer = await new Promise<string>((resolve, reject) => {
    let text = ''
    const socket = connect(Number(address.port), address.hostname, () => socket.write('NONSENSE\r\n\r\n'))
    socket
      .on('data', (chunk) => (text += chunk))
      .on('end', () => resolve(text))
      .on('error', reject)
  })
  assert.match(answer, /^HTTP\/1\.1 400 /)
  assert.match(answer, /application\/problem\+json[\s\S]*urn:countersign:problem:invalid_input/)
})
