import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { CounterNoticeRules } from '../../../policy/counter-notice.ts'
import { COUNTER_FIELDS, type CounterValues, readCounterNotice } from './read-counter-notice.ts'

const RULES: CounterNoticeRules = {
  ...{ law: 'us-dmca', businessDays: 12, asks: ['address', 'phone'], discloses: true },
  ...{ statement: { en: 'I declare.' }, consent: { en: 'I consent.' } },
}
const EMPTY = Object.fromEntries(COUNTER_FIELDS.map((field) => [field, ''])) as CounterValues
const GIVEN: CounterValues = {
  ...{ words: 'Mine.', name: 'Mara Quay', address: '12 Quay Street', phone: '+1 202 555 0100', email: '' },
  ...{ statement: 'yes', consent: 'yes', signature: 'Mara Quay' },
}

test('an empty counter-notice names every field that the law asks for', () => {
  const read = readCounterNotice(EMPTY, RULES)
  assert.deepEqual(
    'faults' in read && read.faults,
    COUNTER_FIELDS.filter((field) => field !== 'email'),
  )
})

test('a law that asks for less takes a counter-notice with less', () => {
  const rules = { ...RULES, asks: [], consent: null }
  const read = readCounterNotice({ ...GIVEN, address: '', phone: '', consent: '' }, rules)
  assert.deepEqual('draft' in read && [read.draft.address, read.draft.phone], [null, null])
})

test('a field that is given must be fit, asked for or not', () => {
  for (const [field, value] of [
    ['phone', 'call me'],
    ['email', 'mara@mail'],
    ['address', '12345'],
    ['name', '§§'],
    ['words', ' \u202e '],
  ] as const) {
    const read = readCounterNotice({ ...GIVEN, [field]: value }, { ...RULES, asks: [] })
    assert.deepEqual('faults' in read && read.faults, [field])
  }
})
