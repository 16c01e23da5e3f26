import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startTestDesk } from '../../../../test/support/server.ts'
import type { ApiDocument, Schema } from '../../../../test/hostile/api-document.ts'
import { ROUTES } from '../routes.ts'
import { ANSWERS_SECRET, takesKey, WITHOUT_KEY } from './keyed-routes.ts'

const toPath = (route: string): string => route.replace(/:(\w+)/g, '{$1}')

test('every POST that creates takes an Idempotency-Key or states why not', async (t) => {
  const { app } = await startTestDesk(t, { routes: ROUTES })
  const { paths } = (await app.inject('/v1/openapi.json')).json<ApiDocument>()
  const creating = Object.entries(paths).flatMap(([path, { post }]) => (post?.responses['201'] ? [{ path, post }] : []))
  const without = creating.filter(({ post }) => !post.parameters?.some(({ name }) => name === 'Idempotency-Key'))
  assert.deepEqual(without.map(({ path }) => `POST ${path}`).sort(), Object.keys(WITHOUT_KEY).map(toPath).sort())
  for (const { path, post } of without) {
    assert.ok(post.description?.includes(WITHOUT_KEY[`POST ${path}`] ?? '?') ?? false, path)
  }
  for (const { path, post } of creating) {
    if (without.some((each) => each.path === path)) continue
    assert.ok(post.responses['409'] && post.responses['422'], path)
  }
  assert.ok(creating.length > 25, `${creating.length} routes create`)
})

test('every answer with a secret is listed as not repeatable', async (t) => {
  const { app } = await startTestDesk(t, { routes: ROUTES })
  const { paths, components } = (await app.inject('/v1/openapi.json')).json<ApiDocument>()
  const showing = Object.entries(paths).flatMap(([path, { post }]) => {
    const schema = post?.responses['201']?.content?.['application/json']?.schema
    const named: Schema | undefined = schema?.$ref ? components.schemas[schema.$ref.split('/').at(-1) ?? ''] : schema
    return /"(secret|link|token|password)":/.test(JSON.stringify(named?.properties ?? {})) ? [`POST ${path}`] : []
  })
  assert.deepEqual(showing.sort(), [...ANSWERS_SECRET].map(toPath).sort())
})

test('a route takes Idempotency-Keys by its method and its answers alone', () => {
  const creates = { response: { 201: {} } }
  const route = { method: 'POST', url: '/v1/new', schema: creates }
  assert.deepEqual(
    [route, { ...route, method: 'PUT' }, { ...route, url: '/v1/reports' }, { ...route, schema: {} }].map(takesKey),
    [true, false, false, false],
  )
})
