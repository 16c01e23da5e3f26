import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Value } from 'typebox/value'
import { ENFORCEMENT_STATES } from '../../src/foundation/domain.ts'
import { CASE_STATES, FilterQuery, FILTERS, SPAN_NAMES } from '../../src/review/search/facets/search-filter.ts'

/** Not imported as the page's own code is, which is checked against a browser's types. */
const CONSOLE = new URL('../../console/src/search/view.ts', import.meta.url).href

test('the console offers the filters of the search', async () => {
  const offered = await import(CONSOLE)
  assert.deepEqual(offered.FACETS, FILTERS)
  assert.deepEqual(offered.SPANS, SPAN_NAMES)
  assert.deepEqual(offered.STATES, [...CASE_STATES, ...ENFORCEMENT_STATES])
  for (const [filter, most] of [
    [FilterQuery.queue, offered.QUEUE_CHARS_MAX],
    [FilterQuery.item, offered.QUEUE_CHARS_MAX],
    [FilterQuery.language, offered.LANGUAGE_CHARS_MAX],
  ] as const) {
    assert.equal(Value.Check(filter, 'x'.repeat(most)), true)
    assert.equal(Value.Check(filter, 'x'.repeat(most + 1)), false)
  }
})
