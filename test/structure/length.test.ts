import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { test } from 'node:test'
import { ROOT, trackedFiles } from './tracked-files.ts'

const FILE_LINES_MAX = 300

test('no file is longer than 300 lines', () => {
  const long = trackedFiles(/(?<!\.gen)\.(ts|tsx|js|mjs|sh)$/)
    .filter(({ lines }) => lines > FILE_LINES_MAX)
    .map(({ path, lines }) => `${path}: ${lines} lines`)
  assert.deepEqual(long, [])
})

test('no function is longer than 50 lines', () => {
  // Biome parses them; the rule and its bound stand in biome.json.
  const biome = join(ROOT, 'node_modules/.bin/biome')
  const rule = '--only=complexity/noExcessiveLinesPerFunction'
  const { status, stdout, stderr } = spawnSync(biome, ['lint', rule, '--reporter=github', '.'], {
    cwd: ROOT,
    encoding: 'utf8',
  })
  assert.equal(status, 0, `${stdout}${stderr}`)
})
