import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findCountry } from './country.ts'

test('a country is one current ISO code; unknown codes are refused', () => {
  for (const code of ['IE', 'DE', 'GB', 'TL', 'XK']) assert.equal(findCountry(code), code)
  for (const code of ['XX', 'ZZ', 'EU', 'AA', 'QO']) assert.equal(findCountry(code), undefined)
  assert.deepEqual([findCountry('UK'), findCountry('DD'), findCountry('BU')], ['GB', 'DE', 'MM'])
})
