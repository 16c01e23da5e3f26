import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { test } from 'node:test'
import { promisify } from 'node:util'
import { tempDir } from './temp-dir.ts'

const REPORTER = resolve(import.meta.dirname, 'failed-files.ts')
const FAILS = `import { test } from 'node:test'\ntest('fails', () => { throw new Error('as it should') })\n`
const PASSES = `import { test } from 'node:test'\ntest('passes', () => undefined)\n`

test('the failed file is listed, not its group', async (t) => {
  const folder = tempDir(t)
  const place = (name: string) => join(folder, name)
  writeFileSync(place('fails.mjs'), FAILS)
  writeFileSync(place('passes.mjs'), PASSES)
  writeFileSync(place('group.test.mjs'), `import './passes.mjs'\nimport './fails.mjs'\n`)
  // A process of tests inside a test would report to its parent instead.
  const { NODE_TEST_CONTEXT: _, ...env } = process.env
  const args = ['--test', `--test-reporter=${REPORTER}`, '--test-reporter-destination=stdout', place('group.test.mjs')]
  const run = promisify(execFile)(process.execPath, args, { env })
  await assert.rejects(run, { code: 1, stdout: `${place('fails.mjs')}\n` })
})
