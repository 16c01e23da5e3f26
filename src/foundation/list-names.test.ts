import assert from 'node:assert/strict'
import { test } from 'node:test'
import { listNames } from './list-names.ts'

test('a handle or an id names itself', () => {
  assert.deepEqual(listNames('  @minister_vale '), { ids: [], handles: ['minister_vale'] })
  assert.deepEqual(listNames('post-771'), { ids: ['post-771'], handles: ['post-771'] })
  assert.deepEqual(listNames('Cafe\u0301').handles, ['Café'])
})

test('an address names itself, then its parts from the end', () => {
  const post = 'https://harbour.example/@minister_vale/posts/post-771?v=42#top'
  assert.deepEqual(listNames(post), {
    ids: [post, 'post-771', 'posts', '42'],
    handles: [post, 'post-771', 'posts', 'minister_vale', '42'],
  })
  assert.deepEqual(listNames('HTTPS://harbour.example/%40rosa/').handles, ['HTTPS://harbour.example/%40rosa/', 'rosa'])
  assert.deepEqual(listNames('at://did:plc:abc/app.post/t1').ids.slice(1), ['t1', 'app.post', 'did:plc:abc'])
  assert.deepEqual(listNames('https://harbour.example/a/%E0%A4%A/%00').ids.slice(1), ['%E0%A4%A', 'a'])
  assert.equal(listNames(`https://harbour.example/${'a/b/c/d/e/f/g/h/i/'.repeat(5)}`).ids.length, 8)
})

test('an empty or endless text names nothing', () => {
  for (const text of ['', ' ', '@', 'x'.repeat(257)]) assert.deepEqual(listNames(text), { ids: [], handles: [] }, text)
})
