import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Webhook } from 'standardwebhooks'
import { signedHeaders } from './signed-headers.ts'

const [NEW, OLD, OTHER] = [1, 2, 3].map((byte) => `whsec_${Buffer.alloc(32, byte).toString('base64')}`) as [
  string,
  string,
  string,
]

test('receivers with the old or new secret accept calls during rotation', () => {
  const headers = signedHeaders({ secret: NEW, previousSecret: OLD }, 'msg_1', new Date(), '{}')
  for (const secret of [NEW, OLD]) assert.deepEqual(new Webhook(secret).verify('{}', headers), {})
  assert.throws(() => new Webhook(OTHER).verify('{}', headers))
  const after = signedHeaders({ secret: NEW }, 'msg_1', new Date(), '{}')
  assert.throws(() => new Webhook(OLD).verify('{}', after))
})
