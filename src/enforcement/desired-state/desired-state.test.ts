import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { ACTIONS, type PlatformState, UNTOUCHED } from '../../foundation/domain.ts'
import {
  isStricter,
  lastsUntil,
  revertsOf,
  type StandingEnforcement,
  isSameState,
  desiredStateOf,
} from './desired-state.ts'

const DAY_MS = 86_400_000
const START = Date.parse('2026-01-01T00:00:00Z')

const anEnforcement = fc.record({
  action: fc.constantFrom(...ACTIONS),
  label: fc.option(fc.constantFrom('satire', 'disputed'), { nil: null }),
  endsAt: fc.option(
    fc.integer({ min: 1, max: 30 }).map((days) => new Date(START + days * DAY_MS)),
    { nil: null },
  ),
  confirmBy: fc.option(
    fc.integer({ min: 1, max: 5 }).map((days) => new Date(START + days * DAY_MS)),
    { nil: null },
  ),
  confirmedAt: fc.option(fc.constant(new Date(START)), { nil: null }),
}) satisfies fc.Arbitrary<StandingEnforcement>
const aBaseline = fc.record<PlatformState>({
  visible: fc.boolean(),
  spread: fc.constantFrom('full', 'limited'),
  mayPost: fc.boolean(),
  labels: fc.uniqueArray(fc.constantFrom('bot', 'satire')).map((labels) => labels.sort()),
})

test('no enforcement leaves the desired state equal to the baseline', () => {
  assert.deepEqual(desiredStateOf(UNTOUCHED, []), UNTOUCHED)
  assert.deepEqual(revertsOf(UNTOUCHED, []), [])
})

test('one more enforcement never makes the desired state milder', () => {
  fc.assert(
    fc.property(aBaseline, fc.array(anEnforcement, { maxLength: 6 }), anEnforcement, (baseline, enforcements, more) => {
      const without = desiredStateOf(baseline, enforcements)
      const with_ = desiredStateOf(baseline, [...enforcements, more])
      assert.ok(!isStricter(without, with_))
      assert.ok(without.labels.every((label) => with_.labels.includes(label)))
      assert.deepEqual(with_, desiredStateOf(baseline, [more, ...enforcements]))
    }),
  )
})

test('the reverts sent ahead match the running enforcements at every moment', () => {
  fc.assert(
    fc.property(aBaseline, fc.array(anEnforcement, { maxLength: 6 }), (baseline, enforcements) => {
      const reverts = revertsOf(baseline, enforcements)
      for (let day = 0; day <= 31; day++) {
        const now = START + day * DAY_MS
        const running = enforcements.filter(
          (enforcement) => (lastsUntil(enforcement)?.getTime() ?? Number.POSITIVE_INFINITY) > now,
        )
        const passed = reverts.filter((revert) => Date.parse(revert.at) <= now).at(-1)
        const shown = passed?.desired ?? desiredStateOf(baseline, enforcements)
        assert.ok(isSameState(shown, desiredStateOf(baseline, running)), `on day ${day}`)
      }
    }),
  )
})

test('a subject with more ends than the protocol allows still reverts', () => {
  const enforcements = Array.from(
    { length: 40 },
    (_, index): StandingEnforcement => ({
      action: 'label',
      label: `label-${index}`,
      endsAt: new Date(START + (index + 1) * DAY_MS),
      confirmBy: null,
      confirmedAt: null,
    }),
  )
  const reverts = revertsOf(UNTOUCHED, enforcements)
  assert.equal(reverts.length, 16)
  assert.deepEqual(reverts.at(-1), { at: new Date(START + 40 * DAY_MS).toISOString(), desired: UNTOUCHED })
})
