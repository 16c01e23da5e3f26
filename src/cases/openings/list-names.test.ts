import assert from 'node:assert/strict'
import { test } from 'node:test'
import { listNames } from './list-names.ts'

test('a handle, an id and an address name their subject first', () => {
  assert.deepEqual(listNames('  @minister_vale '), ['minister_vale'])
  assert.deepEqual(listNames('post-771'), ['post-771'])
  assert.deepEqual(listNames('https://harbour.example/@minister_vale/posts/post-771?lang=en#top'), [
    'post-771',
    'posts',
    'minister_vale',
  ])
  assert.deepEqual(listNames('HTTPS://harbour.example/%40rosa/'), ['rosa'])
  assert.deepEqual(listNames('https://harbour.example/a/b/c/d/e/%E0%A4%A'), ['%E0%A4%A', 'e', 'd', 'c'])
})

test('an empty text and an address without a path name nothing', () => {
  for (const text of ['', ' ', '@', 'x'.repeat(257), 'https://harbour.example', 'https://harbour.example/']) {
    assert.deepEqual(listNames(text), [], text)
  }
})
