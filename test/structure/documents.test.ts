import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { ROOT, type TrackedFile, trackedFiles } from './tracked-files.ts'

const README_LINES_MAX = 150
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

test('the README has at most 150 lines', () => {
  const [readme] = trackedFiles(/^README\.md$/)
  assert.ok((readme?.lines ?? Number.POSITIVE_INFINITY) <= README_LINES_MAX)
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
  const long = trackedFiles(/^(README\.md|docs\/.*\.md)$/).flatMap((file) =>
    listProse(file)
      .filter(({ line }) => line.length > LINE_MAX && !UNBREAKABLE.test(line))
      .map(({ number }) => `${file.path}:${number}`),
  )
  assert.deepEqual(long, [])
})
