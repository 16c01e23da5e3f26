import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findOtherPolicies } from '../../console/src/api/other-policies.ts'

/** A page that has policies with this hash. `learn` returns what becomes stale. */
function startPage(hash?: string) {
  const page = { hash }
  const stale: string[] = []
  const told = findOtherPolicies({
    readHash: () => page.hash,
    makeStale: (queryKey) => void stale.push(queryKey.join(' ')),
  })
  const learn = (inForce?: string) => {
    told(inForce)
    return stale.splice(0)
  }
  return { page, learn }
}

test('a page reads the policies again when others take effect', () => {
  const { page, learn } = startPage('one')
  assert.deepEqual(learn('one'), [])
  assert.deepEqual(learn('two'), ['policies', 'guards'])
  assert.deepEqual(learn('two'), ['policies'], 'the answer came from a process that had not read them yet')
  page.hash = 'two'
  assert.deepEqual(learn('two'), [])
  assert.deepEqual(learn(), [], 'a desk that does not say')
})

test('a page with older policies than the desk reads them again', () => {
  const { learn } = startPage('old')
  assert.deepEqual(learn('new'), ['policies'])
})

test('a page without policies reads none, and the rule files again', () => {
  const { learn } = startPage()
  assert.deepEqual([learn('one'), learn('two')], [[], ['guards']])
})
