import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { tempDir } from '../../../test/support/temp-dir.ts'
import { DeskError } from '../errors.ts'
import { FileError } from '../yaml/read-yaml.ts'
import { Isolated, TooDemanding } from './isolated.ts'

const LIB = pathToFileURL(dirname(import.meta.dirname)).href
const PROGRAM = `
import { serveJobs } from '${LIB}/bounds/serve-isolated.ts'
import { FileError } from '${LIB}/yaml/read-yaml.ts'
import { DeskError } from '${LIB}/errors.ts'
import { message } from '${LIB}/messages/message.ts'
let done = 0
serveJobs({
  count: () => ++done,
  spin: () => { for (;;) {} },
  wait: (ms) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms),
  fill: () => { const kept = []; for (;;) kept.push(Array(1_000).fill(kept.length)) },
  recurse: function again(depth) { return again(depth + 1) + 1 },
  problem: () => { throw new FileError('it', [{ file: 'f', line: 3, column: 4, message: 'is wrong' }]) },
  refuse: () => { throw new DeskError('not_allowed', message('health.parts'), { why: 'because' }) },
  fail: () => { throw new Error('a bug') },
  environment: () => Object.keys(process.env).length,
})`

interface Jobs {
  readonly [name: string]: (input: never) => unknown
  readonly count: (input: null) => number
}

/** The clock has the limit of the program: on a busy machine a process of low priority waits long for its 60 ms. */
const LIMITS = { cpuMs: 60, wallMs: 60_000 }

function start(t: TestContext): Isolated<Jobs> {
  const file = join(tempDir(t), 'program.mjs')
  writeFileSync(file, PROGRAM)
  return new Isolated<Jobs>(file)
}

const run = (isolated: Isolated<Jobs>, job: string, person: string | null = 'ana') =>
  isolated.run(job, 0 as never, { person, limits: LIMITS })

test('an isolated process answers one job after another', async (t) => {
  const isolated = start(t)
  assert.deepEqual([await run(isolated, 'count'), await run(isolated, 'count')], [1, 2])
})

test('an isolated job over its time is ended; the process is replaced', async (t) => {
  const isolated = start(t)
  assert.equal(await run(isolated, 'count'), 1)
  await assert.rejects(
    run(isolated, 'spin'),
    (error) => error instanceof TooDemanding && /more time/.test(error.message),
  )
  assert.equal(await run(isolated, 'count'), 1)
})

test('an isolated job that waits for a processor is not refused', async (t) => {
  const isolated = start(t)
  const wait = (wallMs: number) => isolated.run('wait', 300 as never, { person: 'ana', limits: { cpuMs: 60, wallMs } })
  assert.equal(await wait(10_000), 'timed-out')
  await assert.rejects(wait(100), { name: 'DeskError', code: 'unavailable', message: /got no processor time/ })
  assert.equal(await run(isolated, 'count'), 1)
})

test('an isolated job over its memory is ended; its caller continues', async (t) => {
  const isolated = start(t)
  const limits = { cpuMs: 60_000, wallMs: 60_000 }
  await assert.rejects(isolated.run('fill', 0 as never, { person: 'ana', limits }), TooDemanding)
  assert.equal(await run(isolated, 'count'), 1)
})

test('an error thrown in an isolated job keeps its type', async (t) => {
  const isolated = start(t)
  await assert.rejects(run(isolated, 'problem'), (error) => {
    return error instanceof FileError && error.problems[0]?.line === 3 && error.message.startsWith('it can')
  })
  await assert.rejects(run(isolated, 'refuse'), (error) => {
    return error instanceof DeskError && error.code === 'not_allowed' && error.members.why === 'because'
  })
  await assert.rejects(run(isolated, 'recurse'), FileError)
  await assert.rejects(run(isolated, 'fail'), /a job on a rule set failed: Error: a bug/)
  assert.equal(await run(isolated, 'environment'), 0)
})

test('a person runs one isolated job at a time', async (t) => {
  const isolated = start(t)
  const running = run(isolated, 'spin')
  assert.throws(() => run(isolated, 'count'), /Another one that you sent is still being read/)
  const waiting = Array.from({ length: 32 }, (_, n) => run(isolated, 'count', `person-${n}`))
  assert.throws(() => run(isolated, 'count', 'late'), /Many policy files are waiting/)
  await assert.rejects(running, TooDemanding)
  assert.equal((await Promise.all(waiting)).length, 32)
  assert.equal(typeof (await run(isolated, 'count')), 'number')
})

test('an isolated process that dies at start blames no rule set', async (t) => {
  const file = join(tempDir(t), 'program.mjs')
  writeFileSync(file, 'process.exit(1)')
  const isolated = new Isolated<Jobs>(file)
  await assert.rejects(isolated.run('count', null, { person: null }), { name: 'DeskError', code: 'unavailable' })
})
