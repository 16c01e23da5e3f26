import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { compareHandles } from '../../console/src/review/compare-handles.ts'

const differencesOf = (own: string, other: string) =>
  compareHandles(own, other)?.differences.map(({ has, not }) => `${has}|${not}`)

test('a comparison finds each replaced, added and missing character', () => {
  const own = 'minister_vale'
  assert.deepEqual(differencesOf(own, 'minister_vaIe'), ['I|l'])
  assert.deepEqual(differencesOf(own, 'minister_va1e'), ['1|l'])
  assert.deepEqual(differencesOf(own, 'rninister_vale'), ['rn|m'])
  assert.deepEqual(differencesOf(own, 'ministervale'), ['|_'])
  assert.deepEqual(differencesOf(own, 'minister_vale_'), ['_|'])
  assert.deepEqual(differencesOf(own, 'mіnister_vаle'), ['і|i', 'а|a'])
  assert.deepEqual(differencesOf(own, own), [])
})

test('handles with little in common are not compared', () => {
  assert.equal(compareHandles('minister_vale', 'cheap_pills4u'), undefined)
  assert.equal(compareHandles('minister_vale', ''), undefined)
})

test('the pieces of a comparison are the handle', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme', maxLength: 20 }),
      fc.array(fc.nat(20), { maxLength: 4 }),
      (own, drops) => {
        const other = [...own].filter((_sign, place) => !drops.includes(place)).join('')
        const compared = compareHandles(own, other)
        if (compared !== undefined) assert.equal(compared.pieces.map(({ text }) => text).join(''), other)
      },
    ),
  )
})
