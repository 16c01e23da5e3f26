import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Validator } from '@seriousme/openapi-schema-validator'
import { SORTS } from '../../src/app/http/requests/problem.ts'
import { OPERATIONS, ROUTES } from '../../src/app/http/routes.ts'
import { TAGS } from '../../src/policy/stage/tags.ts'
import { startTestDesk } from '../support/server.ts'
import type { ApiDocument } from './api-document.ts'
import { checkOf } from './check-contract.ts'

test('the description is OpenAPI 3.1', async (t) => {
  const { app } = await startTestDesk(t, { routes: ROUTES })
  const document = (await app.inject({ url: '/v1/openapi.json' })).json()
  assert.equal(document.openapi, '3.1.0')
  const { valid, errors } = await new Validator().validate(document)
  assert.deepEqual([valid, errors], [true, undefined])
})

test('every operation has a name of its own, a stage, a summary, who may use it, and an answer that is no problem', async (t) => {
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

test('every sort of problem is described, each under a status of its own', async (t) => {
  const { app } = await startTestDesk(t, { routes: ROUTES })
  const { components } = (await app.inject({ url: '/v1/openapi.json' })).json<ApiDocument>()
  assert.deepEqual(
    Object.keys(components.responses),
    SORTS.map(([sort]) => sort),
  )
  const statuses = SORTS.map(([, status]) => status)
  assert.equal(new Set<number>(statuses).size, statuses.length)
})

test('every example is as its operation says, and none is left over', async (t) => {
  const { app } = await startTestDesk(t, { routes: ROUTES })
  const document = (await app.inject({ url: '/v1/openapi.json' })).json<ApiDocument>()
  const operations = Object.values(document.paths).flatMap((methods) => Object.values(methods))
  const shown = new Set<string>()
  for (const { operationId, requestBody, responses } of operations) {
    const contents = [requestBody ?? {}, ...Object.values(responses)].flatMap(({ content = {} }) =>
      Object.values(content),
    )
    for (const { schema, example } of contents) {
      if (example === undefined) continue
      assert.deepEqual(checkOf(document, schema)(example), [], `the example of ${operationId}`)
      shown.add(JSON.stringify(example))
    }
  }
  const meant = Object.values(OPERATIONS).flatMap(({ request, answer }) => [request, answer].filter(Boolean))
  assert.deepEqual([...shown].sort(), [...new Set(meant.map((each) => JSON.stringify(each)))].sort())
})
