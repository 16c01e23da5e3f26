import assert from 'node:assert/strict'
import { test } from 'node:test'
import { canonicalJson } from './canonical.ts'

test('canonical JSON sorts names by UTF-16 code units, adding nothing', () => {
  // The sorting example of RFC 8785, section 3.2.3.
  const names = { '€': 'Euro', '\r': 'CR', '\ufb33': 'Dalet', '1': 'One', '😀': 'Emoji', '\u0080': 'Control', ö: 'O' }
  assert.equal(
    canonicalJson(names),
    '{"\\r":"CR","1":"One","\u0080":"Control","ö":"O","€":"Euro","😀":"Emoji","\ufb33":"Dalet"}',
  )
})

test('equal values have equal canonical JSON in any property order', () => {
  assert.equal(canonicalJson({ b: [1, 2.5, 1e21], a: null }), canonicalJson({ a: null, b: [1, 2.5, 1e21] }))
  assert.equal(canonicalJson({ a: undefined, b: -0 }), '{"b":0}')
})

test('a value that JSON cannot express is an error', () => {
  assert.throws(() => canonicalJson(Number.NaN), /can't be written/)
  assert.throws(() => canonicalJson({ text: '\ud800' }), /half a character/)
})
