import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'
import { test } from 'node:test'
import { makePlay } from './what-is-played.ts'

const PROGRAM = new URL('./in-web-context.ts', import.meta.url).pathname

test('the built package uses only web APIs to check, act and refuse', async () => {
  const { given, expected } = await makePlay()
  const args = ['--experimental-vm-modules', '--no-warnings', PROGRAM]
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] })
  child.stdin.end(JSON.stringify(given))
  assert.deepEqual(JSON.parse(await text(child.stdout)), expected)
})
