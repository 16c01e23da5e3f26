import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { readMigrations } from '../../src/foundation/store/migration-files.ts'
import { lintMigration, listFunctions } from './lint-migration.ts'
import { trackedFiles } from './tracked-files.ts'

const DATABASE = join(import.meta.dirname, '../../db')
/** A finding is accepted by this comment in the migration, with the reason behind it. */
const ACCEPTED = '-- accepted: '

const MIGRATIONS = readMigrations(join(DATABASE, 'migrations'))
const textOf = (file: string) => readFileSync(file, 'utf8')

/** Name and hash of each migration of a release, a line each. */
const released = textOf(join(DATABASE, 'released.txt'))
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map((line) => line.split(' '))

test('a released migration never changes', () => {
  const hashes = new Map(MIGRATIONS.map(({ file, sha256 }) => [file, sha256]))
  for (const [file = '', sha256] of released) assert.equal(hashes.get(file), sha256, `${file} was released`)
})

test('a later migration locks no table that a running desk uses', async () => {
  for (const { parts } of MIGRATIONS.slice(1)) {
    for (const { file, sql } of parts) {
      const findings = await lintMigration(sql)
      assert.ok(findings.length <= sql.split(ACCEPTED).length - 1, `${file}: ${findings.join('; ')}`)
    }
  }
})

test('the migration linter finds locking statements and misplaced code', async () => {
  const found: [string, RegExp | undefined][] = [
    ['create index person_name on person (name)', /index of person is built without "concurrently"/],
    ['create index concurrently person_name on person (name)', undefined],
    ['alter table person add column age integer not null', /column age of person is "not null" without a default/],
    ['alter table person add column age integer not null default 0', undefined],
    ['alter table person add column age integer check (age > 0)', /column age of person is added with a check/],
    ['alter table person add check (age > 0)', /constraint of person is added without "not valid"/],
    ['alter table person add check (age > 0) not valid', undefined],
    ['alter table person alter column age type bigint', /column of person gets another type/],
    ['alter table person drop column age', /column of person is dropped/],
    ['alter table person alter column age set not null', /column of person becomes "not null"/],
    ['alter table person rename column age to years', /person is renamed/],
    ['drop table person', /what is dropped/],
    ['create function f() returns integer language sql return 1', /a function belongs in db\/schema/],
    ['create trigger t before insert on person execute function f()', /a trigger belongs/],
    ['grant select on person to someone', /a grant belongs/],
    ['create table pet (id integer); create index on pet (id); alter table pet add check (id > 0)', undefined],
  ]
  for (const [sql, finding] of found) {
    const findings = (await lintMigration(sql)).join('; ')
    if (finding) assert.match(findings, finding, sql)
    else assert.equal(findings, '', sql)
  }
})

test('schema functions and files stay short', async () => {
  const long: string[] = []
  let found = 0
  for (const { path } of trackedFiles(/^db\/.*\.sql$/)) {
    const text = textOf(path)
    const lines = text.trimEnd().split('\n').length
    if (lines > 300) long.push(`${path} has ${lines} lines`)
    for (const { name, lines } of await listFunctions(text)) {
      found++
      if (lines > 50) long.push(`${name} in ${path} has ${lines} lines`)
    }
  }
  assert.ok(found > 300, `${found} functions were found`)
  assert.deepEqual(long, [])
})
