import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { copyFileSync, globSync, mkdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { PACKAGE_DIR } from '../../src/foundation/settings/package-paths.ts'
import { tempDir } from '../../test/support/temp-dir.ts'

const [BUNDLED_AT, EARLIER, LATER] = ['2026-01-02', '2026-01-01', '2026-01-03'].map((day) => new Date(day))

/** A package whose program prints the file it was run from. The bundle was made of its source and of one other file. */
function bundledPackage(t: TestContext) {
  const folder = tempDir(t)
  const write = (file: string, text: string, at = EARLIER) => {
    mkdirSync(dirname(join(folder, file)), { recursive: true })
    writeFileSync(join(folder, file), text)
    utimesSync(join(folder, file), at ?? '', at ?? '')
  }
  write('package.json', '{ "type": "module" }')
  write('src/main.ts', `console.log('source')`)
  write('src/other.ts', '1')
  write('dist/src/main.js', `console.log('bundle')`)
  write('dist/sources.json', JSON.stringify({ 'src/main.ts': 21, 'src/other.ts': 1 }), BUNDLED_AT)
  mkdirSync(join(folder, 'bin'))
  copyFileSync(join(PACKAGE_DIR, 'bin/countersign.js'), join(folder, 'bin/countersign.js'))
  const run = () => execFileSync(process.execPath, [join(folder, 'bin/countersign.js')], { encoding: 'utf8' }).trim()
  return { folder, write, run }
}

test('a bundle runs while its sources are as they were', (t) => {
  assert.equal(bundledPackage(t).run(), 'bundle')
})

test('a bundle never runs once one of its sources changed', (t) => {
  const { write, run } = bundledPackage(t)
  write('src/other.ts', '2', LATER)
  assert.equal(run(), 'source', 'a newer file of the same size')
  write('src/other.ts', '10', EARLIER)
  assert.equal(run(), 'source', 'an older file of another size')
})

test('a bundle runs where one of its sources is not installed', (t) => {
  const { folder, run } = bundledPackage(t)
  rmSync(join(folder, 'src/other.ts'))
  assert.equal(run(), 'bundle')
})

test('a bundle without the list of its sources never runs', (t) => {
  const { folder, run } = bundledPackage(t)
  rmSync(join(folder, 'dist/sources.json'))
  assert.equal(run(), 'source')
})

test('no bundled file looks for others beside itself', () => {
  const sources = globSync(['src/**/*.ts', 'tools/{demo,scenario}/**/*.ts'], { cwd: PACKAGE_DIR })
  const others = sources.filter((file) => !file.endsWith('.test.ts'))
  const beside = /import\.meta\.(dirname|filename)|URL\([^)]*import\.meta\.url/
  assert.deepEqual(
    others.filter((file) => beside.test(readFileSync(join(PACKAGE_DIR, file), 'utf8'))),
    [],
  )
})
