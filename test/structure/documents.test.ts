import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { ROOT, type TrackedFile, trackedFiles } from './tracked-files.ts'

/** Longer, and a newcomer no longer reads them as a whole. */
const LINES_MAX = new Map([
  ['README.md', 150],
  ['ARCHITECTURE.md', 200],
])
const LINE_MAX = 120
const FENCE = /^\s*```/
const LINK = /\]\((?!https?:|mailto:|#)([^)\s#]+)(?:#[^)]*)?\)/g
/** A table's row and a picture can't be broken over lines. */
const UNBREAKABLE = /^\s*(\||!\[)/

/** The lines of a document outside its blocks of code, each with its number. */
function listProse({ text }: TrackedFile): { line: string; number: number }[] {
  let inCode = false
  return text.split('\n').flatMap((line, place) => {
    const isFence = FENCE.test(line)
    if (isFence) inCode = !inCode
    return inCode || isFence ? [] : [{ line, number: place + 1 }]
  })
}

test('the README and ARCHITECTURE.md stay short', () => {
  const long = trackedFiles(/^[A-Z]+\.md$/).filter(
    ({ path, lines }) => lines > (LINES_MAX.get(path) ?? Number.POSITIVE_INFINITY),
  )
  assert.deepEqual(
    long.map(({ path }) => path),
    [],
  )
})

test('every link between documents leads to a file', () => {
  const broken = trackedFiles(/\.md$/).flatMap((file) =>
    listProse(file).flatMap(({ line, number }) =>
      [...line.matchAll(LINK)]
        .filter(([, target = '']) => !existsSync(join(ROOT, dirname(file.path), target)))
        .map(([, target]) => `${file.path}:${number}: ${target}`),
    ),
  )
  assert.deepEqual(broken, [])
})

test('lines of documents have at most 120 characters', () => {
  const long = trackedFiles(/^(README\.md|ARCHITECTURE\.md|docs\/.*\.md)$/).flatMap((file) =>
    listProse(file)
      .filter(({ line }) => line.length > LINE_MAX && !UNBREAKABLE.test(line))
      .map(({ number }) => `${file.path}:${number}`),
  )
  assert.deepEqual(long, [])
})
