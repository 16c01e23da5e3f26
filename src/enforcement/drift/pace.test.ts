import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Connector } from '../../foundation/connector/connector.ts'
import type { Subject } from '../../foundation/domain.ts'
import { platformOf } from '../../foundation/platforms.ts'
import { Pace } from './pace.ts'

const HERE = { kind: 'account', id: 'vale' } as const
const SLOW = { kind: 'account', id: 'social~1' } as const
const LOOKS_PER_MINUTE = 6

/** A desk whose platform social takes few calls, and whose default platform states no limit. */
const desk = {
  platform: {
    capabilities: async (at?: Subject) => ({
      ...{ name: 'p', subjects: ['account' as const], absentFacts: [] },
      ...(at && platformOf(at) === 'social' && { looksPerMinute: LOOKS_PER_MINUTE }),
    }),
  } satisfies Pick<Connector, 'capabilities'>,
}

test('a slow platform delays no check of another one', async () => {
  const pace = new Pace()
  assert.deepEqual(await pace.next(desk, SLOW), { looksPerMinute: LOOKS_PER_MINUTE, laterMs: 0 })
  for (let check = 0; check < 2; check++) {
    const { looksPerMinute, laterMs } = await pace.next(desk, SLOW)
    assert.equal(looksPerMinute, LOOKS_PER_MINUTE)
    // One check makes three calls, so the next is half a minute later, however often it is asked for.
    assert.ok(laterMs > 20_000 && laterMs <= 30_000, String(laterMs))
  }
  assert.equal((await pace.next(desk, HERE)).laterMs, 0)
  assert.equal((await pace.next(desk, HERE)).laterMs, 0)
})
