import assert from 'node:assert/strict'
import { resolve } from 'node:path'
import { test } from 'node:test'
import { CATEGORIES, GROUNDS } from '../domain.ts'
import { loadPolicies, type Policies, type QueueRule } from '../review/policies.ts'
import { routeCase } from './route-case.ts'

const HOUR_MS = 3_600_000
const shipped = loadPolicies(resolve(import.meta.dirname, '../../policies'))

function policiesWith(rules: readonly Omit<QueueRule, 'queue' | 'dueMs'>[]): Policies {
  const queueAt = (index: number) => ({ id: `q${index}`, clearances: [], dueMs: HOUR_MS })
  const numbered = rules.map((rule, index) => ({ ...rule, queue: queueAt(index), dueMs: HOUR_MS }))
  return { ...shipped, rules: numbered, otherwise: { queue: { ...queueAt(0), id: 'rest' }, dueMs: HOUR_MS } }
}

test('every category has a queue, a due time and a rank', () => {
  for (const category of CATEGORIES)
    for (const ground of GROUNDS) {
      const route = routeCase(shipped, { category, ground })
      assert.ok(shipped.queues.has(route.queue))
      assert.ok(route.dueMs > 0 && route.rank >= 1 && route.rank <= 5)
    }
})

test('what may endanger a child goes to people with the clearance, soon, before everything that can wait', () => {
  const child = routeCase(shipped, { category: 'PROTECTION_OF_MINORS', ground: 'illegal' })
  assert.deepEqual(child, { queue: 'safety', clearances: ['safety'], dueMs: HOUR_MS, rank: 5 })
  assert.ok(
    child.rank > routeCase(shipped, { category: 'INTELLECTUAL_PROPERTY_INFRINGEMENTS', ground: 'illegal' }).rank,
  )
})

test('a rule may shorten the due time of its queue', () => {
  assert.equal(routeCase(shipped, { category: 'ANIMAL_WELFARE', ground: 'terms' }).dueMs, 72 * HOUR_MS)
  assert.equal(routeCase(shipped, { category: 'ANIMAL_WELFARE', ground: 'illegal' }).dueMs, 48 * HOUR_MS)
})

test('the first rule that fits decides', () => {
  const policies = policiesWith([{ ground: 'illegal' }, { categories: ['VIOLENCE'] }])
  assert.equal(routeCase(policies, { category: 'VIOLENCE', ground: 'illegal' }).queue, 'q0')
  assert.equal(routeCase(policies, { category: 'VIOLENCE', ground: 'terms' }).queue, 'q1')
  assert.equal(routeCase(policies, { category: 'SELF_HARM', ground: 'terms' }).queue, 'rest')
})

test('a rule fits only when everything it names fits, and unknown fits nothing that is asked for', () => {
  const policies = policiesWith([{ categories: ['VIOLENCE'], languages: ['en'], regions: ['GB'] }])
  const facts = { category: 'VIOLENCE', ground: 'terms' } as const
  assert.equal(routeCase(policies, { ...facts, language: 'en-gb', region: 'GB' }).queue, 'q0')
  assert.equal(routeCase(policies, { ...facts, language: 'en', region: 'US' }).queue, 'rest')
  assert.equal(routeCase(policies, { ...facts, language: 'enm', region: 'GB' }).queue, 'rest')
  assert.equal(routeCase(policies, { ...facts, region: 'GB' }).queue, 'rest')
  assert.equal(routeCase(policies, { ...facts, language: 'en' }).queue, 'rest')
})

test('a language named more closely fits only itself', () => {
  const policies = policiesWith([{ languages: ['pt-BR'] }])
  const facts = { category: 'VIOLENCE', ground: 'terms' } as const
  assert.equal(routeCase(policies, { ...facts, language: 'pt-br' }).queue, 'q0')
  assert.equal(routeCase(policies, { ...facts, language: 'pt' }).queue, 'rest')
})
