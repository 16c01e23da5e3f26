import assert from 'node:assert/strict'
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { runProgram } from '../../src/app/cli/program.ts'
import { openTestKeys } from '../../src/app/conformance/test-keys.ts'
import { createTestPlatform } from '../../tools/protocol/test-platform.ts'
import { tempDir } from '../support/temp-dir.ts'
import { serveAnswers } from './serve-platform.ts'

async function run(...args: string[]) {
  const [out, err]: [string[], string[]] = [[], []]
  const code = await runProgram(['conformance', ...args], {
    env: {},
    print: (line) => out.push(line),
    printError: (line) => err.push(line),
  })
  return { code, out: out.join('\n'), err: err.join('\n') }
}

test('the command sets up keys, checks a platform and reports each check', async (t) => {
  const keys = join(tempDir(t), 'keys.json')
  let answer: Parameters<typeof serveAnswers>[1] | undefined
  const url = await serveAnswers(t, (call) => {
    assert.ok(answer, 'the platform is set up before it is called')
    return answer(call)
  })
  const printed = await run(url, '--keys', keys, '--set-up')
  assert.equal(printed.code, 0, printed.err)
  assert.equal(statSync(keys).mode & 0o777, 0o600)
  assert.deepEqual((await run(url, '--keys', keys, '--set-up')).out, printed.out, 'asked again, it is the same')
  assert.equal(JSON.parse((await run(url, '--keys', keys, '--set-up', '--json')).out).setUp.protocol, 1)
  const { secrets } = JSON.parse(readFileSync(keys, 'utf8'))
  const setUp = JSON.parse(printed.out)
  assert.deepEqual(setUp.secrets, secrets)
  assert.ok(openTestKeys(JSON.parse(readFileSync(keys, 'utf8'))).deskKey)
  assert.doesNotMatch(printed.out, /"d":/, 'no private key is printed')

  const { platform } = createTestPlatform(setUp, { now: () => new Date() })
  answer = platform.handle
  const passed = await run(url, '--keys', keys, '--only', 'approval.')
  assert.equal(passed.code, 0, passed.err)
  assert.match(passed.out, /^passed +approval\.two-people: Two other people/m)
  assert.match(passed.out, /^skipped +approval\.expired-list: .* Skipped: the clock/m)
  assert.match(passed.out, / passed, 0 failed, \d+ skipped\.$/)

  const open = createTestPlatform(setUp, { now: () => new Date() }, { handlers: { protects: () => 0 } })
  answer = open.platform.handle
  const failed = await run(url, '--keys', keys, '--only', 'approval.one')
  assert.equal(failed.code, 3)
  assert.match(failed.out, /failed +approval\.one: .*\n +expected: 403 .*not_agreed.*\n +came: +200 .*applied/)
  const again = createTestPlatform(setUp, { now: () => new Date() }, { handlers: { protects: () => 0 } })
  answer = again.platform.handle
  const { checks, totals } = JSON.parse((await run(url, '--keys', keys, '--only', 'approval.one', '--json')).out)
  assert.deepEqual(Object.keys(checks[0]), ['id', 'sentence', 'result', 'expected', 'came'])
  assert.deepEqual(totals, { passed: 0, failed: 3, skipped: 0 })
})

test('an unprepared platform is not checked, with the reason', async (t) => {
  const keys = join(tempDir(t), 'keys.json')
  const url = await serveAnswers(t, () =>
    Promise.resolve({
      status: 401,
      headers: { 'content-type': 'application/json' },
      body: '{"refusal":"bad_signature"}',
    }),
  )
  assert.match((await run(url, '--keys', keys)).err, /there is no file .*Make it with --set-up/)
  await run(url, '--keys', keys, '--set-up')
  const { code, err } = await run(url, '--keys', keys)
  assert.equal(code, 1)
  assert.match(err, /Nothing was checked: the platform is not set up for these keys \(401/)
  assert.match((await run('ftp://x', '--keys', keys)).err, /is no http or https address/)
  assert.match((await run(url, '--keys', new URL(import.meta.url).pathname)).err, /holds no test keys/)
})
