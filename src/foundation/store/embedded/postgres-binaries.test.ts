import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { chmodSync, cpSync, existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { tempDir } from '../../../../test/support/temp-dir.ts'
import { asUser, ensureDatabaseUser, isRoot } from './database-user.ts'
import { findBinaries, locatePackage, type PostgresPackage } from './postgres-binaries.ts'

/** Copies the package as npm installs it without install scripts: no links, no executable files. */
function bareCopy(folder: string): PostgresPackage {
  const { native, version } = locatePackage()
  const copy = join(folder, 'native')
  cpSync(native, copy, { recursive: true, verbatimSymlinks: true, filter: (file) => !file.endsWith('.a') })
  for (const name of readdirSync(join(copy, 'bin'))) chmodSync(join(copy, 'bin', name), 0o644)
  const links = JSON.parse(readFileSync(join(copy, 'pg-symlinks.json'), 'utf8')) as { target: string }[]
  for (const { target } of links) rmSync(join(folder, target), { force: true })
  return { native: copy, version }
}

const userFor = () => (isRoot() ? ensureDatabaseUser() : undefined)
const runs = (file: string) => spawnSync(file, ['--version'], { ...asUser(userFor()), cwd: '/' }).status === 0

function folders(t: TestContext): { installed: string; copies: string } {
  return { installed: tempDir(t), copies: tempDir(t) }
}

test('unpacked PostgreSQL programs without links or execute rights are repaired', (t) => {
  const { installed, copies } = folders(t)
  const { initdb, copiedTo } = findBinaries(copies, userFor(), bareCopy(installed))
  assert.equal(copiedTo, undefined)
  assert.ok(initdb.startsWith(installed) && runs(initdb))
})

test('PostgreSQL programs in an unreadable folder are copied once', (t) => {
  const { installed, copies } = folders(t)
  const found = bareCopy(installed)
  chmodSync(installed, isRoot() ? 0o700 : 0o000) // Closed to other users for root; for an ordinary user closed to all.
  t.after(() => chmodSync(installed, 0o700))
  if (!isRoot()) return assert.throws(() => findBinaries(copies, undefined, found), { name: 'StartError' })
  const first = findBinaries(copies, userFor(), found)
  assert.ok(first.copiedTo?.startsWith(copies) && runs(first.initdb))
  assert.deepEqual(findBinaries(copies, userFor(), found), first)
})

test('a damaged copy of the PostgreSQL programs is replaced', (t) => {
  const { installed, copies } = folders(t)
  const found = bareCopy(installed)
  chmodSync(installed, 0o700)
  const damaged = join(copies, `postgresql-${found.version}`, 'native', 'bin')
  cpSync(join(found.native, 'bin'), damaged, { recursive: true })
  const { initdb, copiedTo } = findBinaries(copies, userFor(), found)
  assert.ok(runs(initdb))
  if (copiedTo) assert.ok(existsSync(join(copiedTo, 'share/postgresql/postgres.bki')))
})
