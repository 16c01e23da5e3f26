import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ConnectorError } from '../foundation/connector/connector.ts'
import { parseAnswer } from './parse-answer.ts'

test('words of an answer become storable, and ids are refused', () => {
  const answer = String.raw`{"content": {"id": "t1", "text": "half \ud83d and \u0000", "tags": ["\udc00"]}}`
  assert.deepEqual(parseAnswer(answer), { content: { id: 't1', text: 'half \uFFFD and \uFFFD', tags: ['\uFFFD'] } })
  for (const name of ['id', 'accountId', 'account_id', 'reference', 'url'])
    assert.throws(() => parseAnswer(JSON.stringify({ [name]: 'a\ud800' })), ConnectorError, name)
  assert.throws(() => parseAnswer(String.raw`{"labels": ["a\ud800"]}`), ConnectorError, 'labels')
  assert.throws(() => parseAnswer(String.raw`{"a\ud800": 1}`), ConnectorError, 'a name of a member')
  assert.throws(() => parseAnswer('{"__proto__": {"text": "a"}}'), ConnectorError, 'a prototype')
  assert.throws(() => parseAnswer(`${'['.repeat(40)}"a"${']'.repeat(40)}`), ConnectorError, 'too deep')
  assert.equal(parseAnswer('{'), undefined)
})
