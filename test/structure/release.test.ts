import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { gunzipSync } from 'node:zlib'
import { ROOT } from './tracked-files.ts'

const PACKAGES = ['package.json', 'console/package.json', 'platform-kit/package.json']
/** A heading of a release: its version and its date. */
const HEADING = /^## \[(\d+\.\d+\.\d+)\] - \d{4}-\d{2}-\d{2}$/gm

const textOf = (file: string) => readFileSync(join(ROOT, file), 'utf8')
const releases = () => [...textOf('CHANGELOG.md').matchAll(HEADING)].map(([, version = '']) => version)

test("the newest release in the changelog is the packages' version", () => {
  const versions = PACKAGES.map((file) => (JSON.parse(textOf(file)) as { version: string }).version)
  assert.deepEqual(
    versions,
    PACKAGES.map(() => releases()[0]),
  )
})

test('each release left a dump, whose migrations never change', () => {
  const released = textOf('db/released.txt').split('\n')
  assert.ok(releases().length > 0)
  for (const version of releases()) {
    const migrations = listMigrations(version)
    assert.ok(migrations.length > 0, version)
    for (const migration of migrations) assert.ok(released.includes(migration), `db/released.txt lacks ${migration}`)
  }
})

/** Reads the name and hash of each migration from the dump of a release. */
function listMigrations(version: string): string[] {
  const dump = gunzipSync(readFileSync(join(ROOT, 'test/upgrade', `${version}.sql.gz`))).toString('utf8')
  const [, rows = ''] = /^INSERT INTO public\.schema_migration VALUES\n(.*?);$/ms.exec(dump) ?? []
  return [...rows.matchAll(/'(\d{4}-[a-z-]+(?:\.sql)?)', '([0-9a-f]{64})'/g)].map(([, name, hash]) => `${name} ${hash}`)
}
