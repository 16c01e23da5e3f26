import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  ENTRIES_MAX,
  LIST_FIELDS,
  NAME_CHARS_MAX,
  NAMES_MAX,
  readList,
} from '../../console/src/organisation/read-list.ts'
import { PublicList } from '../../src/admin/protect-list/match-list.ts'
import { LIST_FIELDS as OF_COMMAND, parseList } from '../../src/admin/protect-list/parse-list.ts'

test('the console and the command line read the same fields', () => {
  const { handles, ids, domains } = LIST_FIELDS
  assert.deepEqual({ handle: handles, id: ids, domain: domains }, OF_COMMAND)
})

test('the console and the desk have the same limits of a list', () => {
  const { maxItems, items } = JSON.parse(JSON.stringify(PublicList))
  for (const names of Object.values<{ maxItems: number; items: { maxLength: number } }>(items.properties))
    assert.deepEqual([maxItems, names.maxItems, names.items.maxLength], [ENTRIES_MAX, NAMES_MAX, NAME_CHARS_MAX])
})

test('the console reads a CSV file as the command line does', () => {
  const files = [
    'name,Handle,website\nVale,@vale,https://www.vale.example/about\nHarbour,harbour,\n',
    '\uFEFFhandle,account_id,party\r\n"a, ""b""",42,"two\r\nlines"\r\nlast,43,x',
    'Username,username,domain\none,two,Three.Example\n',
  ]
  for (const text of files) {
    const { list, refused } = readList(text, 'csv')
    assert.deepEqual([list, refused], [parseList(text, 'csv', OF_COMMAND), []], text)
  }
})

test('a refused line has its number and its cause', () => {
  const csv = `handle,note\nvale,"two\nlines"\n,nobody\nshort\n${'x'.repeat(257)},\nlast,\n`
  assert.deepEqual(readList(csv, 'csv'), {
    list: [
      { handles: ['vale'], ids: [], domains: [] },
      { handles: ['last'], ids: [], domains: [] },
    ],
    refused: [
      { line: 4, why: 'nothing' },
      { line: 5, why: 'unreadable' },
      { line: 6, why: 'long' },
    ],
  })
  const many = Array.from({ length: 11 }, (_, at) => `h${at}`)
  const lines = ['{"handle":"vale","platform_id":8821}', '', 'no', '[]', '{}', JSON.stringify({ handle: many })]
  assert.deepEqual(readList(lines.join('\n'), 'ndjson'), {
    list: [{ handles: ['vale'], ids: ['8821'], domains: [] }],
    refused: [
      { line: 3, why: 'unreadable' },
      { line: 4, why: 'unreadable' },
      { line: 5, why: 'nothing' },
      { line: 6, why: 'many' },
    ],
  })
})

test('a list of more entries than the desk takes is cut', () => {
  const text = `handle\n${Array.from({ length: 5_002 }, (_, at) => `h${at}`).join('\n')}`
  const { list, refused } = readList(text, 'csv')
  assert.deepEqual([list.length, refused.map(({ why }) => why)], [5_000, ['over', 'over']])
})
