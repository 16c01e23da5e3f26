import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseTime } from './parse-time.ts'

test('an existing time is parsed to the millisecond, in UTC', () => {
  assert.equal(parseTime('2024-02-29T23:59:59.123456Z')?.toISOString(), '2024-02-29T23:59:59.123Z')
  assert.equal(parseTime('1970-01-01T02:00:00+02:00')?.toISOString(), '1970-01-01T00:00:00.000Z')
  assert.equal(parseTime('9999-12-31T23:59:59Z')?.toISOString(), '9999-12-31T23:59:59.000Z')
})

test('a time before 1970 is parsed where earlier years are allowed', () => {
  assert.equal(parseTime('0001-01-01T00:00:00Z', 1)?.toISOString(), '0001-01-01T00:00:00.000Z')
  assert.equal(parseTime('0004-02-29T00:00:00Z', 1)?.toISOString(), '0004-02-29T00:00:00.000Z')
  assert.equal(parseTime('1900-02-29T00:00:00Z', 1), undefined)
})

for (const text of [
  '2023-02-29T00:00:00Z',
  '2024-04-31T00:00:00Z',
  '2024-13-01T00:00:00Z',
  '2024-00-01T00:00:00Z',
  '2024-01-00T00:00:00Z',
  '2024-01-01T24:00:00Z',
  '2024-01-01T23:60:00Z',
  '2016-12-31T23:59:60Z',
  '2024-01-01T00:00:00+24:00',
  '2024-01-01T00:00:00',
  '2024-01-01',
  '2024-01-01t00:00:00z',
  '1969-12-31T23:59:59Z',
  '1970-01-01T00:00:00+00:01',
  '9999-12-31T23:59:59-00:01',
  '+12024-01-01T00:00:00Z',
  '1767225600',
  '',
]) {
  test(`the text "${text}" is no time`, () => {
    assert.equal(parseTime(text), undefined)
  })
}
