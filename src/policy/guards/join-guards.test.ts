import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import fc from 'fast-check'
import { SHIPPED_EXAMPLES, SHIPPED_GUARDS } from '../../../test/support/guards.ts'
import { ACTIONS } from '../../foundation/domain.ts'
import { loadExamples } from './guard-examples.ts'
import { readGuards } from './guards-file.ts'
import { isLooser } from './is-looser.ts'
import { joinGuards } from './join-guards.ts'
import { judgeGuards } from './judge-guards.ts'

const SHIPPED = readFileSync(SHIPPED_GUARDS, 'utf8')
const shipped = readGuards('guards.yaml', SHIPPED)
const other = readGuards(
  'guards.yaml',
  SHIPPED.replace('account.reach >= 100000\n', 'account.reach >= 200000\n').replace('confirm: 5m', 'confirm: 3m'),
)

test('two joined guards files require no less than either', () => {
  const examples = loadExamples(SHIPPED_EXAMPLES)
  const both = joinGuards(shipped, other)
  fc.assert(
    fc.property(fc.constantFrom(...examples), fc.constantFrom(...ACTIONS), ({ facts }, action) => {
      const joined = judgeGuards(both.guards, action, facts).requirement
      for (const { guards } of [shipped, other]) {
        assert.equal(isLooser(judgeGuards(guards, action, facts).requirement, joined), false)
      }
    }),
  )
})

test('a guards file joined with itself stays the same', () => {
  assert.equal(joinGuards(shipped, readGuards('again', SHIPPED)), shipped)
  const both = joinGuards(shipped, other)
  assert.equal(both.guards.length, shipped.guards.length + 2)
  assert.equal(joinGuards(readGuards('long', `expires: 9h\n${SHIPPED}`), shipped).expiresMs, shipped.expiresMs)
  assert.notEqual(both.hash, shipped.hash)
  assert.notEqual(both.hash, joinGuards(other, shipped).hash)
})
