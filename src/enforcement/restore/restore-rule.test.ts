import assert from 'node:assert/strict'
import { test } from 'node:test'
import { BULK_ENFORCEMENTS_MAX, BULK_SPAN_MS, bulkNeedsTwo, isSecondedLock, LOCKED_ALONE_MS } from './restore-rule.ts'

test("ending an approved lock takes two people, an hour's lock one", () => {
  const whole = { action: 'lock', protected: true, interim: false, durationMs: null } as const
  const lock = { ...whole, ground: null, confirmedAt: null }
  const hour = { ...lock, interim: true, durationMs: LOCKED_ALONE_MS }
  const hijack = { ...lock, interim: true, ground: 'hijack' } as const
  assert.deepEqual(
    [
      lock,
      { ...hour, durationMs: LOCKED_ALONE_MS + 1 },
      hour,
      { ...lock, protected: false },
      { ...lock, action: 'limit' } as const,
      hijack,
      { ...hijack, confirmedAt: new Date(0) },
    ].map(isSecondedLock),
    [true, true, false, false, false, false, true],
  )
})

test('restoring many enforcements at once, or old ones, takes two people', () => {
  assert.equal(bulkNeedsTwo(BULK_ENFORCEMENTS_MAX, BULK_SPAN_MS, 0), undefined)
  assert.equal(bulkNeedsTwo(BULK_ENFORCEMENTS_MAX + 1, BULK_SPAN_MS, 0), 'many_enforcements')
  assert.equal(bulkNeedsTwo(BULK_ENFORCEMENTS_MAX, BULK_SPAN_MS + 1, 0), 'long_span')
  assert.equal(bulkNeedsTwo(1, 0, BULK_ENFORCEMENTS_MAX - 1), undefined)
  assert.equal(bulkNeedsTwo(1, 0, BULK_ENFORCEMENTS_MAX), 'many_in_a_day')
})
