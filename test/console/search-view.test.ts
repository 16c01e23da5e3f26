import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Facets, mergeFacets } from '../../console/src/search/merge-facets.ts'
import { readView, showsKind } from '../../console/src/search/view.ts'

const facet = (value: string, count: number, more = false) => ({ value, count, more })
const facets = (queue: Facets['queue']): Facets => ({
  total: facet('', 0),
  state: [],
  queue,
  language: [],
  item: [],
  platform: [],
  within: [],
  exact: true,
})

test('facets of several kinds add up to fifty and more', () => {
  const all = [facets([facet('legal', 30), facet('general', 2)]), facets([facet('legal', 21), facet('abuse', 2)])]
  assert.deepEqual(mergeFacets(all, 'queue'), [facet('legal', 50, true), facet('abuse', 2), facet('general', 2)])
  assert.deepEqual(mergeFacets([facets([facet('legal', 50, true)])], 'queue'), [facet('legal', 50, true)])
  assert.deepEqual(mergeFacets([], 'state'), [])
})

test('an address holds known filters only, and filters leave out accounts', () => {
  const view = readView({ q: 'x', kind: 'case', state: 'held', queue: 'legal', within: 'century', colour: 'red' })
  assert.deepEqual(view, { q: 'x', kind: 'case', state: 'held', queue: 'legal' })
  const queue = 'q'.repeat(64)
  assert.deepEqual(readView({ queue: `${queue}q`, language: 'l'.repeat(36) }), { queue, language: 'l'.repeat(35) })
  assert.deepEqual(readView({ item: `${queue}q` }), { item: queue })
  assert.deepEqual(readView({ platform: 'forum' }), { platform: 'forum' })
  assert.deepEqual(readView({ platform: 'Forum~' }), {})
  assert.deepEqual(readView({ q: '', kind: 'reporter', state: 3 }), {})
  assert.equal(showsKind({ q: 'x' }, 'account'), true)
  assert.equal(showsKind({ q: 'x', queue: 'legal' }, 'account'), false)
  assert.equal(showsKind({ q: 'x', kind: 'case' }, 'enforcement'), false)
})
