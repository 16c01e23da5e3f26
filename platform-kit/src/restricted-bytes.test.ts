import assert from 'node:assert/strict'
import { test } from 'node:test'
import { send, startSmallPlatform } from '../test/small-platform.ts'

const subject = { kind: 'content', id: 'vale-1' } as const
const ask = { type: 'subject.restricted_bytes', subject, reference: 'vault:7' } as const

test('a platform that offers restricted bytes returns them by their reference', async () => {
  const bytes = Uint8Array.from([1, 2, 3, 250])
  const small = startSmallPlatform({
    handlers: {
      restrictedBytes: (_tx, { id }, reference) => (id === 'vale-1' && reference === 'vault:7' ? bytes : undefined),
    },
  })
  const { status, body } = await send(small, ask)
  assert.deepEqual([status, body], [200, { base64: Buffer.from(bytes).toString('base64') }])
  const other = await send(small, { ...ask, reference: 'vault:8' })
  assert.deepEqual([other.status, other.body.refusal], [404, 'no_such_subject'])
  const without = await send(startSmallPlatform(), ask)
  assert.deepEqual([without.status, without.body.refusal], [422, 'refused'])
})

test('restricted bytes of more than 32 MiB are refused', async () => {
  const small = startSmallPlatform({ handlers: { restrictedBytes: () => new Uint8Array(32 * 1_048_576 + 1) } })
  const { status, body } = await send(small, ask)
  assert.deepEqual([status, body.refusal], [422, 'refused'])
})
