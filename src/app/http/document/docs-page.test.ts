import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { startTestDesk } from '../../../../test/support/server.ts'
import { type Described, renderDocs } from './docs-page.ts'
import { ROUTES } from '../routes.ts'

test('the API page shows every operation and loads no other site', async (t) => {
  const { app } = await startTestDesk(t, { routes: ROUTES })
  const answer = await app.inject({ url: '/docs' })
  assert.deepEqual([answer.statusCode, answer.headers['content-type']], [200, 'text/html; charset=utf-8'])
  const { paths } = (await app.inject({ url: '/v1/openapi.json' })).json<Described>()
  const operations = Object.values(paths).flatMap((methods) => Object.values(methods))
  for (const { operationId } of operations) {
    assert.ok(answer.body.includes(`<details id="${operationId}">`), operationId)
  }
  const loading = /<(script|img|link|iframe|object|embed|form|base)|\s(src|srcset|on\w+|style)=|@import|url\(/i
  assert.doesNotMatch(answer.body, loading)
  const links = [...answer.body.matchAll(/href="(?!#)([^"]*)"/g)].map(([, href]) => href)
  assert.deepEqual(links, ['/v1/openapi.json'])
  const style = /<style>([\s\S]*?)<\/style>/.exec(answer.body)?.[1] ?? ''
  const hash = createHash('sha256').update(style).digest('base64')
  assert.equal(
    answer.headers['content-security-policy'],
    `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  )
})

test('a description on the API page is escaped as text', () => {
  const evil = `</style><script>alert(1)</script> & "quoted" 'text'`
  const page = renderDocs({
    info: { title: evil, version: evil, description: `${evil}\n\n\`${evil}\`` },
    tags: [{ name: evil, description: evil }],
    paths: {
      [evil]: {
        get: {
          operationId: evil,
          summary: evil,
          tags: [evil],
          parameters: [{ name: evil, in: 'query', description: evil, schema: { enum: [evil] } }],
          responses: { 200: { description: evil, content: { [evil]: { schema: { const: evil }, example: evil } } } },
        },
      },
    },
    components: {},
  })
  assert.doesNotMatch(page, /<script/)
  assert.equal(page.match(/<\/style>/g)?.length, 1)
})
