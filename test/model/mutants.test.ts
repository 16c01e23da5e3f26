import assert from 'node:assert/strict'
import { test } from 'node:test'
import { tempDir } from '../support/temp-dir.ts'
import { tryMutant } from './model-run.ts'
import { findMisfits } from './mutant.ts'
import { MUTANTS } from './mutants.ts'

test('every mutant of the model tests still finds its code', () => {
  assert.deepEqual(findMisfits(MUTANTS), [])
  assert.equal(new Set(MUTANTS.map(({ name }) => name)).size, MUTANTS.length)
})

test('random histories of the model detect wrong code', async (t) => {
  const makeDatabase = () => Promise.reject(new Error('the rules need no database'))
  const found = MUTANTS.find(({ name }) => name === 'one team is as good as two')
  assert.ok(found)
  const caught = await tryMutant({ folder: tempDir(t), makeDatabase }, found, { number: 1, seed: 1 })
  assert.match(caught.broke ?? '', /two teams/)
})
