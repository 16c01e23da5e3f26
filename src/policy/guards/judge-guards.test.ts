import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { guardsOf, ORDINARY, SHIPPED_GUARDS } from '../../../test/support/guards.ts'
import { ACTIONS } from '../../foundation/domain.ts'
import { atLeastAsStrictAs } from '../requirements/action-order.ts'
import { ABSENTABLE, FACT_NAMES, type Facts } from './facts.ts'
import { loadGuards } from './guards-file.ts'
import { type GuardsAnswer, judgeGuards } from './judge-guards.ts'
import { NOTHING_REQUIRED } from '../requirements/requirement.ts'

const { guards: SHIPPED } = loadGuards(SHIPPED_GUARDS)

const varied = fc.record({
  'enforcement.legal_duty': fc.boolean(),
  'enforcement.account_items_24h': fc.constantFrom(1, 5, 6),
  'enforcement.account_items_share': fc.constantFrom(0, 0.2, 0.5),
  'enforcement.review_seconds': fc.constantFrom(3, 15, 90),
  'account.reach': fc.constantFrom(0, 9_999, 10_000, 100_000, 43_500_000),
  'account.tags': fc.subarray(['public_office', 'newsroom', 'other']),
  'account.age_days': fc.nat(4_000),
  'account.lookalike_reach': fc.constantFrom(0, 100_000),
  'account.lookalike_vouched': fc.boolean(),
  'actor.leaving': fc.boolean(),
  'actor.minutes_on_shift': fc.constantFrom(10, 540),
  'actor.minutes_since_break': fc.constantFrom(10, 120),
  'actor.minutes_to_shift_end': fc.constantFrom(-5, 200),
  'desk.on_duty': fc.nat(9),
  'desk.offline_enforcements_1h': fc.nat(99),
  'account.reach_bought': fc.boolean(),
})
const some: fc.Arbitrary<Facts> = varied.map((facts) => ({ ...ORDINARY, ...facts }))
const action = fc.constantFrom(...ACTIONS)

function isAsStrict(a: GuardsAnswer, than: GuardsAnswer): void {
  const clauses = (answer: GuardsAnswer) => answer.requirement.approvals.map((clause) => JSON.stringify(clause)).sort()
  const left = [...clauses(a)]
  for (const clause of clauses(than)) {
    const at = left.indexOf(clause)
    assert.ok(at >= 0, `lost ${clause}`)
    left.splice(at, 1)
  }
  const [more, less] = [a.requirement, than.requirement]
  assert.ok(more.holdMs >= less.holdMs && more.identify >= less.identify && more.alert >= less.alert)
  assert.ok(less.confirmMs === null || (more.confirmMs !== null && more.confirmMs <= less.confirmMs))
  assert.ok(less.assessment === null || more.assessment === less.assessment)
}

test('an unknown fact never lowers a requirement', () => {
  fc.assert(
    fc.property(action, some, fc.subarray(FACT_NAMES), (what, facts, forgotten) => {
      const less = { ...facts, ...Object.fromEntries(forgotten.map((name) => [name, null])) }
      isAsStrict(judgeGuards(SHIPPED, what, less), judgeGuards(SHIPPED, what, facts))
    }),
    { numRuns: 500 },
  )
})

test('one more guard never lowers a requirement', () => {
  fc.assert(
    fc.property(action, some, fc.subarray([...SHIPPED]), (what, facts, fewer) => {
      isAsStrict(judgeGuards(SHIPPED, what, facts), judgeGuards(fewer, what, facts))
    }),
  )
})

test('a guard is off exactly when the platform lacks its fact', () => {
  for (const name of ABSENTABLE) {
    for (const what of ACTIONS) {
      const { fired, off } = judgeGuards(SHIPPED, what, { ...ORDINARY, [name]: 'absent' })
      const expected = SHIPPED.filter(
        ({ actions, when }) => atLeastAsStrictAs(actions).includes(what) && when.reads.has(name),
      )
      assert.deepEqual(
        off,
        expected.map(({ id }) => id),
        `${what} without ${name}`,
      )
      assert.deepEqual(fired, [], `${what} without ${name}`)
    }
  }
})

test('a fact that the desk collects is never absent, only unknown', () => {
  const facts = Object.assign({ ...ORDINARY }, { 'actor.leaving': 'absent' })
  const { fired, off } = judgeGuards(SHIPPED, 'suspend', facts)
  assert.deepEqual([fired, off], [[{ id: 'leaving', errored: true }], []])
})

test('a guard\'s "as" adds another action\'s requirement once, in chains too', (t) => {
  const { guards } = guardsOf(
    t,
    `guards:
  - { id: small, why: W, when: actor.leaving, actions: [label], require: { as: hide, alert: true } }
  - { id: step, why: W, when: actor.leaving, actions: [hide], require: { as: deactivate } }
  - { id: both, why: W, when: account.reach >= 3, actions: [hide, deactivate], require: { approvals: [{ count: 1 }] } }
  - { id: held, why: W, when: "!has(account.tags)", actions: [deactivate], require: { hold: 5m } }
`,
  )
  const judge = (what: 'label' | 'hide', facts: Partial<Facts>) => {
    const { fired, requirement } = judgeGuards(guards, what, { ...ORDINARY, ...facts })
    return [fired.map(({ id }) => id), requirement]
  }
  const one = { ...NOTHING_REQUIRED, approvals: [{ count: 1 }] }
  assert.deepEqual(judge('label', {}), [[], NOTHING_REQUIRED])
  assert.deepEqual(judge('hide', { 'actor.leaving': true }), [['step', 'both'], one])
  assert.deepEqual(judge('label', { 'actor.leaving': true }), [['small', 'step', 'both'], { ...one, alert: true }])
  const unknown = { 'actor.leaving': null, 'account.tags': null }
  assert.deepEqual(judge('label', unknown), [
    ['small', 'step', 'both', 'held'],
    { ...one, alert: true, holdMs: 300_000 },
  ])
})

test('equal guards and facts always give an equal verdict', () => {
  fc.assert(
    fc.property(action, some, (what, made) => {
      const [facts, before] = [{ ...made }, structuredClone({ ...made })]
      const first = judgeGuards(SHIPPED, what, facts)
      assert.deepEqual(judgeGuards(SHIPPED, what, facts), first)
      assert.deepEqual(facts, before)
    }),
  )
})

test('no guard delays limiting or locking an account', () => {
  fc.assert(
    fc.property(fc.constantFrom('limit', 'lock'), some, fc.subarray(FACT_NAMES), (what, facts, forgotten) => {
      const less = { ...facts, ...Object.fromEntries(forgotten.map((name) => [name, null])) }
      assert.deepEqual(judgeGuards(SHIPPED, what, less).requirement, NOTHING_REQUIRED)
    }),
  )
})
