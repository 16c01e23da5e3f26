import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { listMutants, readGuardFile } from '../../../test/support/guard-mutants.ts'
import { POLICIES, SHIPPED_EXAMPLES, SHIPPED_GUARDS } from '../../../test/support/guards.ts'
import { tempDir } from '../../../test/support/temp-dir.ts'
import { renderText } from '../../foundation/messages/render-message.ts'
import { findFailedExamples, loadExamples } from './guard-examples.ts'
import { GuardsError, loadGuards } from './guards-file.ts'

const ORGANISATIONS: readonly [organisation: string, guards: string, examples: string, mutantsMin: number][] = [
  ['company', SHIPPED_GUARDS, SHIPPED_EXAMPLES, 65],
  ...(['community', 'solo'] as const).map((organisation): [string, string, string, number] => [
    organisation,
    join(POLICIES, 'profiles', organisation, 'guards.yaml'),
    join(POLICIES, 'profiles', organisation, 'guards.examples.yaml'),
    55,
  ]),
]

for (const [organisation, guardsFile, examplesFile, mutantsMin] of ORGANISATIONS) {
  test(`in a ${organisation}, the shipped guards give the results of their examples`, () => {
    assert.deepEqual(findFailedExamples(loadGuards(guardsFile).guards, loadExamples(examplesFile)), [])
  })

  test(`in a ${organisation}, every guard has examples that fire and do not`, () => {
    const examples = loadExamples(examplesFile)
    for (const { id, actions } of loadGuards(guardsFile).guards) {
      for (const action of actions) {
        const fires = examples
          .filter((example) => example.action === action)
          .map(({ expected }) => expected.fired.some((fired) => fired.id === id))
        assert.deepEqual([...new Set(fires)].sort(), [false, true], `${id} on ${action}`)
      }
    }
  })

  test(`in a ${organisation}, a weakened guard makes an example fail`, (t) => {
    const examples = loadExamples(examplesFile)
    const path = join(tempDir(t), 'guards.yaml')
    const mutants = listMutants(readGuardFile(guardsFile))
    const survivors = mutants.filter(({ file }) => {
      // JSON is YAML.
      writeFileSync(path, JSON.stringify(file))
      return findFailedExamples(loadGuards(path).guards, examples).length === 0
    })
    assert.deepEqual(
      survivors.map(({ what }) => what),
      [],
    )
    assert.ok(mutants.length > mutantsMin, `only ${mutants.length} changes were tried`)
  })
}

function problemsOf(t: TestContext, text: string): string[] {
  const path = join(tempDir(t), 'examples.yaml')
  writeFileSync(path, text)
  try {
    loadExamples(path)
  } catch (error) {
    if (!(error instanceof GuardsError)) throw error
    return error.problems.map(({ line, column, message }) => `${line}:${column}: ${renderText(message)}`)
  }
  return []
}

test('a wrong guard example is named with line and column', (t) => {
  const example = (changes: string) =>
    `ordinary: {}\nexamples:\n  - { name: N, action: suspend, fired: [], ${changes} }\n`
  const wrong: readonly [string, RegExp][] = [
    [example('facts: { account.raech: 3 }'), /^3:\d+: there is no fact "account\.raech": the facts are enforcement/],
    [example('facts: { account.reach: many }'), /^3:\d+: account\.reach must be int, null for unknown or absent$/],
    [example('facts: { actor.leaving: absent }'), /^3:\d+: actor\.leaving must be bool, null for unknown$/],
    [example('errored: [tired]'), /^3:\d+: "tired" is not among those that fired/],
    [example('require: { as: deactivate }'), /^3:\d+: must be left out: write what it comes to$/],
    [example('require: { hold: 100h }'), /^3:\d+: is too long/],
    ['ordinary: { actor.leaving: 3 }\nexamples: [{ name: N, action: warn, fired: [] }]', /^1:\d+: actor\.leaving must/],
    [example('fires: []'), /^3:\d+: unknown key "fires"; known here: name, action, facts, fired/],
    ['ordinary: {}\nexamples: []', /^2:\d+: at least one example$/],
  ]
  for (const [text, message] of wrong) assert.match(problemsOf(t, text).join('\n'), message, text)
})
