import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type TrackedFile, trackedFiles } from './tracked-files.ts'

// Each pattern is written so that it doesn't find itself.
const PATHS_OF_A_MACHINE = /(?<![\w.])\/(home|Users|work|farm)\/[\w.-]/
const REGISTRY_HOSTS = /registry\.npm[j]s|registry\.yarnpk[g]|deb\.debi[a]n|npm\.pkg\.githu[b]/i
const PROMISES = /\b(TOD[O]|FIXM[E]|XX[X]|HAC[K])\b/
const SUPPRESSIONS = /biome-ignor[e]|eslint-disabl[e]|@ts-(ignor[e]|expect-erro[r]|nochec[k])/
const LEFT_OUT_TESTS = /\b(test|it|describe|suite)\.(ski[p]|onl[y]|tod[o])\b/
/** Node runs the `after` hooks of a file without a selected test while the `before` hooks still open resources. */
const OPENED_BEFORE = /^(?:before|beforeEach)\(/
const OWN_TIME = /\bDate\.now\(\)|\bnew Date\(\)/
const OWN_SETTINGS = /\bprocess\.env\b/

const TEXT = /\.(ts|js|mjs|json|md|sql|yaml|yml|sh|html|css)$|(^|\/)(\.ci\/run|LICENSE|\.npmrc)$/
const CODE = /\.(ts|js|mjs)$/
const TEST_CODE = /\.test\.ts$|^test\/|\/test\//

function finds(files: TrackedFile[], pattern: RegExp): string[] {
  return files.flatMap(({ path, text }) =>
    text.split('\n').flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1}: ${line.trim()}`] : [])),
  )
}

test("the repository names no machine's folder and no package registry", () => {
  assert.deepEqual(finds(trackedFiles(TEXT), PATHS_OF_A_MACHINE), [])
  assert.deepEqual(finds(trackedFiles(TEXT), REGISTRY_HOSTS), [])
})

test('no code defers work in comments or disables a check', () => {
  assert.deepEqual(finds(trackedFiles(TEXT), PROMISES), [])
  assert.deepEqual(finds(trackedFiles(CODE), SUPPRESSIONS), [])
  assert.deepEqual(finds(trackedFiles(CODE), LEFT_OUT_TESTS), [])
})

test('no test file opens resources outside its tests', () => {
  assert.deepEqual(finds(trackedFiles(/\.test\.ts$/), OPENED_BEFORE), [])
})

test('only the database supplies time, one file the settings', () => {
  const files = trackedFiles(/^(src|tools)\/.*\.ts$/).filter(({ path }) => !TEST_CODE.test(path))
  const elsewhere = files.filter(({ path }) => path !== 'src/config.ts' && path !== 'src/main.ts')
  assert.deepEqual(finds(elsewhere, OWN_SETTINGS), [])
  assert.deepEqual(
    finds(
      elsewhere.filter(({ path }) => !path.endsWith('/clock.ts')),
      OWN_TIME,
    ),
    [],
  )
})
