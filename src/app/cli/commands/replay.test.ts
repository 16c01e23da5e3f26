import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { globSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { type TestContext, test } from 'node:test'
import { SMALL_DAY, scenarioFile, smallDay } from '../../../../test/support/scenarios.ts'
import { tempDir } from '../../../../test/support/temp-dir.ts'
import { waitFor } from '../../../../test/support/wait-for.ts'
import { compiledEnv } from '../../../foundation/schemas/compiled.ts'
import { PACKAGE_DIR } from '../../../foundation/settings/package-paths.ts'
import { isAlive } from '../../../foundation/store/postmaster/process-state.ts'

const MAIN = join(PACKAGE_DIR, 'bin/countersign.js')
const THAT_DAY = join(PACKAGE_DIR, 'examples/2017-11-02.yaml')
const GONE_WITHIN_MS = 60_000

/** Starts the command with a folder of its own for temporary files. */
function start(t: TestContext, ...args: string[]): { child: ChildProcess; temporary: string } {
  const temporary = tempDir(t)
  const env = { ...compiledEnv(), TMPDIR: temporary, PATH: process.env.PATH }
  const child = spawn(process.execPath, [MAIN, 'replay', ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  t.after(() => void child.kill('SIGKILL'))
  return { child, temporary }
}

async function run(t: TestContext, ...args: string[]) {
  const { child, temporary } = start(t, ...args)
  const { stdout, stderr } = child
  if (stdout === null || stderr === null) throw new Error('the command has no output')
  const [out, errors, [code]] = await Promise.all([text(stdout), text(stderr), once(child, 'exit')])
  return { code, out, errors, left: readdirSync(temporary) }
}

interface Run {
  name: string
  offlineSeconds: number
  timeline: { time: string; who: string | null; says: string; detail?: string; line?: string }[]
  lines?: { name: string; offlineSeconds: number }[]
}

test('the replayed day takes 11, 0 and 5 minutes offline', async (t) => {
  const { code, out, errors, left } = await run(t, THAT_DAY, '--json')
  assert.equal(code, 0, errors)
  const { runs }: { runs: Run[] } = JSON.parse(out)
  assert.deepEqual(
    runs.map(({ name }) => name),
    ['as_it_was', 'default_guards', 'approved_wrongly', 'desk_dead'],
  )
  const [asItWas, guarded, approved, dead] = runs
  assert.equal(asItWas?.offlineSeconds, 660)
  assert.equal(guarded?.offlineSeconds, 0)
  for (const wrong of [approved, dead]) {
    assert.ok(wrong && wrong.offlineSeconds > 0 && wrong.offlineSeconds <= 310, JSON.stringify(wrong))
  }
  const said = (of: Run | undefined, line?: string) =>
    (of?.timeline ?? []).filter((entry) => entry.line === line).map(({ says, detail = says }) => detail)
  assert.match(
    said(guarded, 'routed').join('\n'),
    /ivo could not: is leaving .*; has not rested for 302 minutes; has 58 /,
  )
  assert.ok(!said(guarded, 'routed').some((says) => /ivo (is given|is handed) @head_of_state$/.test(says)))
  assert.match(
    said(guarded, 'handed').join('\n'),
    /leads \(tam, wen\) are told[\s\S]*all agreed: held until 18:45[\s\S]*nils stops/,
  )
  assert.match(said(approved).at(-1) ?? '', /leads \(tam, wen\) are told at once: Enforcement enf_1 was not confirmed/)
  assert.match(said(dead).at(-1) ?? '', /^visitors see @head_of_state again: by the platform itself$/)
  assert.deepEqual(left, [], 'it leaves no files')
  assert.match(errors, /^Playing as_it_was \(1 of 5\) …$/m)
})

test('"replay" prints results to standard output, progress to standard error', async (t) => {
  const byHand = '  - { name: by_hand, title: no desk, guards: none }\n'
  const withDesk = '  - { name: with_desk, title: the shipped guards, guards: shipped }\n'
  const path = scenarioFile(t, smallDay([byHand + withDesk, byHand]))
  const { code, out, errors } = await run(t, path, '--verbose')
  assert.equal(code, 0)
  assert.match(out, /^A small day \(2026-05-04, UTC\+02:00\)\n[\s\S]*\noffline +8 min\n$/)
  assert.match(errors, /^ {2}09:32:00 {2}ana clicks once: no approval is asked/m)
})

test('"replay" refuses an invalid scenario before starting a desk', async (t) => {
  const path = scenarioFile(t, smallDay(['who: ana, claim', 'who: anna, claim']))
  const { code, out, errors, left } = await run(t, path)
  assert.deepEqual([code, out, left], [1, '', []])
  assert.equal(
    errors,
    `the scenario can't be played:\n  ${path}:19:25: there is no person "anna"; known here: ana, ben, cleo, dan\n`,
  )
})

for (const [how, signal] of [
  ['interrupted', 'SIGINT'],
  ['killed', 'SIGKILL'],
] as const) {
  test(`a "replay" that is ${how} leaves no files and no running database`, async (t) => {
    const { child, temporary } = start(t, scenarioFile(t, SMALL_DAY))
    const pid = await waitFor('the database to start', async () => findDatabase(temporary), GONE_WITHIN_MS)
    child.kill(signal)
    await waitFor('its files to be gone', async () => readdirSync(temporary).length === 0, GONE_WITHIN_MS)
    await waitFor('its database to be gone', async () => !isAlive(pid), GONE_WITHIN_MS)
  })
}

/** The process of the database in a folder, once it runs: what is only being made there stands under another name. */
const findDatabase = (folder: string): number | undefined => {
  const [file] = globSync('*/*/postgres/cluster/postmaster.pid', { cwd: folder })
  return file === undefined ? undefined : Number(readFileSync(join(folder, file), 'utf8').split('\n')[0]) || undefined
}
