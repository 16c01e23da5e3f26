import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Subject } from './index.ts'
import { send, startSmallPlatform } from '../test/small-platform.ts'

const subject = { kind: 'content', id: 'vale-1' } as const
const ask = { type: 'subject.media', subject, reference: 'photo 1' } as const
/** Every possible byte, and more than one call of `String.fromCharCode` takes. */
const BYTES = Uint8Array.from({ length: 20_000 }, (_byte, at) => at % 256)

test('a platform returns media bytes for their reference', async () => {
  const media = (_tx: unknown, { id }: Subject, reference: string) =>
    id === subject.id && reference === 'photo 1' ? { mediaType: 'image/png', bytes: BYTES } : undefined
  const small = startSmallPlatform({ handlers: { media } })
  const { status, body } = await send(small, ask)
  assert.deepEqual([status, body.mediaType], [200, 'image/png'])
  assert.deepEqual(Buffer.from(String(body.base64), 'base64'), Buffer.from(BYTES))
  const other = await send(small, { ...ask, reference: 'photo 2' })
  assert.deepEqual([other.status, other.body.refusal], [404, 'no_such_subject'])
})

test('a platform refuses oversized media, or all if it offers none', async () => {
  const bytes = new Uint8Array(8 * 1_048_576 + 1)
  const large = startSmallPlatform({ handlers: { media: () => ({ mediaType: 'video/mp4', bytes }) } })
  for (const small of [large, startSmallPlatform()]) {
    const { status, body } = await send(small, ask)
    assert.deepEqual([status, body.refusal], [422, 'refused'])
  }
})
