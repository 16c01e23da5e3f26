import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { plainLine } from './plain-line.ts'

test('a plain line has no markup, link, unseen sign or line break', () => {
  const hostile = fc.string({
    unit: fc.oneof(
      fc.string({ unit: 'binary', minLength: 1, maxLength: 3 }),
      fc.constantFrom(
        '<',
        '>',
        '://',
        'www.',
        '](',
        '\n',
        '\u2028',
        '\u0000',
        '\ud800',
        '\u202e',
        '\u2066',
        '\u200b',
        'https',
      ),
    ),
    maxLength: 60,
  })
  fc.assert(
    fc.property(hostile, fc.integer({ min: 1, max: 80 }), (text, charsMax) => {
      const line = plainLine(text, charsMax)
      assert.ok(line.length <= charsMax && line.isWellFormed())
      assert.doesNotMatch(line, /[<>\n\r\u2028\u2029\u202a-\u202e\u2066-\u2069\u200b\u200e\u200f]|:\/\/|\]\(|www\./i)
    }),
  )
})

test('a plain line keeps words of every script', () => {
  for (const text of [
    'You sold medicine.',
    'Sie haben Arzneien verkauft – ohne Erlaubnis.',
    'لقد بعت أدوية',
    '👩‍🚀 می‌روم',
  ])
    assert.equal(plainLine(text, 100), text)
  assert.equal(plainLine('abcdef', 4), 'abc…')
})
