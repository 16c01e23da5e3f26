import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { SKELETON_CHARS_MAX, skeletonOf, stemOf } from './skeleton.ts'

const areTakenForOneAnother = (...texts: string[]) =>
  assert.equal(new Set(texts.map(skeletonOf)).size, 1, texts.map((text) => `${text} → ${skeletonOf(text)}`).join(', '))

const areToldApart = (...texts: string[]) => assert.equal(new Set(texts.map(skeletonOf)).size, texts.length)

test('similar letters of other scripts and digits share one skeleton', () => {
  areTakenForOneAnother(
    'harbour_mayor',
    'hаrbоur_mауоr',
    'harb0ur_mayor',
    'harbour_rnayor',
    '𝐡𝐚𝐫𝐛𝐨𝐮𝐫_𝐦𝐚𝐲𝐨𝐫',
    'ｈarbour_mayor',
  )
  areTakenForOneAnother('Вen', 'Ben', 'ben')
  areTakenForOneAnother('Ρaula', 'paula')
})

test('a skeleton ignores case; capital I equals lower-case l', () => {
  areTakenForOneAnother('paypal', 'PayPal', 'paypaI', 'PAYPAL', 'PAYPAI', 'paypa1')
  areTakenForOneAnother('MAYOR', 'Mayor', 'rnayor')
  areTakenForOneAnother('info', 'INFO', 'Info', 'lnfo')
  areTakenForOneAnother('Straße', 'straße')
})

test('a skeleton ignores invisible characters and the width of spaces', () => {
  areTakenForOneAnother(
    'Rosa Lind',
    ' Rosa\u2003 Lind\n',
    'Ro\u200bsa Lind',
    'Rosa\u00a0Lind\ufe0f',
    'Ro\u00adsa Li\u202end',
  )
})

test('a skeleton ignores accents on letters', () => {
  areTakenForOneAnother('Zoë', 'Zoe\u0308', 'Zoe')
  areTakenForOneAnother('José Fernández', 'Jose Fernandez')
  areTakenForOneAnother('łódź', 'lodz')
  areTakenForOneAnother('мэрский', 'мэрскии')
  areToldApart('か', 'が')
  areToldApart('कि', 'की')
})

test('a skeleton ignores separators unless the name has nothing else', () => {
  areTakenForOneAnother('CFKArgentina', 'CFK_Argentina', 'C.F.K-Argentina', 'cfk argentina_')
  areToldApart('_', '..', '---')
})

test('a name with a trailing number is compared without the number', () => {
  for (const text of [
    'CFKArgentina0',
    'CFK_Argentina_10',
    'CFK.Argentina 2024-',
    'CFKArgentina٣',
    'CFKArgentina0\u200b',
  ])
    assert.equal(stemOf(text), skeletonOf('CFKArgentina'), text)
  for (const text of ['CFKArgentina', '', '2024', '_ 1', 'top10news', 'paypal']) assert.equal(stemOf(text), null, text)
})

test('names that a reader can tell apart have different skeletons', () => {
  areToldApart('anna', 'hanna', 'ann', 'anne', 'anna_1', 'anna_2')
  areToldApart('мэрия', 'мэр', 'meria')
})

test('an invisible name has no skeleton', () => {
  for (const text of ['', '  ', '\u200b\u2060', '\u3164']) assert.equal(skeletonOf(text), '')
})

test('the longest name has an indexable skeleton without broken characters', () => {
  const longest = skeletonOf('😀'.repeat(512))
  assert.equal(longest, '😀'.repeat(SKELETON_CHARS_MAX))
  assert.equal(skeletonOf('\ufdfa'.repeat(256)).length, SKELETON_CHARS_MAX)
})

test('the fast path for plain letters gives the general skeleton', () => {
  // An invisible character forces the code path for arbitrary Unicode.
  fc.assert(fc.property(fc.string(), (text) => skeletonOf(text) === skeletonOf(`${text}\u200b`)))
})

test('the skeleton of a skeleton is itself', () => {
  const text = fc.string({ unit: 'binary' })
  fc.assert(fc.property(text, (given) => skeletonOf(skeletonOf(given)) === skeletonOf(given)))
})
