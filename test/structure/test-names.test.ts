import assert from 'node:assert/strict'
import { test } from 'node:test'
import { trackedFiles } from './tracked-files.ts'

const WORDS_MAX = 12
/** The names of tests; an expression in a template counts as one word. */
const NAME = /^\s*(?:await )?(?:t\.)?test\(\s*(['"`])((?:\\.|(?!\1)[\s\S])*)\1/gm
const EXPRESSION = /\$\{[^}]*\}/g

test('every test name has at most 12 words', () => {
  const names = trackedFiles(/\.test\.tsx?$/).flatMap(({ path, text }) =>
    [...text.matchAll(NAME)].map(([, , name = '']) => ({ path, name })),
  )
  assert.ok(names.length > 1_000, `${names.length} names`)
  const long = names.filter(({ name }) => name.replaceAll(EXPRESSION, 'x').split(/\s+/).length > WORDS_MAX)
  assert.deepEqual(
    long.map(({ path, name }) => `${path}: ${name}`),
    [],
  )
})
