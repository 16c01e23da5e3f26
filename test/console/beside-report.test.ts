import assert from 'node:assert/strict'
import { test } from 'node:test'
import { FILE_CHARS_MAX, readBesideReport } from '../../console/src/guards/beside-report.ts'
import { compare, summarise } from '../../src/app/beside/compare.ts'
import type { Comparison } from '../../src/app/beside/observation.ts'

const AT = '2026-11-24T10:00:00.000Z'
const COMPARISON: Comparison = {
  ...{ version: 1, platform: 'social', tool: 'mastodon', address: null, standing: {} },
  ...{ begunAt: AT, until: AT, readThrough: AT },
  observed: [
    {
      ...{ accountId: 'a1', contentId: null, handle: 'rosa_bakes', action: 'suspend', at: AT, endedAt: null },
      facts: { reach: 812, tags: [], verified: false, createdAt: 'absent', name: null },
    },
    {
      ...{ accountId: 'a2', contentId: null, handle: null, action: 'deactivate', at: AT, endedAt: AT },
      facts: { reach: null, tags: [], verified: false, createdAt: null, name: null },
    },
  ],
}

test('the page reads the report as the command writes it', () => {
  const report = summarise(COMPARISON, compare(COMPARISON, [], new Date('2026-11-24T11:00:00Z')))
  const read = readBesideReport(JSON.stringify(report))
  assert.ok(read)
  assert.deepEqual([read.enforcements, read.needed, read.reach.length], [2, report.needed, 6])
  assert.deepEqual(
    read.farthest.map(({ accountId, handle, reach, offlineMs }) => [accountId, handle, reach, offlineMs]),
    [
      ['a1', 'rosa_bakes', 812, 3_600_000],
      ['a2', null, null, 0],
    ],
  )
})

test('a file that is no such report is refused', () => {
  const whole = summarise(COMPARISON, compare(COMPARISON, [], new Date()))
  for (const [name, text] of Object.entries({
    ...{ empty: '', list: '[]', null: 'null', cut: JSON.stringify(whole).slice(0, -2) },
    observed: JSON.stringify(COMPARISON),
    time: JSON.stringify({ ...whole, from: 'yesterday' }),
    count: JSON.stringify({ ...whole, needed: -1 }),
    name: JSON.stringify({ ...whole, guards: [{ name: {}, enforcements: 1, needed: 1 }] }),
    rows: JSON.stringify({ ...whole, reach: Array.from({ length: 1_001 }, () => whole.reach[0]) }),
    size: ' '.repeat(FILE_CHARS_MAX + 1),
  }))
    assert.equal(readBesideReport(text), undefined, name)
})
