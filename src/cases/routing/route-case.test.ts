import assert from 'node:assert/strict'
import { resolve } from 'node:path'
import { test } from 'node:test'
import { CATEGORIES, GROUNDS } from '../../foundation/domain.ts'
import { loadPolicies, type Policies } from '../../policy/policies.ts'
import type { Queue, QueueRule } from '../../policy/queues.ts'
import { listPossibleQueues, routeCase } from './route-case.ts'

const HOUR_MS = 3_600_000
const shipped = loadPolicies(resolve(import.meta.dirname, '../../../policies'))

const EVERY_HOUR = { 1: HOUR_MS, 2: HOUR_MS, 3: HOUR_MS, 4: HOUR_MS, 5: HOUR_MS }

function policiesWith(rules: readonly Omit<QueueRule, 'queue' | 'dueMs'>[]): Policies {
  const queueAt = (id: string): Queue => ({
    id,
    clearances: [],
    languages: [],
    roles: ['reviewer'],
    employer: null,
    site: null,
    dueMs: EVERY_HOUR,
  })
  const numbered = rules.map((rule, index) => ({ ...rule, queue: queueAt(`q${index}`) }))
  return { ...shipped, rules: numbered, otherwise: { queue: queueAt('rest') } }
}

test('every category has a queue, a due time and a severity', () => {
  for (const category of CATEGORIES)
    for (const ground of GROUNDS) {
      const route = routeCase(shipped, { category, ground, platform: 'default' })
      assert.ok(shipped.queues.has(route.queue))
      assert.ok(route.dueMs > 0 && route.severity >= 1 && route.severity <= 5)
    }
})

test('a case of child safety goes to cleared people soon', () => {
  const child = routeCase(shipped, { category: 'PROTECTION_OF_MINORS', ground: 'illegal', platform: 'default' })
  assert.deepEqual(child, {
    queue: 'safety',
    clearances: ['safety'],
    languages: [],
    roles: ['reviewer', 'senior', 'lead'],
    employer: null,
    site: null,
    dueMs: HOUR_MS,
    severity: 5,
  })
})

test('the due time depends on queue and severity', () => {
  assert.equal(
    routeCase(shipped, { category: 'CYBER_VIOLENCE', ground: 'terms', platform: 'default' }).dueMs,
    8 * HOUR_MS,
  )
  assert.equal(
    routeCase(shipped, { category: 'ILLEGAL_OR_HARMFUL_SPEECH', ground: 'terms', platform: 'default' }).dueMs,
    24 * HOUR_MS,
  )
})

test('a routing rule may shorten the due time of its queue', () => {
  assert.equal(
    routeCase(shipped, { category: 'ANIMAL_WELFARE', ground: 'terms', platform: 'default' }).dueMs,
    72 * HOUR_MS,
  )
  assert.equal(
    routeCase(shipped, { category: 'ANIMAL_WELFARE', ground: 'illegal', platform: 'default' }).dueMs,
    48 * HOUR_MS,
  )
})

test('the first matching routing rule decides the queue', () => {
  const policies = policiesWith([{ ground: 'illegal' }, { categories: ['VIOLENCE'] }])
  assert.equal(routeCase(policies, { category: 'VIOLENCE', ground: 'illegal', platform: 'default' }).queue, 'q0')
  assert.equal(routeCase(policies, { category: 'VIOLENCE', ground: 'terms', platform: 'default' }).queue, 'q1')
  assert.equal(routeCase(policies, { category: 'SELF_HARM', ground: 'terms', platform: 'default' }).queue, 'rest')
})

test('a routing rule matches only when all its conditions hold', () => {
  const policies = policiesWith([{ categories: ['VIOLENCE'], languages: ['en'], regions: ['GB'] }])
  const facts = { category: 'VIOLENCE', ground: 'terms', platform: 'default' } as const
  assert.equal(routeCase(policies, { ...facts, language: 'en-gb', region: 'GB' }).queue, 'q0')
  assert.equal(routeCase(policies, { ...facts, language: 'en', region: 'US' }).queue, 'rest')
  assert.equal(routeCase(policies, { ...facts, language: 'enm', region: 'GB' }).queue, 'rest')
  assert.equal(routeCase(policies, { ...facts, region: 'GB' }).queue, 'rest')
  assert.equal(routeCase(policies, { ...facts, language: 'en' }).queue, 'rest')
})

test('a regional language in a routing rule matches only itself', () => {
  const policies = policiesWith([{ languages: ['pt-BR'] }])
  const facts = { category: 'VIOLENCE', ground: 'terms', platform: 'default' } as const
  assert.equal(routeCase(policies, { ...facts, language: 'pt-br' }).queue, 'q0')
  assert.equal(routeCase(policies, { ...facts, language: 'pt' }).queue, 'rest')
})

test('routing treats unknown reach and protection as the highest', () => {
  const policies = policiesWith([{ reachAtLeast: 1000 }, { protected: true }])
  const facts = { category: 'VIOLENCE', ground: 'terms', platform: 'default', protected: false } as const
  assert.equal(routeCase(policies, { ...facts, reach: 1000 }).queue, 'q0')
  assert.equal(routeCase(policies, { ...facts, reach: 999 }).queue, 'rest')
  assert.equal(routeCase(policies, { ...facts, reach: 'absent' }).queue, 'rest')
  assert.equal(routeCase(policies, facts).queue, 'q0')
  assert.equal(routeCase(policies, { ...facts, reach: 1, protected: true }).queue, 'q1')
  assert.equal(
    routeCase(policies, { category: 'VIOLENCE', ground: 'terms', platform: 'default', reach: 1 }).queue,
    'q1',
  )
  const unprotected = policiesWith([{ protected: false }])
  assert.equal(routeCase(unprotected, { category: 'VIOLENCE', ground: 'terms', platform: 'default' }).queue, 'rest')
})

test("a routing rule matches a report's API key by id or name", () => {
  const policies = policiesWith([{ sources: ['key_7', 'Northern Helpline'] }])
  const facts = { category: 'VIOLENCE', ground: 'terms', platform: 'default' } as const
  assert.equal(routeCase(policies, { ...facts, source: { id: 'key_7', name: 'other' } }).queue, 'q0')
  assert.equal(routeCase(policies, { ...facts, source: { id: 'key_8', name: 'Northern Helpline' } }).queue, 'q0')
  assert.equal(routeCase(policies, { ...facts, source: { id: 'key_8', name: 'other' } }).queue, 'rest')
  assert.equal(routeCase(policies, facts).queue, 'rest')
})

test('a routing rule matches the platforms of a case', () => {
  const policies = policiesWith([{ platforms: ['forum'] }, { platforms: ['default', 'shop'] }])
  const queueOn = (platform: string) => routeCase(policies, { category: 'VIOLENCE', ground: 'terms', platform }).queue
  assert.deepEqual(['forum', 'default', 'shop', 'game'].map(queueOn), ['q0', 'q1', 'q1', 'rest'])
})

test('the possible queues of a case end with the first certain rule', () => {
  const policies = policiesWith([
    { categories: ['VIOLENCE'] },
    { ground: 'terms' },
    { categories: ['PROTECTION_OF_MINORS'], languages: ['de'] },
    { categories: ['PROTECTION_OF_MINORS'], ground: 'illegal' },
    { protected: true },
  ])
  const idsOf = (category: 'PROTECTION_OF_MINORS' | 'SCAMS_AND_FRAUD') =>
    listPossibleQueues(policies, category, 'illegal').map(({ id }) => id)
  assert.deepEqual(idsOf('PROTECTION_OF_MINORS'), ['q2', 'q3'])
  assert.deepEqual(idsOf('SCAMS_AND_FRAUD'), ['q4', 'rest'])
})
