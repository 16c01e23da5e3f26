import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readView, sortOf, toQuery } from '../../console/src/queue/view.ts'

test('appeals are listed by the time left, unless a person chose otherwise', () => {
  assert.equal(sortOf({}), 'priority')
  assert.deepEqual(toQuery(readView({ flags: ['appeal'] })), { state: 'open', appeal: 'true', sort: 'due' })
  assert.equal(toQuery(readView({ flags: ['appeal'], sort: 'priority' })).sort, 'priority')
  assert.equal(toQuery(readView({ flags: ['breached'] })).sort, 'priority')
})
