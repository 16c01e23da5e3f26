import assert from 'node:assert/strict'
import { test } from 'node:test'
import { dayAfter, zonedTime } from '../../console/src/components/zoned-time.ts'

test('a local time keeps its instant across a clock change', () => {
  const { toInstant } = zonedTime('Europe/Berlin')
  assert.equal(toInstant('2026-03-29T01:59'), '2026-03-29T00:59:00.000Z')
  assert.equal(toInstant('2026-03-29T03:00'), '2026-03-29T01:00:00.000Z')
  assert.equal(toInstant('2026-10-25T01:30'), '2026-10-24T23:30:00.000Z')
  assert.equal(toInstant('2026-10-25T03:30'), '2026-10-25T02:30:00.000Z')
  assert.equal(zonedTime('Asia/Kathmandu').toInstant('2026-01-01T00:00:00'), '2025-12-31T18:15:00.000Z')
})

test('a calendar day is local; the next follows across months', () => {
  assert.equal(zonedTime('Asia/Tokyo').dayOf('2026-05-31T15:00:00Z'), '2026-06-01')
  assert.equal(zonedTime('America/New_York').dayOf('2026-06-01T03:59:59.999Z'), '2026-05-31')
  assert.equal(dayAfter('2026-02-28'), '2026-03-01')
})
