import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { guardProblems, guardsOf, SHIPPED_GUARDS } from '../../../test/support/guards.ts'
import { loadGuards } from './guards-file.ts'

const guard = (changes: Record<string, string | undefined> = {}): string => {
  const entry: Record<string, string | undefined> = {
    id: 'one',
    why: 'Because.',
    when: 'actor.leaving',
    actions: '[suspend]',
    require: '{ hold: 5m }',
    ...changes,
  }
  const lines = Object.entries(entry).flatMap(([key, value]) => (value === undefined ? [] : [`${key}: ${value}`]))
  return `  - ${lines.join('\n    ')}`
}
const file = (...guards: string[]): string => `guards:\n${guards.join('\n')}\n`

test('the shipped guards are valid and state their reasons', () => {
  const { guards, hash } = loadGuards(SHIPPED_GUARDS)
  assert.match(hash, /^[0-9a-f]{64}$/)
  for (const { id, why } of guards) assert.match(why, /^[A-Z].*\.$/, id)
  for (const id of ['high-reach', 'public-interest', 'one-by-one', 'unknown-reach', 'leaving'])
    assert.ok(guards.some((one) => one.id === id))
})

test('a guard is parsed with all its fields', (t) => {
  const require = '{ approvals: [{ count: 2, roles: [senior, lead], teams: 2 }], hold: 2h, confirm: 90s, alert: true }'
  const { guards } = guardsOf(
    t,
    file(guard({ require }), guard({ id: 'two', actions: '[hide]', require: '{ as: suspend }' })),
  )
  const [one, two] = guards
  assert.deepEqual(one?.requirement, {
    approvals: [{ count: 2, roles: ['senior', 'lead'], teams: 2 }],
    holdMs: 7_200_000,
    confirmMs: 90_000,
    identify: false,
    assessment: null,
    alert: true,
  })
  assert.deepEqual([one?.as, two?.as, two?.actions], [null, 'suspend', ['hide']])
})

test('an enforcement waits four hours for approvers unless the file differs', (t) => {
  assert.equal(loadGuards(SHIPPED_GUARDS).expiresMs, 4 * 3_600_000)
  assert.equal(guardsOf(t, file(guard())).expiresMs, 4 * 3_600_000)
  for (const [text, ms] of [
    ['10s', 10_000],
    ['90m', 5_400_000],
    ['24h', 86_400_000],
  ] as const) {
    assert.equal(guardsOf(t, `expires: ${text}\n${file(guard())}`).expiresMs, ms, text)
  }
})

const WRONG: readonly [what: string, text: string, problems: readonly (string | RegExp)[]][] = [
  [
    'a fact there is none of, where it stands in the condition',
    file(guard({ when: 'actor.leaving || account.raech >= 3' })),
    [/^4:36: No such key: raech: the facts are /],
  ],
  [
    'two types that are not compared',
    file(guard({ when: '"account.reach >= \'many\'"' })),
    [/^4:12: no such overload: int >= string: both sides must be of one type/],
  ],
  [
    'a place inside a condition of several lines',
    file(guard({ when: '>-\n      actor.leaving ||\n      account.raech > 3' })),
    [/^6:15: No such key: raech/],
  ],
  [
    'a condition that is neither true nor false',
    file(guard({ when: 'account.reach' })),
    ['4:11: is int and must be true or false: compare it'],
  ],
  [
    'a guard for no actions',
    file(guard({ actions: undefined })),
    ['2:5: lacks actions (must list each of the enforcements it looks at once, such as [suspend, deactivate])'],
  ],
  [
    'an empty list of actions',
    file(guard({ actions: '[]' })),
    [/^5:14: must list each of the enforcements it looks at once/],
  ],
  [
    'an action there is none of',
    file(guard({ actions: '[suspend, banish]' })),
    ['5:24: must be one of warn, label, limit, hide, remove, lock, suspend, deactivate'],
  ],
  ['an id used twice', file(guard(), guard()), ['7:9: "one" is there already: every id is used once']],
  [
    'a key there is none of',
    file(guard({ unless: 'true', require: '{ approval: 1, hold: 5m }' })),
    [
      '6:16: unknown key "approval"; known here: approvals, hold, confirm, identify, assessment, alert, as',
      '7:5: unknown key "unless"; known here: id, why, when, actions, require',
    ],
  ],
  [
    'a clause that nobody could meet',
    file(guard({ require: '{ approvals: [{ count: 6 }, { count: 1, teams: 2 }, { count: 1, roles: [auditor] }] }' })),
    [
      '6:37: asks for more people than can be found in time: at most 5',
      "6:61: 1 can't come from 2 teams: at most as many as count",
      '6:85: none of these roles approves enforcements: name one of reviewer, senior, lead',
    ],
  ],
  [
    'a hold of ten years, and a confirmation as late',
    file(guard({ require: '{ hold: 87600h, confirm: 87600h }' })),
    ['6:22: is too long: at most 24h', '6:39: would leave a mistake standing for too long: at most 24h'],
  ],
  [
    'a hold that is no time',
    file(guard({ require: '{ hold: 5 minutes }' })),
    ['6:22: must be a time such as 30s, 5m or 2h'],
  ],
  ['a hold of nothing', file(guard({ require: '{ hold: 0s }' })), ['6:22: must be a time such as 30s, 5m or 2h']],
  [
    'a wait in which nobody can read anything',
    `expires: 9s\n${file(guard())}`,
    ['1:10: is shorter than it takes to read what one is asked: at least 10s'],
  ],
  ['a wait of more than three days', `${file(guard())}expires: 73h\n`, ['7:10: is too long: at most 72h']],
  ['a wait that is no time', `expires: 4\n${file(guard())}`, ['1:10: must be a time such as 30s, 5m or 2h']],
  [
    'nothing asked for',
    file(guard({ require: '{ identify: false, approvals: [] }' })),
    [/^6:14: asks for nothing: name at least one of approvals, hold/],
  ],
  [
    'as an action that no guard has',
    file(guard({ require: '{ as: remove }' })),
    ['6:20: no guard has the action remove, so this would ask for nothing: name an action that one has'],
  ],
  ['as itself', file(guard({ require: '{ as: suspend }' })), [/^6:20: leads in a circle back to suspend/]],
  [
    'as one that comes back, two guards on',
    file(
      guard({ require: '{ as: remove }' }),
      guard({ id: 'two', actions: '[remove]', require: '{ as: deactivate }' }),
      guard({ id: 'three', actions: '[deactivate]', require: '{ as: suspend }' }),
    ),
    [/^6:20: leads in a circle/, /^11:20: leads in a circle/, /^16:20: leads in a circle/],
  ],
  [
    'a door shut to everybody, on accounts as on contents',
    file(
      guard(),
      guard({ id: 'two', when: '"true"', actions: '[limit, hide, lock]', require: '{ approvals: [{ count: 1 }] }' }),
    ),
    [
      '10:14: locks everyone out: with it, no one could limit or lock any account alone. Leave one of these actions to one person',
      '10:14: locks everyone out: with it, no one could limit or hide any content alone. Leave one of these actions to one person',
    ],
  ],
  [
    'a door that two guards shut together',
    file(guard({ actions: '[lock]' }), guard({ id: 'two', actions: '[limit]' })),
    // A guard on limit also applies to hide, which is stricter.
    [
      /^10:14: locks everyone out: with it, no one could limit or lock any account alone/,
      /^10:14: locks everyone out: with it, no one could limit or hide any content alone/,
    ],
  ],
  ['a list that is none', 'guards: none\n', ['1:9: must be a list of at most 200 guards']],
  ['a text that is no YAML', 'guards: [\n', [/^2:1: /]],
]

test('each problem of a guard names place and expected value', (t) => {
  for (const [what, text, expected] of WRONG) {
    const problems = guardProblems(t, text)
    assert.equal(problems.length, expected.length, `${what}: ${problems.join(' | ')}`)
    for (const [index, problem] of problems.entries()) {
      const wanted = expected[index]
      if (typeof wanted === 'string') assert.equal(problem, wanted, what)
      else if (wanted) assert.match(problem, wanted, what)
    }
  }
})

test('one problem refuses a guards file; all problems are listed', (t) => {
  const text = readFileSync(SHIPPED_GUARDS, 'utf8')
  const broken = text
    .replace('account.reach >= 100000', 'account.reach >= 1e')
    .replace('hold: 30m', 'hold: 30 minutes')
    .replace('when: actor.leaving', 'when: actor.leving')
  // An invalid block hides the problems that only its conditions show.
  assert.match(guardProblems(t, broken).join('\n'), /^\d+:13: must be a time such as 30s, 5m or 2h$/)
  const conditions = broken.replace('hold: 30 minutes', 'hold: 30m').replace('count: 1,', 'count: 7,')
  assert.equal(guardProblems(t, conditions).length, 3)
})

test('a guard for interim measures may require identification alone', (t) => {
  assert.deepEqual(guardProblems(t, file(guard({ actions: '[limit, hide, lock]', require: '{ identify: true }' }))), [])
})
