import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findZone, isZone } from './is-zone.ts'

const NAME = 'europe/berlin'
const SPELLINGS = 512

/** Returns the name with a capital letter for each bit of the number. */
const spell = (bits: number): string =>
  [...NAME].map((letter, index) => ((bits >> index) % 2 === 1 ? letter.toUpperCase() : letter)).join('')

test('all spellings and aliases of a time zone have one name', () => {
  const spellings = new Set(Array.from({ length: SPELLINGS }, (_, bits) => spell(bits)))
  assert.ok(spellings.size > SPELLINGS / 4, 'they differ')
  assert.deepEqual(new Set([...spellings].map(findZone)), new Set(['Europe/Berlin']))
  assert.deepEqual(['utc', 'Etc/UTC', 'zulu'].map(findZone), ['UTC', 'UTC', 'UTC'])
})

test('unknown names and offsets are no time zones', () => {
  for (const name of ['Atlantis', '+02:00', '', `Europe/${'x'.repeat(60)}`])
    assert.equal(findZone(name), undefined, name)
  assert.deepEqual([isZone('Asia/Tokyo'), isZone('Atlantis')], [true, false])
})
