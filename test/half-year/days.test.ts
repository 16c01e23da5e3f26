import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { tempDir } from '../support/temp-dir.ts'
import { listDays, REPORTS } from './days.ts'

const DAYS = 182
const sum = (days: { reports: number }[]) => days.reduce((all, { reports }) => all + reports, 0)

test('the days of the half-year share all its reports', () => {
  for (const scale of [1, 20, 2_000]) {
    const days = listDays({ scale })
    assert.equal(days.length, DAYS)
    assert.equal(sum(days), Math.round(REPORTS / scale))
    assert.ok(days.every(({ reports }) => reports > 0))
  }
})

test('reports are spread as the volumes of a file are', (t) => {
  const days = listDays({ scale: 20 }).map(({ date }) => date.toISOString().slice(0, 10))
  const volumesFile = join(tempDir(t), 'volumes.csv')
  const write = (dates: string[]) =>
    writeFileSync(volumesFile, ['date,statements_of_reasons', ...dates.map((date, n) => `${date},${n}`)].join('\n'))
  write(days)
  const spread = listDays({ scale: 20, volumesFile })
  assert.equal(sum(spread), Math.round(REPORTS / 20))
  assert.equal(spread[0]?.reports, 0)
  assert.ok(Math.abs((spread[181]?.reports ?? 0) / (spread[90]?.reports ?? 1) - 181 / 90) < 0.001)
  write(days.slice(1))
  assert.throws(() => listDays({ scale: 20, volumesFile }), /2024-01-01/)
})

test('the half-year comes again after the reports have expired', () => {
  const days = listDays({ scale: 20, again: true })
  const [first, second] = [days[0], days[DAYS]]
  assert.deepEqual(first?.date, new Date('2024-01-01T00:00:00Z'))
  assert.deepEqual(second?.date, new Date('2025-01-01T00:00:00Z'))
  assert.equal(sum(days), 2 * Math.round(REPORTS / 20))
})
