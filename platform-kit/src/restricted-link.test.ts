import assert from 'node:assert/strict'
import { test } from 'node:test'
import { send, startSmallPlatform } from '../test/small-platform.ts'

const subject = { kind: 'content', id: 'vale-1' } as const
const ask = { type: 'subject.restricted_link', subject, reference: 'vault:7' } as const
const LINK = { address: 'https://harbour.example/vault/7', until: '2026-05-04T09:05:00Z' }

test('restricted content opens with a link that the platform issues', async () => {
  const small = startSmallPlatform({
    handlers: {
      restrictedLink: (_tx, { id }, reference) => (id === 'vale-1' && reference === 'vault:7' ? LINK : undefined),
    },
  })
  const { status, body } = await send(small, ask)
  assert.deepEqual([status, body], [200, LINK])
  const other = await send(small, { ...ask, reference: 'vault:8' })
  assert.deepEqual([other.status, other.body.refusal], [404, 'no_such_subject'])
  const without = await send(startSmallPlatform(), ask)
  assert.deepEqual([without.status, without.body.refusal], [422, 'refused'])
})
