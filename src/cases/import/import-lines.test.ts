import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { tempDir } from '../../../test/support/temp-dir.ts'
import { IMPORT_LINE_BYTES_MAX, inspectFile, readLines } from './import-lines.ts'

function givenFile(t: TestContext, content: string | Buffer): string {
  const file = join(tempDir(t), 'lines')
  writeFileSync(file, content)
  return file
}

async function readAll(file: string, size: number, from = { offset: 0, number: 1 }) {
  const lines = await Array.fromAsync(readLines(file, from, size))
  return lines.map(({ number, bytes, end }) => [number, bytes?.toString(), end])
}

test('each line of an import has its number and byte offset', async (t) => {
  const file = givenFile(t, 'one\n\ntwo\r\nthree')
  const lines = [
    [1, 'one', 4],
    [2, '', 5],
    [3, 'two\r', 10],
    [4, 'three', 15],
  ]
  assert.deepEqual(await readAll(file, 15), lines)
  assert.deepEqual(await readAll(file, 15, { offset: 5, number: 3 }), lines.slice(2))
  assert.deepEqual(await readAll(file, 15, { offset: 15, number: 5 }), [])
  assert.deepEqual(await readAll(givenFile(t, 'one\n'), 4), [[1, 'one', 4]])
})

test('an import ignores lines appended after it began', async (t) => {
  const file = givenFile(t, 'one\ntwo\nthree\n')
  assert.deepEqual(
    (await readAll(file, 8)).map(([number]) => number),
    [1, 2],
  )
})

test('an import skips a line over the limit and reads others', async (t) => {
  const longest = 'x'.repeat(IMPORT_LINE_BYTES_MAX)
  const file = givenFile(t, `${longest}\n${longest}y\nnext\n${longest}yy`)
  const { size } = await inspectFile(file)
  const lines = await readAll(file, size)
  assert.deepEqual(
    lines.map(([number, text]) => [number, typeof text === 'string' ? text.length : undefined]),
    [
      [1, IMPORT_LINE_BYTES_MAX],
      [2, undefined],
      [3, 4],
      [4, undefined],
    ],
  )
  assert.equal(lines.at(-1)?.[2], size)
})

test('a character split across two reads of a file stays whole', async (t) => {
  const text = '😀'.repeat(200_000)
  const file = givenFile(t, `{"a":"b"}\n${text}\n`)
  const { size } = await inspectFile(file)
  assert.equal((await readAll(file, size))[1]?.[1], text)
})

test('an import names a missing file, an empty file and folders', async (t) => {
  const folder = tempDir(t)
  const missing = join(folder, 'nothing.ndjson')
  await assert.rejects(inspectFile(missing), { message: `The file ${missing} was not read. There is no such file.` })
  await assert.rejects(inspectFile(folder), { message: `The file ${folder} was not read. It is a folder.` })
  const empty = givenFile(t, '')
  await assert.rejects(inspectFile(empty), { message: `The file ${empty} was not read. It is empty.` })
})
