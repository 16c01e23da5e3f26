import assert from 'node:assert/strict'
import { test } from 'node:test'
import { loadGuards } from '../../policy/guards/guards-file.ts'
import { compare, summarise } from './compare.ts'
import type { Comparison, Observed } from './observation.ts'

const { guards } = loadGuards('policies/guards.yaml')
const NOW = new Date('2026-05-18T09:00:00Z')
const seen = (accountId: string, more: Partial<Observed> = {}, reach: Observed['facts']['reach'] = 120): Observed => ({
  ...{ accountId, contentId: null, handle: accountId, action: 'suspend', at: '2026-05-04T09:00:00Z', endedAt: null },
  facts: { reach, tags: 'absent', verified: 'absent', createdAt: '2020-05-04T09:00:00Z', name: accountId },
  ...more,
})
const comparisonOf = (observed: Observed[]): Comparison => ({
  ...{ version: 1, platform: 'social', tool: 'mastodon', address: null, standing: {}, observed },
  ...{ begunAt: '2026-05-04T08:00:00Z', until: '2026-05-18T08:00:00Z', readThrough: '2026-05-18T08:00:00Z' },
})

test('guards would have asked for acts on far-reaching accounts alone', () => {
  const comparison = comparisonOf([
    seen('rosa'),
    seen('warned', { action: 'warn' }, 5_000_000),
    seen('star', { endedAt: '2026-05-04T09:30:00Z' }, 5_000_000),
    seen('hidden', {}, null),
  ])
  const compared = compare(comparison, guards, NOW)
  const report = summarise(comparison, compared)
  assert.deepEqual(
    compared.map(({ accountId, approvals }) => [accountId, approvals > 0]),
    [
      ['rosa', false],
      ['warned', false],
      ['star', true],
      ['hidden', true],
    ],
    'an unknown reach is never loose',
  )
  assert.deepEqual([report.enforcements, report.needed], [4, 2])
  assert.deepEqual(
    report.reach.filter(({ enforcements }) => enforcements > 0),
    [
      { name: 'under 1,000', enforcements: 1, needed: 0 },
      { name: '1,000,000 and more', enforcements: 2, needed: 1 },
      { name: 'unknown', enforcements: 1, needed: 1 },
    ],
  )
  assert.deepEqual(
    report.farthest.map(({ accountId, offlineMs }) => [accountId, offlineMs]),
    [
      ['star', 30 * 60_000],
      ['rosa', 14 * 24 * 3_600_000],
      ['hidden', 14 * 24 * 3_600_000],
    ],
    'a warning takes no account offline',
  )
  const highReach = report.guards.find(({ name }) => name === 'high-reach')
  assert.deepEqual([highReach?.enforcements, highReach?.needed], [2, 2])
})

test('a report names at most ten far-reaching accounts, the farthest first', () => {
  const observed = Array.from({ length: 15 }, (_, reach) => seen(`a${reach}`, {}, reach * 1_000))
  const { farthest } = summarise(comparisonOf(observed), compare(comparisonOf(observed), guards, NOW))
  assert.deepEqual(
    farthest.map(({ accountId }) => accountId),
    Array.from({ length: 10 }, (_, place) => `a${14 - place}`),
  )
})
