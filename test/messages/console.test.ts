import assert from 'node:assert/strict'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { parse } from '@formatjs/icu-messageformat-parser'
import { toCompact } from '../../console/compact-texts.ts'
import { LANGUAGES } from '../../console/src/words/languages.ts'
import { expand, isText, makeMessages } from '../../console/src/words/message.ts'
import { toPseudo } from '../../console/src/words/pseudo.ts'
import { ROOT, trackedFiles } from '../structure/tracked-files.ts'
import { CONSOLE, listLanguages, readCatalogue } from './read-catalogue.ts'
import { writeWords } from './write-words.ts'

const TYPES = 'console/src/words/words.gen.ts'
/** Brings the generated type up to date instead of comparing it. */
const isWriting = process.env.COUNTERSIGN_WRITE_TYPES === '1'

test('the generated type of console texts matches the catalogue', () => {
  const path = join(ROOT, TYPES)
  const written = writeWords(readCatalogue('en', CONSOLE))
  if (isWriting) writeFileSync(path, written)
  assert.equal(
    existsSync(path) && readFileSync(path, 'utf8') === written,
    true,
    'run: COUNTERSIGN_WRITE_TYPES=1 node --test test/messages/console.test.ts',
  )
})

test('the languages of the console match its catalogue', () => {
  for (const folder of CONSOLE) assert.deepEqual([...LANGUAGES].sort(), listLanguages(folder))
})

test('no text of the console needs an escape', () => {
  for (const language of LANGUAGES) {
    const escaped = [...readCatalogue(language, CONSOLE)].filter(([, text]) => /['<>]/.test(text))
    assert.deepEqual(escaped, [], language)
  }
})

/** A text is used by its key, or together with its group: words.states[state], Object.keys(words.account.tags). */
function listUses(): Set<string> {
  const source = trackedFiles(/^console\/src\/.*\.tsx?$/)
    .filter(({ path }) => !path.startsWith('console/src/words/'))
    .map(({ text }) => text.replace(/\s*\n\s*\./g, '.'))
    .join('\n')
  return new Set([...source.matchAll(/\bwords\.(?<path>\w+(?:\.\w+)*)/g)].map(({ groups }) => groups?.path ?? ''))
}

test('every text of the console is used', () => {
  const uses = listUses()
  const isUsed = (key: string) => {
    const names = key.split('.')
    return names.some((_, end) => uses.has(names.slice(0, end + 1).join('.')))
  }
  const unused = [...readCatalogue('en', CONSOLE).keys()].filter((key) => !isUsed(key))
  assert.deepEqual(unused, [])
})

/** A label, a heading or a button ends without a full stop; these groups name states and kinds. */
const NAMES = /^(?:nav|states|actions)\.|\.(?:title|states|kinds|columns|fields|buttons|outcomes|label|titles)(?:\.|$)/

test('names of things and states end without a full stop', () => {
  for (const language of LANGUAGES) {
    const stopped = [...readCatalogue(language, CONSOLE)].filter(([key, text]) => NAMES.test(key) && /\.$/.test(text))
    assert.deepEqual(stopped, [], language)
  }
})

test('no console text begins as a question or a fragment', () => {
  const begun = [...readCatalogue('en', CONSOLE)].filter(([, text]) =>
    /^(?:What|Who|Whom|Whose|Why|How|Whether)\b/.test(text),
  )
  assert.deepEqual(begun, [])
})

test('a list in a text is joined as its language joins lists', () => {
  const said = (locale: string) => {
    const { names } = makeMessages({ names: 'Names {contents}' }, locale)
    return typeof names === 'function' ? names({ contents: ['a', 'b', 'c'] }) : undefined
  }
  assert.equal(said('en'), 'Names a, b, and c')
  assert.equal(said('de'), 'Names a, b und c')
})

test('the build parses each text as the library does', () => {
  for (const language of LANGUAGES)
    for (const [key, text] of readCatalogue(language, CONSOLE)) {
      const { built = '' } = toCompact({ built: text })
      assert.deepEqual(isText(built) && expand(built), parse(text, { ignoreTag: true }), `${language} ${key}`)
    }
})

test('the pseudo-language for tests keeps parameters and plurals', () => {
  const plurals = { group: { rows: '{count, plural, one {# row} other {# rows}}', plain: 'Save' } }
  const texts = toPseudo(toCompact(plurals))
  const { group } = makeMessages(texts, 'en')
  assert.ok(typeof group === 'object' && typeof group.rows === 'function')
  assert.match(group.rows({ count: 2 }), /2 rows~+/)
  assert.match(String(group.plain), /Sávé~/)
})

/** The folders of pages that load their texts with their code. */
const PAGE_FOLDERS =
  /^console\/src\/(?:(?:decisions|notices|exceptions|guards|me|drills|automation|organisation|incident|ledger|help|search|design|insights|team|api-keys|connectors|changes|orders|transparency)\/|frame\/(?:tour|forbidden)\.|start\/setup-panels\.|components\/(?:session-table|whole-thread|thread-translation|media-stream|statement-panel|settlements-panel|settlement-fields|statement-texts|report-files)\.|review\/(?:related-accounts|copy-list|basis-fields|appeal|judge-appeal|conclude-appeal|lesser-fields|ask-appellant)\.)/

test('texts that load with a page are used by such pages only', () => {
  const groups = new Set([...readCatalogue('en', ['pages']).keys()].map((key) => key.split('.')[0]))
  const used = trackedFiles(/^console\/src\/.*\.tsx?$/).filter(({ path }) => !PAGE_FOLDERS.test(path))
  const early = used.flatMap(({ path, text }) =>
    [...text.matchAll(/\bwords\.(\w+)/g)]
      .filter(([, group]) => groups.has(group ?? ''))
      .map(([name]) => `${path}: ${name}`),
  )
  assert.deepEqual(early, [])
})
