import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { tempDir } from '../support/temp-dir.ts'
import { runMain } from './run-main.ts'
import { SMALL_OUTCOME, smallOutcome, writeSmallData } from './small-data.ts'

test('killed processes change only who answers in the real run', (t) => {
  const dir = tempDir(t)
  writeSmallData(dir)
  const json = join(dir, 'outcome.json')
  const { status, stderr } = runMain(dir, '--wait', '50', '--kill', '--every', '16', '--seed', '1', '--json', json)
  assert.equal(status, 0, stderr)
  const { seconds, kills, ...outcome } = JSON.parse(readFileSync(json, 'utf8'))
  assert.deepEqual(outcome, smallOutcome(outcome.guarded))
  // Enforcements expire while the desk is away, so some expire here because their approvers could not answer.
  const { guarded, approved, confirmed, declined, expired, unconfirmed } = outcome.guarded
  assert.deepEqual([guarded, approved], [SMALL_OUTCOME.guarded.guarded, confirmed + unconfirmed])
  assert.equal(approved + declined + expired, guarded)
  assert.deepEqual(Object.keys(kills).sort(), ['demo', 'desk', 'postgresql', 'worker'])
  assert.match(stderr, /^Killing with --seed 1\.$/m)
})
