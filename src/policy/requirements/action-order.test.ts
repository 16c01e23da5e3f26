import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import sql from 'sql-template-tag'
import { freshDatabase } from '../../../test/support/fresh-database.ts'
import { ORDINARY, POLICIES, SHIPPED_GUARDS } from '../../../test/support/guards.ts'
import { judgedBy } from '../../../test/support/judgement-input.ts'
import { ACTIONS, type Action, TAKING_OFFLINE } from '../../foundation/domain.ts'
import { loadBudgets } from '../budgets/budgets-file.ts'
import { COUNTED, toSpent } from '../budgets/spent.ts'
import { FACT_NAMES, type Facts } from '../guards/facts.ts'
import { type Guard, loadGuards } from '../guards/guards-file.ts'
import { type JudgedAccount, judge } from '../guards/judge.ts'
import {
  ACTION_RULES,
  actionsWithSameLosses,
  atLeastAsStrictAs,
  isAsStrict,
  isRestrictive,
  noStricterThan,
  takes,
} from './action-order.ts'
import { PUBLIC_INTEREST_TAGS } from './protected.ts'
import type { Requirement } from './requirement.ts'

const PROFILES: Record<string, readonly Guard[]> = {
  company: loadGuards(SHIPPED_GUARDS).guards,
  community: loadGuards(join(POLICIES, 'profiles/community/guards.yaml')).guards,
  solo: loadGuards(join(POLICIES, 'profiles/solo/guards.yaml')).guards,
}

/** All pairs of actions of which the first is as strict as the second. */
const PAIRS = ACTIONS.flatMap((stricter) => noStricterThan(stricter).map((milder) => ({ stricter, milder })))

const reach = fc.constantFrom<number | null | 'absent'>(
  null,
  'absent',
  0,
  31,
  9_999,
  10_000,
  99_999,
  100_000,
  43_500_000,
)
const tags = fc.subarray([...PUBLIC_INTEREST_TAGS, 'band'], { maxLength: 2 })

const account: fc.Arbitrary<Partial<JudgedAccount>> = fc.record(
  {
    tags,
    reach,
    protected: fc.boolean(),
    goesOffline: fc.boolean(),
    floorMax: fc.constant(1),
    floor: fc.record({ approvals: fc.nat(3), holdMs: fc.constantFrom(0, 300_000) }),
    lapsed: tags,
  },
  { requiredKeys: ['tags', 'reach', 'protected', 'goesOffline'] },
)

const facts: fc.Arbitrary<Partial<Facts>> = fc
  .record({
    said: fc.record({
      'enforcement.legal_duty': fc.boolean(),
      'enforcement.account_items_24h': fc.constantFrom(1, 6),
      'enforcement.account_items_share': fc.constantFrom(0, 0.5),
      'enforcement.review_seconds': fc.constantFrom(3, 90),
      'account.age_days': fc.constantFrom(3, 4_000),
      'account.lookalike_reach': fc.constantFrom(0, 100_000),
      'account.lookalike_vouched': fc.boolean(),
      'account.reach_bought': fc.boolean(),
      'actor.leaving': fc.boolean(),
      'actor.minutes_on_shift': fc.constantFrom(10, 540),
      'actor.minutes_since_break': fc.constantFrom(10, 120),
    }),
    forgotten: fc.subarray(FACT_NAMES),
  })
  .map(({ said, forgotten }) => ({
    ...ORDINARY,
    ...said,
    ...Object.fromEntries(forgotten.map((name) => [name, null])),
  }))

/** True when the stricter requirement has every clause, hold, confirmation, assessment and alert of the milder one. */
function requiresNoLess(stricter: Requirement, milder: Requirement): boolean {
  const clauses = stricter.approvals.map((clause) => JSON.stringify(clause))
  return (
    milder.approvals.every(
      (clause) => clauses.includes(JSON.stringify(clause)) || coversCount(stricter, clause.count),
    ) &&
    stricter.holdMs >= milder.holdMs &&
    (milder.confirmMs === null || (stricter.confirmMs !== null && stricter.confirmMs <= milder.confirmMs)) &&
    stricter.identify >= milder.identify &&
    stricter.alert >= milder.alert &&
    (milder.assessment === null || stricter.assessment !== null)
  )
}

/** A clause without roles is met wherever as many people must approve. */
const coversCount = ({ approvals }: Requirement, count: number): boolean =>
  approvals.some((other) => other.count >= count)

/** The one exception: a takedown that the law requires waits for no approval, and a limit that the law names does. */
const actsAlone = (action: Action, said: Partial<Facts>): boolean =>
  said['enforcement.legal_duty'] === true && (action === 'hide' || action === 'remove')

for (const [profile, guards] of Object.entries(PROFILES)) {
  test(`with ${profile}, a stricter action never needs less than a milder`, () => {
    fc.assert(
      fc.property(account, facts, fc.constantFrom(...PAIRS), (of, said, { stricter, milder }) => {
        const asked = (action: Action) => judge(guards, action, judgedBy(of, said)).requirement
        fc.pre(!actsAlone(stricter, said) || actsAlone(milder, said))
        assert.ok(requiresNoLess(asked(stricter), asked(milder)), `${stricter} needs less than ${milder}`)
      }),
      { numRuns: 3_000 },
    )
  })

  test(`with ${profile}, restricting a protected account needs a label's approvals or more`, () => {
    fc.assert(
      fc.property(account, facts, fc.constantFrom(...ACTIONS.filter(isRestrictive)), (of, said, action) => {
        const asked = (what: Action) =>
          judge(guards, what, judgedBy(of, { ...said, 'enforcement.legal_duty': false })).requirement
        fc.pre(judge(guards, 'label', judgedBy(of, said)).protected)
        assert.ok(asked(action).approvals.length >= Math.min(1, asked('label').approvals.length))
        assert.ok(asked(action).alert)
      }),
    )
  })
}

test('a budget for an action counts every stricter action too', () => {
  const counted = { key: '', enforcementsClosed: null, reachClosed: null }
  const much = COUNTED.map(() => 1_000_000)
  const none = COUNTED.map(() => 0)
  for (const budget of loadBudgets(join(POLICIES, 'budgets.yaml')).budgets) {
    const spending = (action: Action) =>
      toSpent(
        budget,
        { ...counted, enforcements: much, reach: much, enforcementsBefore: none, reachBefore: none },
        action,
      ).spending
    for (const action of ACTIONS) {
      assert.equal(
        spending(action) !== 'within',
        atLeastAsStrictAs(budget.actions).includes(action),
        `${budget.id} ${action}`,
      )
    }
  }
})

test('the strictness of actions is a partial order', () => {
  for (const a of ACTIONS) {
    assert.ok(isAsStrict(a, a))
    for (const b of ACTIONS) {
      assert.ok(a === b || !(isAsStrict(a, b) && isAsStrict(b, a)), `${a} and ${b}`)
      for (const c of ACTIONS) assert.ok(!(isAsStrict(a, b) && isAsStrict(b, c)) || isAsStrict(a, c), `${a} ${b} ${c}`)
    }
  }
  assert.deepEqual(noStricterThan('deactivate'), ['limit', 'hide', 'remove', 'lock', 'suspend', 'deactivate'])
  assert.deepEqual([isAsStrict('lock', 'hide'), isAsStrict('hide', 'lock')], [false, false])
})

test('an account is offline when neither visible nor allowed to post', () => {
  const both = ACTIONS.filter((action) => takes(action, 'view') && takes(action, 'posting'))
  assert.deepEqual(both, TAKING_OFFLINE)
})

test('PostgreSQL and TypeScript agree on the strictness of actions', async (t) => {
  const { pool } = await freshDatabase(t)
  const { rows } = await pool.query(sql`select action, losses, reversible from action_taking order by action`)
  const expected = ACTIONS.map((action) => {
    const { losses, reversible } = ACTION_RULES[action]
    return { action, losses: [...losses], reversible }
  })
  assert.deepEqual(
    rows,
    expected.sort((a, b) => (a.action < b.action ? -1 : 1)),
  )
  const { rows: compared } = await pool.query<{ one: Action; other: Action; strict: boolean; same: boolean }>(sql`
    select one, other, is_as_strict(one, other) as strict, has_same_losses(one, other) as same
    from unnest(${ACTIONS}::text[]) one, unnest(${ACTIONS}::text[]) other`)
  for (const { one, other, strict, same } of compared) {
    assert.equal(strict, isAsStrict(one, other), `${one} and ${other}`)
    assert.equal(same, actionsWithSameLosses(one).includes(other), `${one} and ${other}`)
  }
})
