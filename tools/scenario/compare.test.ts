import assert from 'node:assert/strict'
import { test } from 'node:test'
import { SMALL_DAY, scenarioFile } from '../../test/support/scenarios.ts'
import { compareRuns, formatOffline, wrap } from './compare.ts'
import type { PlayedRun } from './run-scenario.ts'
import { loadScenario } from './file/scenario-file.ts'
import type { Entry } from './timeline.ts'

const entry = (time: string, says: string, offline = false): Entry => ({
  at: `2026-05-04T${time}:00.000Z`,
  time: `${time}:00`,
  who: null,
  says,
  offline,
})

function run(
  name: string,
  offlineSeconds: number,
  timeline: readonly Entry[],
  lines: readonly string[] = [],
): PlayedRun {
  const title = `the way it goes in ${name}`
  const line = { run: name, name: null, title, guards: 'none', routing: 'on' } as const
  const played = { line, offlineSeconds, timeline }
  const more = lines.map((each) => ({ line: { ...line, name: each, title: each }, offlineSeconds: 0, timeline: [] }))
  return { name, title, lines: [...more, played] }
}

test('compared scenario runs stand side by side with offline bars', (t) => {
  const scenario = loadScenario(scenarioFile(t, SMALL_DAY))
  const text = compareRuns(scenario, [
    run('one', 120, [entry('10:00', 'clicks'), entry('10:00', 'gone', true), entry('10:02', 'back')]),
    run('two', 0, [entry('10:01', 'somebody agrees to it who should not have, and says why they did')]),
  ])
  assert.equal(
    text,
    `A small day (2026-05-04, UTC+02:00)

█ visitors find nothing at @tide

         one                                            two
         the way it goes in one                         the way it goes in two
10:00    clicks
       █ gone
10:01  █                                                somebody agrees to it who should not have,
       █                                                and says why they did
10:02    back
offline    2 min                                          never`,
  )
})

test('the comparison of runs fits 100 columns at any number', (t) => {
  const scenario = loadScenario(scenarioFile(t, SMALL_DAY))
  const long = `${'word '.repeat(30)}${'x'.repeat(150)}`
  const runs = ['a', 'b', 'c', 'd', 'e'].map((name) => run(name, 61, [entry('10:00', long)], ['first']))
  for (const line of compareRuns({ ...scenario, about: long, intents: [long] }, runs).split('\n')) {
    assert.ok([...line].length <= 100, line)
  }
})

test('a run with several lines is shown completely', (t) => {
  const scenario = loadScenario(scenarioFile(t, SMALL_DAY))
  const told = { ...entry('10:00', 'told: leads'), detail: 'leads (cleo, dan) are told at once: it was asked for' }
  const text = compareRuns(scenario, [run('one', 0, [told], ['first'])])
  assert.match(text, /^one, the way it goes in one: offline never\n {2}10:00 {2}leads \(cleo, dan\) are told at once/m)
})

test('a duration is printed in minutes and seconds', () => {
  assert.deepEqual([0, 9, 60, 290, 660].map(formatOffline), ['never', '9 s', '1 min', '4 min 50 s', '11 min'])
})

test('the comparison breaks lines between words where they fit', () => {
  assert.deepEqual(wrap('one two three', 7), ['one two', 'three'])
  assert.deepEqual(wrap('a abcdefgh', 4), ['a', 'abcd', 'efgh'])
  assert.deepEqual(wrap('', 4), [''])
})
