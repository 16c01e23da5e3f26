import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { PACKAGE_DIR } from '../../../src/foundation/settings/package-paths.ts'
import { SMALL_DAY, scenarioFile, smallDay } from '../../../test/support/scenarios.ts'
import { loadScenario } from './scenario-file.ts'

const EXAMPLES = join(PACKAGE_DIR, 'examples')

const WRONG: readonly { wrong: string; change: readonly [string, string]; says: RegExp }[] = [
  {
    wrong: 'an unknown field',
    change: ['watch: tide', 'watch: tide\nweather: fine'],
    says: /day\.yaml:6:1: unknown key "weather"; known here: title, about, day,/,
  },
  {
    wrong: 'an unknown field of a step',
    change: ["{ at: '09:31', who: ana, claim: tide }", "{ at: '09:31', who: ana, claims: tide }"],
    says: /day\.yaml:19:30: unknown key "claims"/,
  },
  {
    wrong: 'a typo in the name of a person',
    change: ['who: ana, claim', 'who: anna, claim'],
    says: /day\.yaml:19:25: there is no person "anna"; known here: ana, ben, cleo, dan/,
  },
  {
    wrong: 'a typo in the handle of an account',
    change: ['claim: tide', 'claim: tied'],
    says: /day\.yaml:19:37: there is no account "tied"; known here: tide, pills/,
  },
  {
    wrong: 'a typo in a reported subject',
    change: ['report: [tide]', 'report: [pills, tied]'],
    says: /day\.yaml:18:36: there is no account "tied"/,
  },
  {
    wrong: 'an account to watch that is not there',
    change: ['watch: tide', 'watch: tied'],
    says: /day\.yaml:5:8: there is no account "tied"/,
  },
  {
    wrong: 'a step before the one above it',
    change: ["at: '09:40'", "at: '09:20'"],
    says: /day\.yaml:24:11: is before 09:32, the step above it/,
  },
  { wrong: 'a step after the end', change: ["at: '09:40'", "at: '11:40'"], says: /day\.yaml:24:11: is after the end/ },
  {
    wrong: 'a time that is none',
    change: ["at: '09:40'", "at: '9.40'"],
    says: /day\.yaml:24:11: must be a time of the day in quotes/,
  },
  {
    wrong: 'a step that is nothing',
    change: [', report: [tide]', ''],
    says: /day\.yaml:18:5: a step is one of report, claim/,
  },
  {
    wrong: 'a step that is two things',
    change: ['claim: tide', 'claim: tide, look: tide'],
    says: /day\.yaml:19:49: a step is one thing, and this is claim and look/,
  },
  { wrong: 'a step nobody does', change: ['who: ana, claim', 'claim'], says: /day\.yaml:19:5: lacks who/ },
  {
    wrong: 'a run nobody knows',
    change: ['in: [by_hand]', 'in: [by_foot]'],
    says: /day\.yaml:24:51: there is no run "by_foot"; known here: by_hand, with_desk/,
  },
  {
    wrong: 'a desk where there is none',
    change: ['restore: tide', 'stop: tide'],
    says: /day\.yaml:24:37: takes a desk, and by_hand has none/,
  },
  {
    wrong: 'the use of a desk that was killed',
    change: ["at: '09:30', report: [tide]", "at: '09:30', kill: desk, in: [with_desk]"],
    says: /day\.yaml:19:37: takes the desk, which is dead by then in with_desk/,
  },
  {
    wrong: 'a contractor without an end',
    change: ['{ name: ana,', '{ name: ana, employment: contractor,'],
    says: /day\.yaml:7:5: a contractor has an end/,
  },
  {
    wrong: 'a break outside of its shift',
    change: [
      "name: dan, roles: [reviewer, lead], clearances: [protected], team: west, shift: { from: '09:00', to: '17:00' }",
      "name: dan, roles: [lead], team: west, shift: { from: '09:00', to: '17:00', breaks: [{ from: '16:50', to: '17:10' }] }",
    ],
    says: /day\.yaml:10:91: a break lies within its shift/,
  },
  { wrong: 'a name used twice', change: ['name: dan', 'name: ben'], says: /day\.yaml:10:13: "ben" is there already/ },
  { wrong: 'what is no YAML', change: ['runs:', 'runs: ]'], says: /day\.yaml:14:7: / },
]

for (const { wrong, change, says } of WRONG) {
  test(`a scenario file with ${wrong} is refused with its place`, (t) => {
    assert.throws(() => loadScenario(scenarioFile(t, smallDay(change))), says)
  })
}

test('all problems of a scenario file are reported at once', (t) => {
  const path = scenarioFile(t, smallDay(['watch: tide', 'watch: tied'], ['who: ana, claim', 'who: anna, claim']))
  assert.throws(() => loadScenario(path), /day\.yaml:5:8: .*\n {2}.*day\.yaml:19:25: /)
})

test('scenario times are local; steps apply to every run', (t) => {
  const scenario = loadScenario(scenarioFile(t, SMALL_DAY))
  assert.equal(scenario.steps[0]?.at.toISOString(), '2026-05-04T07:30:00.000Z')
  assert.deepEqual(
    scenario.steps.map(({ verb }) => verb),
    ['report', 'claim', 'ask', 'restore'],
  )
})

test('every shipped scenario can be run', () => {
  const scenarios = readdirSync(EXAMPLES).filter((file) => file.endsWith('.yaml'))
  assert.ok(scenarios.length >= 2)
  for (const file of scenarios) loadScenario(join(EXAMPLES, file))
})
