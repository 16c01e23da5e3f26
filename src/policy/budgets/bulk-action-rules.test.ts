import assert from 'node:assert/strict'
import { test } from 'node:test'
import { BudgetsError, joinBudgets, readBudgets } from './budgets-file.ts'
import { bulkActionsAskNoLess } from './bulk-action-rules.ts'

const STOPS =
  'stops: { restores: { count: 3, share: 0.01 }, appeals: { count: 3, share: 0.01 }, guarded: { count: 9, share: 0.1 } }'
const GOOD = `subjects: 100, sample: 5, wrong: 0.2, expires: 24h, stages: [{ share: 0.1, look: true }, { share: 1 }], ${STOPS}`
const file = (bulkActions?: string) =>
  `budgets: []\nstop_limits: { within: 1h, stops: 2, declines: 2, restores: 2 }\n${bulkActions === undefined ? '' : `bulk_actions: { ${bulkActions} }\n`}`
const read = (bulkActions?: string) => readBudgets('budgets.yaml', file(bulkActions))

test('a wrong rule for bulk actions is named with its place', () => {
  const cases: [from: string, to: string, problem: RegExp][] = [
    ['{ share: 1 }', '{ share: 0.9 }', /^budgets\.yaml:3:\d+:? must be 1: the last goes to all/],
    ['{ share: 0.1,', '{ share: 1,', /must be more than the stage before/],
    ['24h', '1s', /must be from 1m to 168h/],
    ['subjects: 100', 'subjects: 200000', /must be from 2 to 100,000/],
    ['wrong: 0.2', 'wrong: 2', /a share, from 0 to 1/],
  ]
  for (const [from, to, problem] of cases) {
    assert.throws(
      () => read(GOOD.replace(from, to)),
      (error) => error instanceof BudgetsError && problem.test(error.message.split('\n  ')[1] ?? ''),
      to,
    )
  }
})

test('joined rules for bulk actions are never looser than either', () => {
  const other = GOOD.replace('sample: 5', 'sample: 9')
    .replace('{ share: 0.1, look: true }', '{ share: 0.5 }')
    .replace('count: 3', 'count: 2')
  const joined = joinBudgets(read(GOOD), read(other)).bulkActions
  assert.deepEqual(joined?.stages, [
    { share: 0.1, look: true },
    { share: 0.5, look: false },
    { share: 1, look: false },
  ])
  assert.deepEqual([joined?.sample, joined?.stops.restores.count], [9, 2])
  for (const one of [read(GOOD), read(other)]) assert.equal(bulkActionsAskNoLess(one.bulkActions, joined ?? null), true)
  assert.equal(bulkActionsAskNoLess(read(GOOD).bulkActions, read(other).bulkActions), false)
  assert.equal(joinBudgets(read(GOOD), read()).bulkActions, null)
  assert.equal(bulkActionsAskNoLess(null, read(GOOD).bulkActions), false)
})
