import assert from 'node:assert/strict'
import { test } from 'node:test'
import { listSentences } from './sentences.ts'
import { trackedFiles } from './tracked-files.ts'
import { VAGUE } from './vague.ts'

/** The documents for newcomers and integrators, in which every sentence is short and no word is private. */
const PLAIN =
  /^(README|ARCHITECTURE|CHANGELOG|(bench|demo|platform-kit|platform-kit-python)\/README|policies\/newsworthiness|docs\/(README|tutorial\/.*|how-to\/.*|explanation\/.*|verification\/.*))\.md$/
const WORDS_MAX = 30
/** Words of the glossary's left column that no other meaning uses. */
const PRIVATE =
  /\b(second look|own verdict|judged unseen|preservation hold|escrow|make due|keep-house|due rows?|lesser measures?|taken dark|darken(ed|s)?|took? dark|goes? dark|leaf events?|is shut|harmful actions?)\b/i

test('sentences of plain documents have at most 30 words', () => {
  const long = trackedFiles(PLAIN).flatMap((file) =>
    listSentences(file)
      .filter(({ words }) => words > WORDS_MAX)
      .map(({ number, words, text }) => `${file.path}:${number}: ${words} words: ${text}`),
  )
  assert.deepEqual(long, [])
})

test('plain documents use no vague or private word', () => {
  const lines = trackedFiles(PLAIN).flatMap((file) =>
    listSentences(file)
      .filter(({ text }) => VAGUE.test(text) || PRIVATE.test(text))
      .map(({ number, text }) => `${file.path}:${number}: ${text}`),
  )
  assert.deepEqual(lines, [])
})

test('a sentence ends at its punctuation and counts only words', () => {
  const text = '# A title\n\nOne `a b c` two [three four](x.md). Five:\n- six\n- seven eight\n\n| no | sentence |\n'
  assert.deepEqual(
    listSentences({ path: 'a.md', text, lines: 8 }).map(({ number, words }) => [number, words]),
    [
      [3, 5],
      [3, 1],
      [4, 1],
      [5, 2],
    ],
  )
})
