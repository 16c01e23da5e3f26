import assert from 'node:assert/strict'
import { test } from 'node:test'
import { countFacets } from './count-facets.ts'

const NOW = new Date('2026-05-10T00:00:00Z')
const ago = (days: number) => new Date(NOW.getTime() - days * 86_400_000)
const result = (state: string, queue: string | null, language: string | null, days: number) => ({
  state,
  queue,
  language,
  item: language === 'EN' ? 'listing' : null,
  platform: queue === 'legal' ? 'forum' : 'default',
  at: ago(days),
})

test('each facet is counted with the other filters, most frequent first', () => {
  const results = [
    result('open', 'general', 'en', 0.5),
    result('open', 'legal', 'EN', 3),
    result('closed', 'legal', null, 400),
  ]
  const facets = countFacets(results, { queue: 'legal' }, { now: NOW, exact: true })
  const counts = (name: 'state' | 'queue' | 'language' | 'item' | 'platform' | 'within') =>
    facets[name].map(({ value, count }) => `${value} ${count}`)
  assert.deepEqual(counts('state'), ['closed 1', 'open 1'])
  assert.deepEqual(counts('queue'), ['legal 2', 'general 1'])
  assert.deepEqual(counts('language'), ['en 1'])
  assert.deepEqual(counts('item'), ['listing 1'])
  assert.deepEqual(counts('platform'), ['forum 2'])
  assert.deepEqual(counts('within'), ['month 1', 'week 1', 'year 1'])
  assert.deepEqual(facets.total, { value: '', count: 2, more: false })
})

test('counts end at fifty, and few values are told', () => {
  const results = Array.from({ length: 200 }, (_, number) => result('open', `q${number % 40}`, 'en', 1))
  const facets = countFacets(results, {}, { now: NOW, exact: false })
  assert.deepEqual(facets.state, [{ value: 'open', count: 50, more: true }])
  assert.equal(facets.queue.length, 20)
  assert.equal(facets.exact, false)
})
