import assert from 'node:assert/strict'
import { test } from 'node:test'
import { LIVE_CHECKS } from '../../src/app/conformance/live/live-checks.ts'
import { isLive, SCENARIOS } from '../../src/app/conformance/scenarios/all-scenarios.ts'
import { MUTANTS } from './mutants.ts'
import { checkPlatform, servePlatform } from './serve-platform.ts'

/** Longer than the effects and holds of the checks, and short for what a broken platform never does. */
const PATIENCE_MS = 6_000

test('a platform on platform-kit passes every conformance check', async (t) => {
  const results = await checkPlatform(await servePlatform(t))
  assert.deepEqual(
    results.filter(({ result }) => result === 'failed'),
    [],
  )
  const skipped = results.filter(({ result }) => result === 'skipped').map(({ id }) => id)
  assert.deepEqual(
    skipped,
    SCENARIOS.filter((scenario) => !isLive(scenario)).map(({ id }) => id),
  )
  assert.ok(results.length > 140, `${results.length} checks`)
})

for (const { is, broken, fails } of MUTANTS) {
  test(`conformance checks notice a platform that ${is}`, async (t) => {
    for (const id of fails) {
      const results = await checkPlatform(await servePlatform(t, broken), id, PATIENCE_MS)
      const own = results.find((result) => result.id === id)
      assert.equal(own?.result, 'failed', `${id}: ${JSON.stringify(own)}`)
      assert.notEqual(own?.expected, own?.came, id)
    }
  })
}

test('every conformance check has a broken platform that it notices', () => {
  const noticed = new Set(MUTANTS.flatMap(({ fails }) => fails))
  const checks = [...SCENARIOS.filter(isLive), ...LIVE_CHECKS].map(({ id }) => id)
  assert.deepEqual(
    checks.filter((id) => !noticed.has(id)),
    [],
  )
})
