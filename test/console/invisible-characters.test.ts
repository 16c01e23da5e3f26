import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { disarmLinks } from '../../console/src/components/disarm-links.ts'
import { cutName, splitInvisible } from '../../console/src/components/invisible-characters.ts'

/** The text as it is shown, with each mark in brackets. */
const shown = (text: string): string =>
  splitInvisible(text)
    .map((part) => ('text' in part ? part.text : `[${part.mark}]`))
    .join('')

test('invisible and direction-changing characters are marked', () => {
  assert.equal(shown('abc\u202ecod.exe'), 'abc[RLO]cod.exe')
  assert.equal(shown('pay\u200bpal\u00ad'), 'pay[ZWSP]pal[SHY]')
  assert.equal(shown('\u2066x\u2069\ufeff\u2060'), '[LRI]x[PDI][BOM][WJ]')
  assert.equal(shown('a\u0007b\u2800c\u{e0041}'), 'a[U+0007]b[U+2800]c[U+E0041]')
  assert.equal(shown('two\r\nlines\tand a tab'), 'two\r\nlines\tand a tab')
})

test('spelling and emoji keep their joiners', () => {
  for (const text of ['می‌خواهم', '👩‍👩‍👧', '❤️', '1️⃣', 'क्‍ष']) assert.equal(shown(text), text)
  assert.equal(shown('pay\u200dpal'), 'pay[ZWJ]pal')
  assert.equal(shown('a\ufe0f'), 'a[U+FE0F]')
})

test('links are disarmed and sentences stay as they are', () => {
  assert.equal(disarmLinks('see https://pay.example.com/a.b?c=d now'), 'see hxxps://pay[.]example[.]com/a.b?c=d now')
  assert.equal(disarmLinks('www.example.com or ftp://a.b'), 'www[.]example[.]com or ftp://a[.]b')
  assert.equal(disarmLinks('bit.ly/2xyz and https://münchen.de'), 'bit[.]ly/2xyz and hxxps://münchen[.]de')
  for (const text of ['Done.Next. At 10.30, e.g. here', 'and/or', 'v1.2', '']) assert.equal(disarmLinks(text), text)
})

test('a name is cut between characters', () => {
  assert.equal(cutName('𝔸'.repeat(41), 40), `${'𝔸'.repeat(40)}…`)
  assert.equal(cutName('𝔸'.repeat(40), 40), '𝔸'.repeat(40))
  assert.equal(cutName('x'.repeat(10_000), 40), `${'x'.repeat(40)}…`)
})

test('marks change no other character and leave none invisible', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const kept = splitInvisible(text).map((part) => ('text' in part ? part.text : text.slice(part.at, part.at + 2)))
      assert.ok(kept.join('').length >= text.length)
      assert.doesNotMatch(shown(text), /[\u202a-\u202e\u2066-\u2069\u200b]/)
    }),
  )
})
