import assert from 'node:assert/strict'
import { test } from 'node:test'
import { negotiateLanguage } from './negotiate-language.ts'

const choose = (header?: string) => negotiateLanguage(header, ['en', 'de'])

test('the language with the highest weight is chosen', () => {
  assert.equal(choose('de'), 'de')
  assert.equal(choose('de-AT, en;q=0.5'), 'de')
  assert.equal(choose('en;q=0.8, de;q=0.9'), 'de')
  assert.equal(choose('fr, DE;q=0.3, en;q=0.2'), 'de')
})

test('a language with weight 0 or without texts is not chosen', () => {
  assert.equal(choose('de;q=0'), 'en')
  assert.equal(choose('den'), 'en')
  assert.equal(choose('fr, ja'), 'en')
})

test('a missing or malformed Accept-Language header means English', () => {
  assert.equal(choose(), 'en')
  assert.equal(choose(''), 'en')
  assert.equal(choose(';;,q=,*;q=x'), 'en')
  assert.equal(choose(`${'fr,'.repeat(5_000)}de`), 'en')
})
