import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { tempDir } from '../support/temp-dir.ts'
import { SMALL_OUTCOME, smallOutcome, writeSmallData } from './small-data.ts'

function run(...args: string[]) {
  const main = join(import.meta.dirname, 'main.ts')
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...args], { encoding: 'utf8' })
  return { status, stdout, stderr }
}

test('a run takes reports through desk and platform and back, and finds nothing lost, doubled or different', (t) => {
  const dir = tempDir(t)
  writeSmallData(dir)
  const json = join(dir, 'outcome.json')
  const { status, stdout, stderr } = run(dir, '--wait', '50', '--json', json)
  assert.equal(status, 0, stderr)
  const { seconds, ...outcome } = JSON.parse(readFileSync(json, 'utf8'))
  assert.deepEqual(outcome, SMALL_OUTCOME)
  assert.ok(seconds > 0)
  assert.match(stdout, /^ledger verified +yes$/m)
  assert.match(stdout, /^guarded: others had to agree +4$/m)
  assert.match(stdout, /^ordinary orders that asked a second person +0 of 27 \(0\.00 %\)$/m)
  const folder = /all in (\S+)/.exec(stderr)?.[1]
  assert.ok(folder !== undefined && !existsSync(folder))
})

test('parts that are killed at random moments and started again change nothing but who was in time to answer', (t) => {
  const dir = tempDir(t)
  writeSmallData(dir)
  const json = join(dir, 'outcome.json')
  const { status, stderr } = run(dir, '--wait', '50', '--kill', '--every', '16', '--seed', '1', '--json', json)
  assert.equal(status, 0, stderr)
  const { seconds, kills, ...outcome } = JSON.parse(readFileSync(json, 'utf8'))
  assert.deepEqual(outcome, smallOutcome(outcome.guarded))
  // The clocks of orders don't wait for a desk that is away, so whoever it kept from answering lets an order expire.
  const { guarded, approved, confirmed, declined, expired, unconfirmed } = outcome.guarded
  assert.deepEqual([guarded, approved], [SMALL_OUTCOME.guarded.guarded, confirmed + unconfirmed])
  assert.equal(approved + declined + expired, guarded)
  assert.deepEqual(Object.keys(kills).sort(), ['demo', 'desk', 'postgresql', 'worker'])
  assert.match(stderr, /^Killing with --seed 1\.$/m)
})

test('a folder that is absent, or not one of the real data, is told in one sentence', (t) => {
  const dir = tempDir(t)
  const absent = run(join(dir, 'nothing'))
  assert.deepEqual([absent.status, absent.stdout], [1, ''])
  assert.match(absent.stderr, /^There is no data folder .*nothing: name the one with to-ndjson\.mjs in it\.\n$/)
  const other = run(dir)
  assert.equal(other.status, 1)
  assert.match(
    other.stderr,
    /^.* is not the data folder of the real run: it has no to-ndjson\.mjs and no davidson.*\.\n$/,
  )
})
