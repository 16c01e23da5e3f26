import assert from 'node:assert/strict'
import { test } from 'node:test'
import { relyingPartyAt } from './relying-party.ts'

test('a WebAuthn relying party needs an origin that browsers accept', () => {
  assert.deepEqual(relyingPartyAt('https://desk.example:8443/'), {
    origin: 'https://desk.example:8443',
    rpId: 'desk.example',
  })
  assert.deepEqual(relyingPartyAt('http://localhost:4180'), { origin: 'http://localhost:4180', rpId: 'localhost' })
  const none = ['http://desk.example', 'https://desk.example/desk', 'https://10.0.0.7', 'https://[::1]', 'desk.example']
  for (const text of [...none, 'https://ana@desk.example', 'javascript:1']) {
    assert.equal(relyingPartyAt(text), undefined, text)
  }
})
