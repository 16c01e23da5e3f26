import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ID_PREFIXES } from '../../src/foundation/domain.ts'
import { trackedFiles } from './tracked-files.ts'

/** Each place that makes an id: its prefix, and the table whose sequence numbers it. */
const MADE = /'(?<prefix>[a-z]+)_' \|\| nextval\('(?<table>[a-z_]+)_seq'\)/g

test('no two tables share a prefix of ids', () => {
  const prefixes = Object.values(ID_PREFIXES)
  assert.deepEqual(
    prefixes.filter((prefix, place) => prefixes.indexOf(prefix) !== place),
    [],
  )
})

test("each place that creates an id uses its table's prefix", () => {
  const made = trackedFiles(/^(db\/.*\.sql|src\/.*\.ts)$/)
    .filter(({ path }) => !path.endsWith('.test.ts'))
    .flatMap(({ text }) => [...text.matchAll(MADE)].map(({ groups }) => [groups?.table ?? '', groups?.prefix ?? '']))
  assert.deepEqual(
    [...new Map(made.map(([table = '', prefix = '']) => [`${table} ${prefix}`, [table, prefix]])).values()].toSorted(),
    Object.entries(ID_PREFIXES).toSorted(),
  )
})

/** A pattern that recognises ids, such as /^enf_\\d+$/. */
const RECOGNISED = /(?:\^|\\b)(?<prefix>[a-z]+)_(?:\\d|\[0-9\])/g

test('each pattern that recognises ids uses a known prefix', () => {
  const prefixes = new Set<string>(Object.values(ID_PREFIXES))
  const recognised = trackedFiles(/^(src|console\/src)\/.*\.tsx?$/)
    .filter(({ path }) => !/\.test\.tsx?$|\.gen\.ts$/.test(path))
    .flatMap(({ path, text }) => [...text.matchAll(RECOGNISED)].map(({ groups }) => ({ path, prefix: groups?.prefix })))
  assert.ok(recognised.length > 0)
  assert.deepEqual(
    recognised.filter(({ prefix = '' }) => !prefixes.has(prefix)),
    [],
  )
})
