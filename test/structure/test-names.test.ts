import assert from 'node:assert/strict'
import { test } from 'node:test'
import { trackedFiles } from './tracked-files.ts'
import { VAGUE } from './vague.ts'

const WORDS_MAX = 12
/** The names of tests; an expression in a template counts as one word. */
const NAME = /^\s*(?:await )?(?:t\.)?test\(\s*(['"`])((?:\\.|(?!\1)[\s\S])*)\1/gm
const EXPRESSION = /\$\{[^}]*\}/g

/** A name that begins so has no subject of its own. */
const WITHOUT_SUBJECT = /^(what|whatever|whether|whoever|whom|who|how|why|when|where|nothing|all that|so) /i

const listNames = () =>
  trackedFiles(/\.test\.tsx?$/).flatMap(({ path, text }) =>
    [...text.matchAll(NAME)].map(([, , name = '']) => ({ path, name })),
  )

test('every test name has at most 12 words', () => {
  const names = listNames()
  assert.ok(names.length > 1_000, `${names.length} names`)
  const long = names.filter(({ name }) => name.replaceAll(EXPRESSION, 'x').split(/\s+/).length > WORDS_MAX)
  assert.deepEqual(
    long.map(({ path, name }) => `${path}: ${name}`),
    [],
  )
})

test('every test name begins with its subject and names its actors', () => {
  const vague = listNames().filter(({ name }) => WITHOUT_SUBJECT.test(name) || VAGUE.test(name))
  assert.deepEqual(
    vague.map(({ path, name }) => `${path}: ${name}`),
    [],
  )
})
