import assert from 'node:assert/strict'
import { test } from 'node:test'
import { freshDatabase } from '../../../test/support/fresh-database.ts'
import { type Period, type PeriodAsked, partsOf, readPeriod, YEAR_DAYS_MAX } from './period.ts'

const NOW = new Date('2026-05-10T12:00:00Z')
const read = (asked: PeriodAsked, daysMax?: number) => readPeriod(asked, NOW, daysMax)

test('the default period is a week, never in the future', () => {
  assert.deepEqual(read({}), { from: new Date('2026-05-03T12:00:00Z'), to: NOW, zone: 'UTC', step: 'day' })
  assert.equal(read({ from: '2026-05-10T09:00:00Z' }).step, 'five_minutes')
  assert.equal(read({ from: '2026-05-07T12:00:00Z' }).step, 'hour')
  assert.equal(read({ from: '2026-05-07T11:59:59Z' }).step, 'day')
  assert.deepEqual(read({ to: '2999-01-01T00:00:00Z' }).to, NOW)
})

test('beyond 92 days a period has whole days of UTC', () => {
  const asked = { from: '2026-02-07T11:00:00Z', zone: 'Asia/Kolkata' }
  assert.deepEqual(read(asked, YEAR_DAYS_MAX), {
    from: new Date(asked.from),
    to: NOW,
    zone: 'Asia/Kolkata',
    step: 'day',
  })
  const long = read({ ...asked, from: '2026-02-07T10:59:59Z' }, YEAR_DAYS_MAX)
  assert.deepEqual(long, { from: new Date('2026-02-07T00:00:00Z'), to: NOW, zone: 'UTC', step: 'day' })
  assert.throws(() => read({ from: '2025-05-09T10:59:59Z' }, YEAR_DAYS_MAX))
})

test('an invalid period is refused by its field', () => {
  for (const [asked, field] of [
    [{ from: '2026-02-30T00:00:00Z' }, 'from'],
    [{ from: '2026-05-10T12:00:00Z' }, 'from'],
    [{ from: '2026-02-01T00:00:00Z' }, 'from'],
    [{ to: '2026-02-30T00:00:00Z' }, 'to'],
    [{ zone: 'Moon/Tranquility' }, 'zone'],
  ] as const) {
    assert.throws(
      () => read(asked),
      (error: { members?: { errors?: { field: string }[] } }) => error.members?.errors?.[0]?.field === field,
      JSON.stringify(asked),
    )
  }
})

test('days of a chart follow the local clock, summer time included', async (t) => {
  const { pool } = await freshDatabase(t)
  const listParts = async (period: Omit<Period, 'step'> & Pick<Period, 'step'>) => {
    const { rows } = await pool.query<{ at: Date; until: Date; n: number }>(partsOf(period))
    return rows.map(({ at, until, n }) => [n, at.toISOString().slice(5, 16), until.toISOString().slice(5, 16)])
  }
  const [from, to] = [new Date('2026-10-24T10:00:00Z'), new Date('2026-10-26T12:00:00Z')]
  assert.deepEqual(await listParts({ from, to, zone: 'Europe/Dublin', step: 'day' }), [
    [1, '10-24T10:00', '10-24T23:00'],
    [2, '10-24T23:00', '10-26T00:00'],
    [3, '10-26T00:00', '10-26T12:00'],
  ])
  const begun = { from: new Date('2026-10-25T00:33:00Z'), to: new Date('2026-10-25T00:41:00Z') }
  assert.deepEqual(await listParts({ ...begun, zone: 'UTC', step: 'five_minutes' }), [
    [1, '10-25T00:33', '10-25T00:35'],
    [2, '10-25T00:35', '10-25T00:40'],
    [3, '10-25T00:40', '10-25T00:41'],
  ])
  const night = { from: new Date('2026-10-25T00:30:00Z'), to: new Date('2026-10-25T02:30:00Z') }
  assert.deepEqual(await listParts({ ...night, zone: 'Asia/Kolkata', step: 'hour' }), [
    [1, '10-25T00:30', '10-25T01:30'],
    [2, '10-25T01:30', '10-25T02:30'],
  ])
})
