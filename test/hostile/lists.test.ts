import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ROUTES } from '../../src/app/http/routes.ts'
import { startTestDesk } from '../support/server.ts'
import type { ApiDocument, Schema } from './api-document.ts'

/** Lists that are bounded by design, and the reason. */
const WITHOUT_PAGES: Readonly<Record<string, string>> = {
  '/v1/authority-orders/{orderId}': 'one order, with at most 120 of each kind of item',
  '/v1/cases/{caseId}/lookalikes': 'at most 12 accounts that resemble one',
  '/v1/accounts/{accountId}/strikes': 'the 100 latest strikes; points counts all',
  '/v1/demo/people': 'the invented people of a demo, at most 50',
  '/v1/platforms': 'the platforms of the configuration, and those that two people agreed to before',
  '/v1/rule-sets': 'the six rule sets',
  '/v1/dsa-submissions': 'the oldest 100 of those that wait for a person; the counts have the others',
  '/v1/transparency-reports': 'the reports that a person made final, a few a year',
  '/v1/legal-holds/{holdId}/facts': 'the first and the last 200 versions; leftOut counts the others',
}

test('every list of the API is paged, or a listed exception', async (t) => {
  const { app } = await startTestDesk(t, { routes: ROUTES })
  const { paths, components } = (await app.inject('/v1/openapi.json')).json<ApiDocument>()
  const resolve = (schema: Schema | undefined): Schema =>
    schema?.$ref === undefined ? (schema ?? {}) : resolve(components.schemas[schema.$ref.split('/').at(-1) ?? ''])
  const unpaged: string[] = []
  let lists = 0
  for (const [path, { get }] of Object.entries(paths)) {
    const answer = resolve(get?.responses['200']?.content?.['application/json']?.schema)
    if (answer.properties?.items?.type !== 'array') continue
    lists += 1
    const taken = (get?.parameters ?? []).filter((parameter) => parameter.in === 'query').map(({ name }) => name)
    const isPaged = ['limit', 'cursor'].every((name) => taken.includes(name))
    if (!isPaged || answer.required?.includes('nextCursor') !== true) unpaged.push(path)
  }
  assert.deepEqual(unpaged.toSorted(), Object.keys(WITHOUT_PAGES).toSorted())
  assert.ok(lists > 35, `${lists} lists`)
})
