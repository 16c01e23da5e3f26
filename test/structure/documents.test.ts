import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { listAnchors, listProse } from './document-text.ts'
import { ROOT, trackedFiles } from './tracked-files.ts'

/** Longer, and a newcomer no longer reads them as a whole. */
const LINES_MAX = new Map([
  ['README.md', 150],
  ['ARCHITECTURE.md', 200],
])
const LINE_MAX = 120
const LINK = /\]\(<?(?!https?:|mailto:)([^)\s#>]*)(?:#([^)\s>]*))?>?\)/g
const REFERENCE = /^\s*\[[^\]]+\]:\s+(?!https?:|mailto:)([^\s#]*)(?:#(\S*))?/g
/** A table's row, a picture, and an address on the web can't be broken over lines. */
const UNBREAKABLE = /^\s*(\||!\[)|https?:\/\/\S{60,}/

/** Templates are texts for people: a line break in one is a line break for its reader. */
const documents = () => trackedFiles(/^(?!policies\/notices\/).*\.md$/)

test('README.md and ARCHITECTURE.md stay short', () => {
  const long = trackedFiles(/^[A-Z]+\.md$/).filter(
    ({ path, lines }) => lines > (LINES_MAX.get(path) ?? Number.POSITIVE_INFINITY),
  )
  assert.deepEqual(
    long.map(({ path }) => path),
    [],
  )
})

test('every link between documents leads to a file and a heading', () => {
  const files = documents()
  const anchors = new Map(files.map((file) => [join(ROOT, file.path), listAnchors(file)]))
  const leads = (from: string, target: string, anchor: string | undefined): boolean => {
    const path = target === '' ? join(ROOT, from) : join(ROOT, dirname(from), target)
    return existsSync(path) && (anchor === undefined || anchors.get(path)?.has(anchor) === true)
  }
  const broken = files.flatMap((file) =>
    listProse(file).flatMap(({ line, number }) =>
      [...line.matchAll(LINK), ...line.matchAll(REFERENCE)]
        .filter(([, target = '', anchor]) => !leads(file.path, target, anchor))
        .map(([, target, anchor]) => `${file.path}:${number}: ${target}${anchor === undefined ? '' : `#${anchor}`}`),
    ),
  )
  assert.deepEqual(broken, [])
})

test('a heading has the same anchor as on GitHub', () => {
  const text = '# `keys`, and *who* holds [them](a.md)\n```\n# no heading\n```\n## Two\n## Two\n### A_b & c-d?\n'
  const anchors = listAnchors({ path: 'a.md', text, lines: 7 })
  assert.deepEqual([...anchors], ['keys-and-who-holds-them', 'two', 'two-1', 'a_b--c-d'])
})

test('lines of documents have at most 120 characters', () => {
  const long = documents().flatMap((file) =>
    listProse(file)
      .filter(({ line }) => line.length > LINE_MAX && !UNBREAKABLE.test(line))
      .map(({ number }) => `${file.path}:${number}`),
  )
  assert.deepEqual(long, [])
})
