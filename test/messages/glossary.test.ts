import assert from 'node:assert/strict'
import { test } from 'node:test'
import { trackedFiles } from '../structure/tracked-files.ts'
import { readCatalogue } from './read-catalogue.ts'

/** The words and meanings of the document, without the marks of emphasis. */
function readDocument(): string[][] {
  const [{ text } = { text: '' }] = trackedFiles(/^docs\/reference\/glossary\.md$/)
  const rows = text.split('\n').filter((line) => line.startsWith('|'))
  return rows.slice(2).map((row) => {
    const [, word = '', meaning = ''] = row.split('|')
    return [word.trim(), meaning.trim().replace(/_(\w+)_/g, '$1')]
  })
}

test('the glossary of the console repeats the words of the documents', () => {
  const texts = readCatalogue('en', ['pages'])
  const plain = (rows: string[][]) => rows.map((row) => row.join(': ').replaceAll('’', "'"))
  const written = new Set(plain(readDocument()))
  const words = [...texts].filter(([key]) => /^glossary\.\w+\.word$/.test(key))
  const shown = plain(words.map(([key, word]) => [word, texts.get(key.replace(/word$/, 'meaning')) ?? '']))
  assert.ok(shown.length > 0)
  assert.deepEqual(
    shown.filter((row) => !written.has(row)),
    [],
  )
})
