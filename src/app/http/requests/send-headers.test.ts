import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startTestDesk } from '../../../../test/support/server.ts'
import { DOCS_POLICY } from '../document/docs-page.ts'
import { ROUTES } from '../routes.ts'

test('every answer forbids scripts and frames; pages allow their own', async (t) => {
  const { app } = await startTestDesk(t, { routes: ROUTES })
  for (const url of ['/healthz', '/v1/openapi.json', '/v1/me', '/nowhere', '/docs']) {
    const { headers } = await app.inject({ url })
    const policy = String(headers['content-security-policy'])
    assert.match(policy, /default-src 'none'/)
    assert.match(policy, /frame-ancestors 'none'/)
    assert.equal(policy === DOCS_POLICY, url === '/docs', url)
    assert.equal(headers['x-content-type-options'], 'nosniff')
    assert.equal(headers['x-frame-options'], 'DENY')
    assert.equal(headers['referrer-policy'], 'no-referrer')
    assert.equal(headers['cross-origin-opener-policy'], 'same-origin')
    assert.equal(headers['cross-origin-resource-policy'], 'same-origin')
    assert.match(String(headers['strict-transport-security']), /max-age=31536000/)
    assert.equal(headers['x-powered-by'], undefined)
  }
})
