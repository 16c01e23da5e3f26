import assert from 'node:assert/strict'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { IntlMessageFormat } from 'intl-messageformat'
import { LANGUAGES, PUBLIC_LANGUAGES } from '../../src/foundation/messages/render-message.ts'
import { ROOT, trackedFiles } from '../structure/tracked-files.ts'
import { VAGUE } from '../structure/vague.ts'
import { AUDIENCES, CONSOLE, listLanguages, readCatalogue, readParams, SERVER, writeTypes } from './read-catalogue.ts'

/** Brings the generated types up to date instead of comparing them. */
const isWriting = process.env.COUNTERSIGN_WRITE_TYPES === '1'
const WORDS_MAX = 30

const listAll = (language: string) => [
  ...readCatalogue(language, ['server']),
  ...readCatalogue(language, CONSOLE),
  ...readCatalogue(language, ['shared', 'public']),
]

test("the languages of the program are the catalogue's folders", () => {
  assert.deepEqual([...LANGUAGES].sort(), listLanguages('server'))
  assert.deepEqual([...PUBLIC_LANGUAGES].sort(), listLanguages('public'))
})

test('the generated types of server texts match the catalogue', () => {
  const path = join(ROOT, SERVER.types)
  const written = writeTypes(readCatalogue('en', SERVER.audiences))
  if (isWriting) writeFileSync(path, written)
  assert.equal(
    existsSync(path) && readFileSync(path, 'utf8') === written,
    true,
    'run: COUNTERSIGN_WRITE_TYPES=1 node --test test/messages/catalogue.test.ts',
  )
})

test('every catalogue text parses; server texts have no tags', () => {
  for (const language of new Set(AUDIENCES.flatMap(listLanguages))) {
    for (const [key, text] of listAll(language)) {
      assert.doesNotThrow(() => new IntlMessageFormat(text, language), `${language} ${key}`)
    }
    for (const [key, text] of readCatalogue(language, SERVER.audiences)) {
      assert.ok(![...readParams(text).values()].includes('TagParam'), `${language} ${key}`)
    }
  }
})

test('every language has the same texts with the same parameters', () => {
  for (const audience of AUDIENCES) {
    const english = readCatalogue('en', [audience])
    for (const language of listLanguages(audience)) {
      const other = readCatalogue(language, [audience])
      assert.deepEqual([...other.keys()].sort(), [...english.keys()].sort(), `${language} ${audience}`)
      for (const [key, text] of other) {
        assert.deepEqual(readParams(text), readParams(english.get(key) ?? ''), `${language} ${key}`)
      }
    }
  }
})

test('exactly the texts for people outside begin with public', () => {
  const begins = (key: string) => key.startsWith('public')
  assert.deepEqual(
    [...readCatalogue('en', ['public']).keys()].filter((key) => !begins(key)),
    [],
  )
  assert.deepEqual([...readCatalogue('en', ['server', 'shared']).keys()].filter(begins), [])
})

test('every key of the catalogue is used', () => {
  const literals = listLiterals(readSource(/^src\/.*\.ts$/))
  const keys = [...readCatalogue('en', SERVER.audiences).keys()]
  assert.deepEqual(
    keys.filter((key) => !isUsed(key, literals)),
    [],
  )
})

const readSource = (code: RegExp): string =>
  trackedFiles(code)
    .filter(({ path }) => !/\.gen\.ts$|\.test\.tsx?$/.test(path))
    .map(({ text }) => text)
    .join('\n')

/** The texts in quotes, and the constant beginnings of templates: read once, since the source is long and the keys are many. */
const listLiterals = (source: string): ReadonlySet<string> =>
  new Set([...source.matchAll(/(?<=')[\w.-]+(?=')|`[\w.-]+\.(?=\$\{)/g)].map(([text]) => text))

/**
 * A key is used as a literal, as a template whose constant beginning ends at a dot of the key, or in an area whose texts
 * are recognised.
 */
function isUsed(key: string, literals: ReadonlySet<string>): boolean {
  if (literals.has(key)) return true
  const dots = [...key.matchAll(/\./g)].map(({ index }) => index + 1)
  const areas = dots.map((end) => key.slice(0, end))
  return areas.some((area) => literals.has(`\`${area}`) || literals.has(area))
}

test('no sentence of the catalogue has more than 30 words', () => {
  const long = listAll('en').flatMap(([key, text]) =>
    sentencesOf(text)
      .filter((sentence) => sentence.split(/\s+/).length > WORDS_MAX)
      .map((sentence) => `${key}: ${sentence}`),
  )
  assert.deepEqual(long, [])
})

/** A parameter counts as one word. Of several forms of a plural or a select only the words count. */
const sentencesOf = (text: string): string[] =>
  text.replace(/\{(\w+)(?:, (?:number|date|time)[^{}]*)?\}/g, '$1').split(/(?<=[.?!])\s+/)

test('no text of the catalogue is vague', () => {
  assert.deepEqual(
    listAll('en').filter(([, text]) => VAGUE.test(text)),
    [],
  )
})
