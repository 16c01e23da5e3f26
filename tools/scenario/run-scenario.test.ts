import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { POLICIES_DIR } from '../../src/foundation/settings/package-paths.ts'
import { SMALL_DAY, scenarioFile, smallDay } from '../../test/support/scenarios.ts'
import { loadScenario } from './file/scenario-file.ts'
import { offlineSecondsOf, runScenario } from './run-scenario.ts'

/** Plays a scenario; answers of each run for how long it was offline and what was said. */
async function play(t: TestContext, text: string) {
  const runs = await runScenario(loadScenario(scenarioFile(t, text)), {
    policiesDir: POLICIES_DIR,
    stopping: new AbortController().signal,
    onLine: () => undefined,
    onEntry: () => undefined,
  })
  return runs.map((run) => ({
    name: run.name,
    offlineSeconds: offlineSecondsOf(run),
    said: run.lines.flatMap(({ timeline }) => timeline.map(({ time, says }) => `${time.slice(0, 5)} ${says}`)),
  }))
}

const RUNS = `runs:
  - { name: by_hand, title: no desk, guards: none }
  - { name: with_desk, title: the shipped guards, guards: shipped }
`

test('a confirmed effect in a scenario stays until one person restores', async (t) => {
  const steps = `  - { at: '09:40', who: ben, approve: tide }
  - { at: '09:42', who: cleo, approve: tide }
  - { at: '09:43', who: dan, duty: tide }
  - { at: '10:14', who: dan, confirm: tide }
  - { at: '10:30', who: cleo, restore: tide, reason: a mistake after all }
`
  const last = SMALL_DAY.slice(SMALL_DAY.indexOf("  - { at: '09:40'"))
  const runs = `runs:\n  - { name: agreed, title: all agree, guards: shipped }\n`
  const [agreed] = await play(t, smallDay([last, steps], [RUNS, runs]))
  assert.equal(agreed?.offlineSeconds, 17 * 60)
  assert.deepEqual(agreed?.said.slice(2), [
    '09:32 ana asks others',
    '09:32 told: leads (cleo, dan)',
    '09:40 ben agrees',
    '09:42 cleo agrees',
    '09:43 dan is to confirm it',
    '09:43 all agreed: held until 10:13',
    '10:13 OFFLINE: by the desk',
    '10:13 in effect: back at 10:18 unless confirmed',
    '10:13 told: leads (cleo, dan)',
    '10:14 dan confirms it',
    '10:30 cleo restores it',
    '10:30 BACK: by the desk',
    '10:30 the desk undoes it: it was a mistake',
    '10:30 the desk has seen it back',
  ])
})

test("a scenario's day includes refusals and unprotected accounts", async (t) => {
  const day = smallDay(
    ['watch: tide', 'watch: pills'],
    ['report: [tide]', 'report: [pills, tide]'],
    ['claim: tide', 'claim: pills'],
    ['ask: tide', 'ask: pills\n    action: suspend\n    days: 7'],
    ["at: '09:40', who: cleo, restore: tide, in: [by_hand] }", "at: '09:40', who: cleo, restore: pills }"],
    ['name: ana, roles: [reviewer], clearances: [protected]', 'name: ana, roles: [reviewer]'],
  )
  const freeze = `  - { at: '09:31', who: dan, freeze: wait a moment, in: [with_desk] }\n`
  const [byHand, withDesk] = await play(t, day.replace("  - at: '09:32'", `${freeze}  - at: '09:32'`))
  assert.equal(byHand?.offlineSeconds, 8 * 60)
  assert.equal(withDesk?.offlineSeconds, 0)
  assert.deepEqual(withDesk?.said.slice(1, 5), [
    '09:31 ana is given @pills',
    '09:31 dan freezes all harm',
    '09:31 told: leads (cleo, dan)',
    '09:32 ana asks, and it waits',
  ])
})
