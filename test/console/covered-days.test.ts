import assert from 'node:assert/strict'
import { test } from 'node:test'
import { zonedTime } from '../../console/src/components/zoned-time.ts'
import { listCoveredDays } from '../../console/src/team/covered-days.ts'

const BERLIN = zonedTime('Europe/Berlin')

test('a week from an afternoon has eight days, two in part', () => {
  const days = listCoveredDays([], Date.parse('2026-06-01T16:30:00Z'), zonedTime('UTC'))
  assert.deepEqual(
    days.map(({ day, gaps }) => [day, gaps]),
    ['01', '02', '03', '04', '05', '06', '07', '08'].map((day) => [`2026-06-${day}`, []]),
  )
  assert.deepEqual(
    [days[0]?.checked.begin, days[1]?.checked.begin, days[1]?.checked.length, days[7]?.checked.length],
    [16.5 / 24, 0, 1, 16 / 24],
  )
  assert.equal(listCoveredDays([], Date.parse('2026-06-01T00:00:00Z'), zonedTime('UTC')).length, 7)
})

test('gaps of several requirements are joined and divided at local midnight', () => {
  const gaps = [
    { from: '2026-06-02T23:00:00Z', until: '2026-06-03T01:00:00Z' },
    { from: '2026-06-02T20:00:00Z', until: '2026-06-02T23:00:00Z' },
    { from: '2026-06-02T20:00:00Z', until: '2026-06-02T21:00:00Z' },
  ]
  const days = listCoveredDays(gaps, Date.parse('2026-06-01T16:00:00Z'), BERLIN)
  assert.deepEqual(
    days.flatMap(({ day, gaps: own }) =>
      own.map(({ from, until, begin, length }) => [day, from, until, begin, length]),
    ),
    [
      ['2026-06-02', '2026-06-02T20:00:00.000Z', '2026-06-02T22:00:00.000Z', 22 / 24, 2 / 24],
      ['2026-06-03', '2026-06-02T22:00:00.000Z', '2026-06-03T01:00:00.000Z', 0, 3 / 24],
    ],
  )
})

test('a day with a clock change has 25 hours', () => {
  const gap = { from: '2026-10-24T22:00:00Z', until: '2026-10-25T03:00:00Z' }
  const [, day] = listCoveredDays([gap], Date.parse('2026-10-24T12:00:00Z'), BERLIN)
  assert.deepEqual([day?.day, day?.gaps[0]?.begin, day?.gaps[0]?.length], ['2026-10-25', 0, 5 / 25])
})
