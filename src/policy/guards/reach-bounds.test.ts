import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { SHIPPED_EXAMPLES, SHIPPED_GUARDS } from '../../../test/support/guards.ts'
import { tempDir } from '../../../test/support/temp-dir.ts'
import { findFailedExamples, loadExamples } from './guard-examples.ts'
import { loadGuards } from './guards-file.ts'
import { markUnchecked, moveBounds, moveExamples, roundDown } from './reach-bounds.ts'

const guards = readFileSync(SHIPPED_GUARDS, 'utf8')
const examples = readFileSync(SHIPPED_EXAMPLES, 'utf8')

test('a reach bound is rounded down to two digits', () => {
  assert.deepEqual(
    [0, 7, 99, 101, 12_345, 99_999, 43_500_001].map(roundDown),
    [0, 7, 99, 100, 12_000, 99_000, 43_000_000],
  )
})

test('raised bounds in a guards file keep their order and comments', () => {
  const { text, moved } = moveBounds(guards, 12_000)
  assert.deepEqual(moved, [
    { fact: 'account.reach', from: 100_000, to: 12_000 },
    { fact: 'account.lookalike_reach', from: 100_000, to: 12_000 },
    { fact: 'account.reach', from: 10_000, to: 1_200 },
  ])
  const lines = guards.split('\n')
  const changed = text.split('\n').flatMap((line, at) => (line === lines[at] ? [] : [line.trim()]))
  assert.deepEqual(changed, [
    'when: account.reach >= 12000',
    'when: account.lookalike_reach >= 12000 || account.lookalike_vouched',
    'when: account.reach >= 1200 && account.reach_bought',
    "when: enforcement.source != 'bulk_action' && enforcement.review_seconds < 15 && account.reach >= 1200",
  ])
})

test('a comment that names a reach bound stays unchanged', () => {
  const text = '  # account.reach >= 100000\n  when: account.reach >= 100000 # account.reach >= 5 was too few\n'
  assert.equal(moveBounds('# account.reach >= 7\n', 9).text, '# account.reach >= 7\n')
  assert.match(moveBounds(text, 300).text, /^ {2}# account\.reach >= 100000\n {2}when: account\.reach >= 300 #/)
})

test('moved guard examples stay on their side of the bound', (t) => {
  const folder = tempDir(t)
  const [guardsFile, examplesFile] = [join(folder, 'guards.yaml'), join(folder, 'examples.yaml')]
  for (const bound of [100, 350, 1_200, 9_900, 12_000, 99_000, 100_000, 250_000, 1_200_000, 50_000_000]) {
    const { text, moved } = moveBounds(guards, bound)
    writeFileSync(guardsFile, text)
    writeFileSync(examplesFile, moveExamples(examples, moved))
    const failed = findFailedExamples(loadGuards(guardsFile).guards, loadExamples(examplesFile))
    assert.deepEqual(failed, [], String(bound))
    const written = readFileSync(examplesFile, 'utf8')
    for (const at of [bound, bound - 1]) assert.ok(written.includes(`account.reach: ${at} `), `${at} of ${bound}`)
  }
})

test('guard examples on the right side of every bound stay unchanged', () => {
  const { moved } = moveBounds(guards, 12_000)
  const text = moveExamples(examples, moved)
  for (const reach of ['250', '900', '43500000', '200000']) assert.ok(text.includes(`account.reach: ${reach}`), reach)
  assert.ok(text.includes('account.reach: null') && text.includes('account.reach: absent'))
  assert.equal(moveExamples(examples, []), examples)
})

test('guards with an unchecked reach bound are marked once', (t) => {
  const text = markUnchecked(guards)
  const marked = [...text.matchAll(/# Unchecked: .*\n {2}- id: (\S+)/g)].map(([, id]) => id)
  assert.deepEqual(marked, ['high-reach', 'notable-lookalike', 'bought-reach', 'hurried'])
  const path = join(tempDir(t), 'guards.yaml')
  writeFileSync(path, text)
  assert.deepEqual(
    loadGuards(path).guards.map(({ id }) => id),
    loadGuards(SHIPPED_GUARDS).guards.map(({ id }) => id),
  )
})
