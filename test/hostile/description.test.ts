import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Validator } from '@seriousme/openapi-schema-validator'
import { FIELDS } from '../../src/app/http/document/fields/fields.ts'
import { SORTS } from '../../src/app/http/requests/problem.ts'
import { OPERATIONS, ROUTES } from '../../src/app/http/routes.ts'
import { TAGS } from '../../src/policy/stage/tags.ts'
import { givenKey, givenPasskey, givenStaff } from '../support/people.ts'
import { bearer, startTestDesk, TEST_PARTY } from '../support/server.ts'
import { signInWith } from '../support/sign-in.ts'
import type { ApiDocument, Schema } from './api-document.ts'
import { checkOf } from './check-contract.ts'

test('the API description is valid OpenAPI 3.1', async (t) => {
  const { app } = await startTestDesk(t, { routes: ROUTES })
  const document = (await app.inject({ url: '/v1/openapi.json' })).json()
  assert.equal(document.openapi, '3.1.0')
  const { valid, errors } = await new Validator().validate(document)
  assert.deepEqual([valid, errors], [true, undefined])
})

test('the API description names this desk as its only server', async (t) => {
  for (const relyingParty of [TEST_PARTY, { origin: 'http://localhost:4180', rpId: 'localhost' }]) {
    const { app } = await startTestDesk(t, { relyingParty, routes: ROUTES })
    const { servers } = (await app.inject({ url: '/v1/openapi.json' })).json<ApiDocument>()
    assert.deepEqual(
      servers.map(({ url }) => url),
      [relyingParty.origin],
    )
  }
})

test('the cookie that signing in sets is the described cookie scheme', async (t) => {
  const { app, desk } = await startTestDesk(t, { routes: ROUTES })
  const { paths, components } = (await app.inject({ url: '/v1/openapi.json' })).json<ApiDocument>()
  const person = await givenStaff(desk.db)
  const { cookie } = await signInWith({ app, desk }, await givenPasskey(desk.db, person.id))
  const { session, bearer: token } = components.securitySchemes
  assert.deepEqual([session?.type, session?.in, session?.name], ['apiKey', 'cookie', cookie.split('=')[0]])
  assert.deepEqual([token?.type, token?.scheme], ['http', 'bearer'])
  const schemesOf = (path: string, method: string) =>
    paths[path]?.[method]?.security?.flatMap((each) => Object.keys(each)).sort()
  assert.deepEqual(schemesOf('/v1/me', 'get'), ['bearer', 'session'])
  assert.deepEqual(schemesOf('/v1/reports', 'post'), ['bearer'])
  assert.deepEqual(schemesOf('/v1/sign-in/begin', 'post'), [])
  assert.equal((await app.inject({ url: '/v1/me', headers: { cookie } })).statusCode, 200)
})

test('a batch of reports is refused exactly beyond its described limits', async (t) => {
  const { app, desk } = await startTestDesk(t, { routes: ROUTES })
  const { token } = await givenKey(desk.db, ['report'])
  const { paths } = (await app.inject({ url: '/v1/openapi.json' })).json<ApiDocument>()
  const { description = '' } = paths['/v1/reports/batch']?.post ?? {}
  const [lines, bytes] = /at most (\d+) lines and (\d+) bytes/.exec(description)?.slice(1).map(Number) ?? []
  assert.ok(lines !== undefined && bytes !== undefined, description)
  const send = async (payload: string, length?: number) => {
    const headers = { ...bearer(token), 'content-type': 'application/x-ndjson' }
    const stated = length === undefined ? headers : { ...headers, 'content-length': String(length) }
    return app.inject({ method: 'POST', url: '/v1/reports/batch', payload, headers: stated })
  }
  assert.equal((await send('\n'.repeat(lines))).body, '')
  assert.equal((await send(`${'\n'.repeat(lines)}{}`)).json().status, 413)
  assert.equal((await send('\n', bytes + 1)).statusCode, 413)
})

test('every operation has name, stage, summary, roles and success answer', async (t) => {
  const { app } = await startTestDesk(t, { routes: ROUTES })
  const { paths } = (await app.inject({ url: '/v1/openapi.json' })).json<ApiDocument>()
  const names: string[] = []
  for (const [path, methods] of Object.entries(paths)) {
    for (const [method, { operationId, tags, summary, security, responses }] of Object.entries(methods)) {
      const where = `${method.toUpperCase()} ${path}`
      assert.match(operationId ?? '', /^[a-z]+[A-Z]\w+$/, `${where} needs a row in the operations of its stage.ts`)
      assert.ok(tags?.length === 1 && Object.keys(TAGS).includes(tags[0] ?? ''), where)
      assert.ok(summary && security !== undefined, where)
      assert.ok(
        Object.keys(responses).some((status) => status < '300'),
        where,
      )
      names.push(operationId ?? '')
    }
  }
  const rows = Object.values(OPERATIONS).map(({ id }) => id)
  assert.deepEqual(names.sort(), rows.sort())
  assert.equal(new Set(names).size, names.length)
})

/**
 * An unknown method at a known address is no operation: the text of the description states this answer. Below /scim/v2 alone
 * are the last two, whose answers have the form of SCIM.
 */
const WITHOUT_RESPONSE: readonly string[] = ['wrong_method', 'changed_since', 'not_implemented']

test('every kind of problem is described under its HTTP status', async (t) => {
  const { app } = await startTestDesk(t, { routes: ROUTES })
  const { components } = (await app.inject({ url: '/v1/openapi.json' })).json<ApiDocument>()
  assert.deepEqual(
    Object.keys(components.responses),
    SORTS.map(([sort]) => sort).filter((sort) => !WITHOUT_RESPONSE.includes(sort)),
  )
  const statuses = SORTS.map(([, status]) => status)
  assert.equal(new Set<number>(statuses).size, statuses.length)
})

const JSON_TYPE = /^application\/(json|scim\+json|x-ndjson)$/

/** The media of every body and of every answer that is no problem. */
const mediaOf = ({ paths }: ApiDocument) =>
  Object.values(paths)
    .flatMap((methods) => Object.values(methods))
    .flatMap(({ operationId = '', requestBody, responses }) =>
      [requestBody ?? {}, ...Object.entries(responses).flatMap(([status, each]) => (status < '300' ? [each] : []))]
        .flatMap(({ content = {} }) => Object.entries(content))
        .filter(([type]) => JSON_TYPE.test(type))
        .map(([, media]) => ({ operationId, ...media })),
    )

test('every request and answer has an example that its schema allows', async (t) => {
  const { app } = await startTestDesk(t, { routes: ROUTES })
  const document = (await app.inject({ url: '/v1/openapi.json' })).json<ApiDocument>()
  for (const { operationId, schema, example } of mediaOf(document)) {
    assert.notEqual(example, undefined, `${operationId} has no example`)
    assert.deepEqual(checkOf(document, schema)(example), [], `the example of ${operationId}`)
  }
})

test('every request and answer uses a schema with a fitting name', async (t) => {
  const { app } = await startTestDesk(t, { routes: ROUTES })
  const document = (await app.inject({ url: '/v1/openapi.json' })).json<ApiDocument>()
  const users = new Map<string, Set<string>>()
  for (const { operationId, schema } of mediaOf(document)) {
    const name = schema.$ref?.split('/').at(-1)
    if (name === undefined) assert.equal(schema.properties, undefined, `${operationId} has a schema without a name`)
    else users.set(name, (users.get(name) ?? new Set()).add(operationId))
  }
  // A schema that is named after one operation and used by another needs a row in schema-names.ts.
  for (const [name, ids] of users) {
    const [id = '', ...others] = ids
    const isOwn = [`${id}Body`, `${id}Answer`].some((own) => own.toLowerCase() === name.toLowerCase())
    assert.ok(!isOwn || others.length === 0, `${name} is used by ${[...ids].join(', ')}`)
  }
})

test('every parameter and property has a description; every description is used', async (t) => {
  const { app } = await startTestDesk(t, { routes: ROUTES })
  const { paths, components } = (await app.inject({ url: '/v1/openapi.json' })).json<ApiDocument>()
  const missing: string[] = []
  const used = new Set<string>()
  const check = (schema: string, name: string, description: string | undefined) => {
    if (!description) missing.push(`${schema} ${name}`)
    for (const key of [name, `${schema}.${name}`]) used.add(key)
  }
  const walk = (schema: string, node: unknown): void => {
    if (typeof node !== 'object' || node === null) return
    const { properties = {} } = node as Schema
    for (const [name, { description }] of Object.entries(properties)) check(schema, name, description)
    for (const [member, part] of Object.entries(node)) if (!/^(example|enum|const)$/.test(member)) walk(schema, part)
  }
  for (const operation of Object.values(paths).flatMap((methods) => Object.values(methods))) {
    for (const { name, description } of operation.parameters ?? []) check('parameter', name, description)
    walk('', operation.requestBody)
    walk('', operation.responses)
  }
  for (const [name, schema] of Object.entries(components.schemas)) walk(name, schema)
  assert.deepEqual(missing, [])
  assert.deepEqual(
    Object.keys(FIELDS).filter((key) => !used.has(key)),
    [],
  )
})
