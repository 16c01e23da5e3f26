import assert from 'node:assert/strict'
import { test } from 'node:test'
import { trackedFiles } from '../structure/tracked-files.ts'
import { argumentsOf, parseOnly } from '../support/command-lines.ts'

const PAGES = /^(README\.md|docs\/(how-to|tutorial|explanation|verification)\/.*\.md)$/
const BLOCK = /^```(?:sh|console)\n([\s\S]*?)^```/gm

/** The lines in blocks of shell commands that call the program; a line that ends with \ goes on. */
const listCalls = (text: string): string[] =>
  [...text.matchAll(BLOCK)]
    .flatMap(([, block = '']) => block.replaceAll('\\\n', ' ').split('\n'))
    .flatMap((line) => line.replace(/\s+#.*$/, '').split(' && '))
    .filter((line) => argumentsOf(line) !== undefined)

test('every command in the documents exists with its options', async () => {
  const calls = trackedFiles(PAGES).flatMap(({ path, text }) => listCalls(text).map((line) => ({ path, line })))
  assert.ok(calls.length > 40, `${calls.length} calls`)
  for (const { path, line } of calls) {
    const [words = ''] = line.split(/ [|>&] /)
    await assert.doesNotReject(parseOnly(argumentsOf(words) ?? []), `${path}: ${line}`)
  }
})

/** The pages whose reader has a clone and no command on the path. */
const IN_CLONE = /^(README\.md|docs\/(how-to|tutorial)\/.*\.md)$/
const BARE = /(?:^|[`(|;&]\s*|^(?:[A-Z_]+=[^\s$]+ )+)countersign [a-z]/

test('guides and tutorials call the command by npx', () => {
  const bare = trackedFiles(IN_CLONE).flatMap(({ path, text }) =>
    text.split('\n').flatMap((line, place) => {
      const isTable = line.startsWith('|')
      return BARE.test(line) && !isTable ? [`${path}:${place + 1}: ${line}`] : []
    }),
  )
  assert.deepEqual(bare, [])
})
