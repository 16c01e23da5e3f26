import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type Message, message } from './message.ts'
import { renderMessage } from './render-message.ts'
import { readStored, storeText, toStorable } from './stored-text.ts'

const CHARS_MAX = 2_000
const UNTIL = new Date('2031-01-17T23:30:00Z')
const FREEZE = message('alert.freeze.begun', { who: 'wren', until: UNTIL, reason: message('alert.freeze.noReason') })

const read = (english: string, stored: unknown, language: 'en' | 'de' = 'de', zone?: string) =>
  readStored({ english, message: stored, charsMax: CHARS_MAX }, { language, zone })
const roundTrip = (text: Message, charsMax = CHARS_MAX) => {
  const { english, message: stored } = storeText(text, charsMax)
  return readStored({ english, message: JSON.parse(stored ?? 'null'), charsMax }, { language: 'de' })
}

test('a stored message is read in the language and zone asked for', () => {
  const { english, message: stored } = storeText(FREEZE, CHARS_MAX)
  assert.equal(english, renderMessage(FREEZE))
  const kept = JSON.parse(stored ?? '')
  assert.deepEqual(read(english, kept), { text: renderMessage(FREEZE, 'de'), language: 'de' })
  assert.match(read(english, kept, 'de', 'Asia/Tokyo').text, /18\. Jan\. 2031, 08:30 GMT\+9/)
  assert.match(read(english, kept, 'en', 'Asia/Tokyo').text, /18 Jan 2031, 08:30 GMT\+9/)
})

test('lists, nested messages and plain words are stored and read', () => {
  const list = message('alert.alone.account', {
    accountId: '8821',
    acts: { as: 'commas', list: [message('alert.alone.hijack'), 'x', 3] },
  })
  assert.equal(roundTrip(list).text, renderMessage(list, 'de'))
  const joined = message('described.paragraphs', { paragraphs: { as: 'paragraphs', list: ['a', 'b'] } })
  assert.equal(roundTrip(joined).text, 'a\nb')
  assert.deepEqual(storeText('as it is', CHARS_MAX), { english: 'as it is', message: null })
})

test('a message that differs from the stored text is not read', () => {
  const { english, message: stored } = storeText(
    message('alert.fate.stopped', { enforcementId: 'enf_1', because: '' }),
    CHARS_MAX,
  )
  const asStored = { text: english, language: 'en' }
  const others = [
    storeText(message('alert.fate.declined', { enforcementId: 'enf_1', because: '' }), CHARS_MAX).message,
    stored?.replace('enf_1', 'enf_2'),
    stored?.replace('alert.fate.stopped', 'alert.fate.unknown'),
    stored?.replace('"because"', '"other"'),
    stored?.replace('""', '{"at":"never"}'),
    '{"key":"alert.fate.stopped"}',
    '[]',
    'null',
    '7',
    `${'{"key":"alert.fate.stopped","params":{"because":'.repeat(100)}1${'}}'.repeat(100)}`,
  ]
  for (const other of others) assert.deepEqual(read(english, JSON.parse(other ?? '')), asStored, other ?? '')
  assert.equal(read(english, JSON.parse(stored ?? '')).language, 'de')
})

test('a parameter that looks like a message is data', () => {
  const reason = '{who} <b>#</b> {"key":"alert.mention"} alert.freeze.noReason'
  const { text } = roundTrip(message('alert.freeze.begun', { who: 'wren', until: UNTIL, reason }))
  assert.ok(text.endsWith(`eingefroren: ${reason}`))
})

test('any words in a message are stored, cut and well formed', () => {
  const anyText = fc.string({ unit: fc.constantFrom('a', '\0', '😀', '\ud83d', '\ude00', 'é') })
  fc.assert(
    fc.property(anyText, fc.integer({ min: 60, max: 90 }), (reason, charsMax) => {
      const text = message('alert.fate.stopped', {
        enforcementId: 'enf_1',
        because: message('alert.because', { reason }),
      })
      const { english, message: stored } = storeText(text, charsMax)
      for (const each of [english, stored ?? '']) assert.ok(each.isWellFormed() && !/\0|\\u0000/.test(each))
      assert.ok(english.length <= charsMax)
      assert.equal(roundTrip(text, charsMax).language, 'de')
    }),
  )
})

test('a cut leaves no half of a character', () => {
  assert.equal(toStorable('ab😀', 3), 'ab')
  assert.equal(toStorable('a😀b', 3), 'a😀')
  assert.equal(toStorable('a\0\ud83d', 9), 'a\uFFFD\uFFFD')
})

test('a stored message that would grow in itself is not rendered', () => {
  const token = (who: string | Message) =>
    message('described.person.token', { who, days: 1, label: 'x', fingerprint: 'x' })
  let nested: Message = token('wren')
  for (let level = 1; level < 10; level++) nested = token(nested)
  assert.throws(() => renderMessage(nested, 'en', 'UTC', 200_000), /more than 200000 characters/)
  const list = message('described.paragraphs', { paragraphs: { as: 'paragraphs', list: ['a', 'b'] } })
  assert.equal(renderMessage(list, 'en', 'UTC', 200_000), renderMessage(list))
  const english = renderMessage(nested).slice(0, CHARS_MAX)
  assert.deepEqual(read(english, JSON.parse(JSON.stringify(nested))), { text: english, language: 'en' })
})
