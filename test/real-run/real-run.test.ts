import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { tempDir } from '../support/temp-dir.ts'
import { runMain as run } from './run-main.ts'
import { SMALL_OUTCOME, writeSmallData } from './small-data.ts'

test('a small real run ends without loss, double or difference', (t) => {
  const dir = tempDir(t)
  writeSmallData(dir)
  const json = join(dir, 'outcome.json')
  const { status, stdout, stderr } = run(dir, '--wait', '70', '--json', json)
  assert.equal(status, 0, stderr)
  const { seconds, ...outcome } = JSON.parse(readFileSync(json, 'utf8'))
  assert.deepEqual(outcome, SMALL_OUTCOME)
  assert.ok(seconds > 0)
  assert.match(stdout, /^ledger verified +yes$/m)
  assert.match(stdout, /^guarded: others had to agree +4$/m)
  assert.match(stdout, /^ordinary enforcements that asked a second person +0 of 27 \(0\.00 %\)$/m)
  const folder = /all in (\S+)/.exec(stderr)?.[1]
  assert.ok(folder !== undefined && !existsSync(folder))
})

test('a wrong data folder is reported in one sentence', (t) => {
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
