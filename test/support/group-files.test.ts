import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { test } from 'node:test'
import { findDatabaseTests, namesOfDatabaseTests } from './database-tests.ts'
import { findTestFiles, groupFiles, LONGEST, listNamed, writeGroups } from './group-files.ts'
import { tempDir } from './temp-dir.ts'

const ROOT = resolve(import.meta.dirname, '../..')

test('every test file runs in exactly one process', (t) => {
  const lines = writeGroups(ROOT, tempDir(t)).flatMap((program) => readFileSync(program, 'utf8').trim().split('\n'))
  const files = findTestFiles(ROOT)
  assert.ok(files.includes('test/support/group-files.test.ts'))
  assert.deepEqual(lines.sort(), files.map((file) => `import ${JSON.stringify(resolve(ROOT, file))}`).sort())
})

test('demo and longest files begin first, then unsafe and driven ones apart', () => {
  const some = Array.from({ length: 25 }, (_, index) => `src/some-${index}.test.ts`)
  const groups = groupFiles(
    [...some, 'test/sets.test.ts', 'test/looks.test.ts', 'test/looks-too.test.ts', 'test/drives.test.ts', ...LONGEST],
    {
      reachesOthers: (file) => file === 'test/sets.test.ts',
      sharesDemo: (file) => file.startsWith('test/looks'),
      driven: (file) => file === 'test/drives.test.ts',
    },
    20,
  )
  const lone = [
    ['test/looks.test.ts', 'test/looks-too.test.ts'],
    ...[...LONGEST, 'test/sets.test.ts', 'test/drives.test.ts'].map((file) => [file]),
  ]
  assert.deepEqual(groups.slice(0, lone.length), lone)
  assert.deepEqual(
    groups.slice(lone.length).map(({ length }) => length),
    [20, 5],
  )
})

test('the last groups are smaller than the first ones', () => {
  const some = Array.from({ length: 700 }, (_, index) => `src/some-${index}.test.ts`)
  const none = () => false
  const groups = groupFiles(some, { reachesOthers: none, sharesDemo: none, driven: none })
  const sizes = groups.map(({ length }) => length)
  assert.deepEqual(sizes, [...Array(8).fill(60), 55, 42, 31, 23, 20, 20, 20, 9])
  assert.deepEqual(groups.flat().sort(), some.sort())
})

test('every test file listed as long exists', () => {
  assert.deepEqual(
    LONGEST.filter((file) => !existsSync(resolve(ROOT, file))),
    [],
  )
})

test('the database tests are those of schema, migration and attacks', () => {
  const found = findDatabaseTests(ROOT)
  for (const file of [
    'test/portability/schema.test.ts',
    'src/foundation/store/migrate.test.ts',
    'test/attacks/database-role-forgeries.test.ts',
    'test/attacks/forged-signatures-take-nothing-offline.test.ts',
    'test/attacks/temporary-objects-shadow-the-schema.test.ts',
    'test/attacks/the-floor-trusts-no-row-of-the-role.test.ts',
  ]) {
    assert.ok(found.includes(file), file)
  }
})

test('only tests that ask the server run on another one', () => {
  const names = namesOfDatabaseTests(ROOT, [
    'test/portability/schema.test.ts',
    'test/attacks/database-role-forgeries.test.ts',
    'test/attacks/a-tired-approver-agrees-to-a-seventh.test.ts',
  ])
  const pattern = new RegExp(names.slice(1, -1))
  for (const name of [
    'every table has a primary key',
    'the application role backdates no review',
    'the desk sets the time of shift events despite forged input',
  ])
    assert.match(name, pattern)
  assert.doesNotMatch('an approver gets protected accounts again an hour later', pattern)
})

test('a folder as argument means its test files', () => {
  const folder = listNamed(ROOT, 'test/support/')
  assert.deepEqual(folder, listNamed(ROOT, 'test/support'))
  assert.ok(folder.includes('test/support/group-files.test.ts'))
  assert.ok(folder.every((file) => file.startsWith('test/support/')))
  assert.deepEqual(listNamed(ROOT, 'src/foundation/country.test.ts'), ['src/foundation/country.test.ts'])
})
