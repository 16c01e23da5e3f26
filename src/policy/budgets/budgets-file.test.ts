import assert from 'node:assert/strict'
import { test } from 'node:test'
import { BudgetsError, joinBudgets, loadBudgets, readBudgets } from './budgets-file.ts'
import { renderText } from '../../foundation/messages/render-message.ts'

const STOP_LIMITS = 'stop_limits: { within: 1h, stops: 20, declines: 20, restores: 60 }\n'
const budget = (line: string) => `budgets:\n  - ${line}\n${STOP_LIMITS}`
const GOOD = 'id: a, why: W, of: person, within: 1h, actions: [suspend]'

function problemsOf(text: string): string[] {
  try {
    readBudgets('b.yaml', text)
  } catch (error) {
    assert.ok(error instanceof BudgetsError)
    return error.problems.map(({ line, column, message }) => `${line}:${column} ${renderText(message)}`)
  }
  return []
}

test('the shipped budgets are valid and count restrictive actions only', () => {
  const { budgets, stopLimits } = loadBudgets('policies/budgets.yaml')
  assert.deepEqual([...new Set(budgets.map(({ of }) => of))].sort(), [
    'automation',
    'bulk_action',
    'desk',
    'employer',
    'key',
    'person',
    'source',
    'team',
  ])
  assert.equal(stopLimits.withinMs, 3_600_000)
})

/** The hourly enforcements of one person in a busy organisation, and the sizes of its groups. */
const BUSY = { offline: 15, content: 120, hoursADay: 9, team: 12, employer: 24, organisation: 80 }

test('the shipped budgets suffice for a busy company', () => {
  const people = {
    person: 1,
    team: BUSY.team,
    employer: BUSY.employer,
    source: BUSY.organisation,
    desk: BUSY.organisation,
    key: 0,
    bulk_action: 0,
    automation: 0,
  }
  for (const { id, of, withinMs, actions, enforcements } of loadBudgets('policies/budgets.yaml').budgets) {
    const anHour = (actions.includes('suspend') ? BUSY.offline : 0) + (actions.includes('hide') ? BUSY.content : 0)
    const hours = Math.min(withinMs / 3_600_000, BUSY.hoursADay)
    assert.ok((enforcements?.over ?? Number.POSITIVE_INFINITY) > anHour * people[of] * hours, id)
  }
})

test('each problem of a budgets file is named; the file is refused', () => {
  const cases: [text: string, problem: RegExp][] = [
    [budget(`{ ${GOOD} }`), /^2:5 counts nothing: name enforcements, reach or both$/],
    [
      budget(`{ ${GOOD}, enforcements: { over: 5, open: 4 } }`),
      /^2:\d+ would open before an approval was required: set at least 5/,
    ],
    [budget(`{ ${GOOD.replace('1h', '25h')}, enforcements: { over: 5, open: 5 } }`), /is too long: at most 24h/],
    [budget(`{ ${GOOD.replace('1h', '59s')}, enforcements: { over: 5, open: 5 } }`), /is too short: at least 1m/],
    [
      budget(`{ ${GOOD.replace('suspend', 'warn, label')}, enforcements: { over: 5, open: 5 } }`),
      /must list restrictive actions only: remove warn and label/,
    ],
    [budget(`{ ${GOOD}, enforcements: { over: 5 } }`), /lacks open/],
    [budget(`{ ${GOOD}, enforcements: { over: 0, open: 5 } }`), /must be a whole number of at least 1/],
    [
      budget(`{ ${GOOD.replace('person', 'nobody')}, enforcements: { over: 5, open: 5 } }`),
      /must be one of person, team/,
    ],
    [budget(`{ ${GOOD}, enforcements: { over: 5, open: 5 }, extra: 1 }`), /unknown key "extra"/],
    ['budgets: []\n', /lacks stop_limits/],
    [`budgets: []\n${STOP_LIMITS.replace('1h', '30s')}`, /^2:24 is too short/],
    ['budgets: [\n', /./],
  ]
  for (const [text, problem] of cases) assert.match(problemsOf(text).join('\n'), problem, text)
  const twice = `{ ${GOOD}, enforcements: { over: 5, open: 5 } }`
  assert.match(problemsOf(`budgets:\n  - ${twice}\n  - ${twice}\n${STOP_LIMITS}`).join(), /^3:11 "a" is there already/)
})

test('two joined budget files are as strict as the stricter', () => {
  const one = readBudgets('one', budget(`{ ${GOOD}, enforcements: { over: 5, open: 9 } }`))
  const other = readBudgets(
    'other',
    `budgets:\n  - { ${GOOD.replace('W', 'another reason')}, enforcements: { over: 5, open: 9 } }\n  - { ${GOOD.replace('id: a', 'id: b')}, enforcements: { over: 2, open: 3 } }\nstop_limits: { within: 2h, stops: 30, declines: 10, restores: 61 }\n`,
  )
  const both = joinBudgets(one, other)
  assert.deepEqual(
    both.budgets.map(({ id }) => id),
    ['a', 'b'],
  )
  assert.deepEqual(both.stopLimits, { withinMs: 7_200_000, stops: 20, declines: 10, restores: 60 })
  assert.equal(joinBudgets(one, one), one)
  assert.notEqual(both.hash, one.hash)
})
