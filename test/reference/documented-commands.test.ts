import assert from 'node:assert/strict'
import { test } from 'node:test'
import { argumentsOf, parseOnly } from '../support/command-lines.ts'
import { trackedFiles } from '../structure/tracked-files.ts'

const PAGES = /^(README\.md|docs\/(how-to|tutorial|explanation|verification)\/.*\.md)$/
const BLOCK = /^```(?:sh|console)\n([\s\S]*?)^```/gm

/** The lines in blocks of shell commands that call the program; a line that ends with \ goes on. */
const listCalls = (text: string): string[] =>
  [...text.matchAll(BLOCK)]
    .flatMap(([, block = '']) => block.replaceAll('\\\n', ' ').split('\n'))
    .map((line) => line.replace(/\s+#.*$/, ''))
    .filter((line) => argumentsOf(line) !== undefined)

test('every command in the documents exists with its options', async () => {
  const calls = trackedFiles(PAGES).flatMap(({ path, text }) => listCalls(text).map((line) => ({ path, line })))
  assert.ok(calls.length > 40, `${calls.length} calls`)
  for (const { path, line } of calls) {
    const [words = ''] = line.split(/ [|>&] /)
    await assert.doesNotReject(parseOnly(argumentsOf(words) ?? []), `${path}: ${line}`)
  }
})
