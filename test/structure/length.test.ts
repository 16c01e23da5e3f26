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

const FUNCTION_LINES_MAX = 50
const QUOTE = /\$\w*\$/g

test('no function in SQL is longer than 50 lines', () => {
  const found = trackedFiles(/^migrations\/.*\.sql$/).flatMap(({ path, text }) =>
    listSqlFunctions(text).map((each) => ({ path, ...each })),
  )
  assert.ok(found.length > 300, `${found.length} functions were found`)
  const long = found.filter(({ lines }) => lines > FUNCTION_LINES_MAX)
  assert.deepEqual(long, [])
})

/** Lists functions with their lines, from the first to the one that closes the body. */
function listSqlFunctions(text: string): { name: string; lines: number }[] {
  const all = text.split('\n')
  return all.flatMap((line, at) => {
    const name = /^create (?:or replace )?function (\w+)/.exec(line)?.[1]
    return name === undefined ? [] : [{ name, lines: findEnd(all.slice(at)) + 1 }]
  })
}

function findEnd(lines: readonly string[]): number {
  const ends = lines.findIndex((line) => line.endsWith(';'))
  const opens = lines.findIndex((line) => line.search(QUOTE) !== -1)
  if (opens !== -1 && opens <= ends) {
    const isClosed = (lines[opens]?.match(QUOTE)?.length ?? 0) > 1
    return isClosed ? opens : lines.findIndex((line, at) => at > opens && line.search(QUOTE) !== -1)
  }
  const isAtomic = lines.slice(0, ends).some((line) => line.startsWith('begin atomic'))
  return isAtomic ? lines.findIndex((line) => line.startsWith('end;')) : ends
}

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
