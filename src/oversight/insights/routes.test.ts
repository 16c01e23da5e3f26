import assert from 'node:assert/strict'
import { test } from 'node:test'
import { send } from '../../../test/support/desk-flow.ts'
import { givenStaff } from '../../../test/support/people.ts'
import { startTestDesk } from '../../../test/support/server.ts'
import { ROUTES } from '../../app/http/routes.ts'
import { DAY_MS } from '../../foundation/durations.ts'
import { CHART_NAMES } from './read-chart.ts'

test('200: every chart answers on a new desk without people', async (t) => {
  const test = await startTestDesk(t, { routes: ROUTES })
  const { token } = await givenStaff(test.desk.db, { roles: ['policy'] })
  for (const chart of CHART_NAMES) {
    const { status, body } = await send(test, token, 'GET', `/v1/insights/${chart}`)
    const { points, series, totals } = body as Record<'points' | 'series' | 'totals', Record<string, unknown>[]>
    assert.equal(status, 200, chart)
    assert.equal(points.length >= 7, true, chart)
    assert.equal(
      points.every(({ values }) => (values as unknown[]).length === series.length),
      true,
      chart,
    )
    assert.equal(
      totals.every(({ value }) => value === null || value === 0),
      true,
      chart,
    )
  }
})

test('400, 403: wrong charts and periods, reviewers and off-shift leads are refused', async (t) => {
  const test = await startTestDesk(t, { routes: ROUTES })
  const ask = async (roles: 'auditor' | 'lead' | 'senior', path: string, onShift = false) => {
    const { token } = await givenStaff(test.desk.db, { roles: [roles], onShift })
    return (await send(test, token, 'GET', `/v1/insights/${path}`)).status
  }
  assert.equal(await ask('auditor', 'people'), 400)
  assert.equal(await ask('auditor', 'queue?zone=Moon/Tranquility'), 400)
  assert.equal(await ask('auditor', 'queue?from=2026-02-30T00:00:00Z'), 400)
  assert.equal(await ask('auditor', 'queue?by=staff'), 400)
  assert.equal(await ask('auditor', 'queue?staff=wren'), 400)
  assert.equal(await ask('auditor', `decisions?policyId=${'x'.repeat(65)}`), 400)
  assert.equal(await ask('auditor', "decisions?platform=default'"), 400)
  const daysAgo = (days: number) => new Date(Date.now() - days * DAY_MS).toISOString()
  assert.equal(await ask('auditor', `load?from=${daysAgo(93)}`), 200)
  assert.equal(await ask('auditor', `decisions?from=${daysAgo(93)}`), 200)
  assert.equal(await ask('auditor', `decisions?from=${daysAgo(367)}`), 400)
  assert.equal(await ask('senior', 'queue', true), 403)
  assert.equal(await ask('lead', 'queue'), 403)
  assert.equal(await ask('lead', 'queue', true), 200)
})

test('400: the refusal of an unfit dimension names its field', async (t) => {
  const test = await startTestDesk(t, { routes: ROUTES })
  const { token } = await givenStaff(test.desk.db, { roles: ['policy'] })
  const refuse = async (path: string) => {
    const { status, body } = await send(test, token, 'GET', `/v1/insights/${path}`)
    assert.equal(status, 400, path)
    return (body as { errors: { field: string; detail: string }[] }).errors
  }
  const detail = 'does not fit this chart. Use queue, language or platform'
  assert.deepEqual(await refuse('queue?by=policy'), [{ field: 'by', key: 'chart.dimension', detail }])
  assert.deepEqual(await refuse('load?policyId=scam'), [{ field: 'policyId', key: 'chart.dimension', detail }])
})

test('200: hostile filters find nothing and divide nothing', async (t) => {
  const test = await startTestDesk(t, { routes: ROUTES })
  const { token } = await givenStaff(test.desk.db, { roles: ['policy'] })
  for (const value of ["' or true --", '\u202e', '{}', '%', '😀', 'null']) {
    for (const chart of CHART_NAMES) {
      const query = new URLSearchParams({ queue: value, language: value, by: 'language' })
      const { status, body } = await send(test, token, 'GET', `/v1/insights/${chart}?${query}`)
      assert.equal(status, 200, `${chart} ${value}`)
      assert.deepEqual((body as { groups: unknown }).groups, [], `${chart} ${value}`)
    }
  }
})
