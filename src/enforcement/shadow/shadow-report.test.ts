import assert from 'node:assert/strict'
import { test } from 'node:test'
import { NOTHING_REQUIRED } from '../../policy/requirements/requirement.ts'
import { type ShadowGroup, summariseShadow } from './shadow-report.ts'

const group = (given: Partial<ShadowGroup>): ShadowGroup => ({
  action: 'suspend',
  requirement: NOTHING_REQUIRED,
  team: 'north',
  enforcements: 1,
  couldNot: 0,
  undone: 0,
  ...given,
})
const held = { ...NOTHING_REQUIRED, approvals: [{ count: 1 }], holdMs: 300_000 }

test('equal lines of several teams merge in the shadow-mode report', () => {
  const { actions, teams, ...counts } = summariseShadow([
    group({ enforcements: 90 }),
    group({ requirement: held, enforcements: 3, couldNot: 1 }),
    group({ requirement: held, team: 'south', enforcements: 2, undone: 1 }),
    group({ requirement: held, action: 'deactivate', team: null }),
  ])
  assert.deepEqual(counts, { enforcements: 96, asked: 6, couldNot: 1, undone: 1 })
  assert.deepEqual(
    actions.map(({ action, enforcements, couldNot, undone, holdMs }) => [
      action,
      enforcements,
      couldNot,
      undone,
      holdMs,
    ]),
    [
      ['suspend', 5, 1, 1, 300_000],
      ['deactivate', 1, 0, 0, 300_000],
    ],
  )
  assert.equal(actions[0]?.asks, '1 approval, a hold of 5m')
  assert.deepEqual(
    teams.map(({ team, enforcements, asked, holdMs }) => [team, enforcements, asked, holdMs]),
    [
      ['north', 93, 3, 900_000],
      ['south', 2, 2, 600_000],
      [null, 1, 1, 300_000],
    ],
  )
})

test('a shadow-mode report without entries is empty', () => {
  assert.deepEqual(summariseShadow([]), { enforcements: 0, asked: 0, couldNot: 0, undone: 0, actions: [], teams: [] })
})
