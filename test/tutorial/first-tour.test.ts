import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { test } from 'node:test'
import { promisify } from 'node:util'
import { startDemoDesk } from '../support/demo-desk.ts'

const ROOT = resolve(import.meta.dirname, '../..')
const TOUR = readFileSync(resolve(ROOT, 'docs/tutorial/first-tour.md'), 'utf8')
const MAIN = `${process.execPath} ${resolve(ROOT, 'src/main.ts')}`
const OUTPUT_BYTES_MAX = 8 * 1024 ** 2

interface Step {
  commands: string
  /** The output that the tour shows for them; … stands for anything. */
  shown: string
}

/** The commands of the tour in order, each with the output that stands below them. */
const listSteps = (): Step[] =>
  [...TOUR.matchAll(/^```sh\n(?<commands>[\s\S]*?)^```\n+```text\n(?<shown>[\s\S]*?)^```/gm)].map(({ groups }) => ({
    commands: groups?.commands ?? '',
    shown: groups?.shown ?? '',
  }))

/**
 * Replaces times and all else that differs between runs by one sign each; removes space, since the tour breaks long
 * lines.
 */
const normalize = (text: string): string =>
  text
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'TIME')
    .replaceAll(/\d\d:\d\d UTC/g, 'TIME')
    .replaceAll(/\b\d+ (leaves|entries|tables|steps)/g, 'N $1')
    .replaceAll(/countersign-ledger \d+ \S+/g, 'HEAD')
    .replaceAll(/\s+/g, '')

/** Every part of the shown output stands in the real one, in the same order. */
function assertShown(real: string, shown: string): void {
  const text = normalize(real)
  let from = 0
  for (const part of normalize(shown).split('…').filter(Boolean)) {
    const at = text.indexOf(part, from)
    assert.ok(at >= 0, `the tour shows ${part}, but the output goes on with ${text.slice(from, from + 2_000)}`)
    from = at + part.length
  }
}

test('the commands of the first tour answer as it says', async (t) => {
  const { folder, printed, stop } = await startDemoDesk('--no-story')
  t.after(stop)
  const pasted = printed.slice(printed.indexOf('  export DESK='), printed.lastIndexOf('Ctrl-C'))
  const [setUp = ''] = pasted.split('  # 1.')
  const [offline = '', ...steps] = [TOUR.match(/^```text\n(\{"id":"first"[\s\S]*?)^```/m)?.[1] ?? '', ...listSteps()]
  const script = [
    setUp,
    // The lines that define a function are needed by later blocks, so all blocks run in one shell, each behind a mark.
    ...[pasted.slice(setUp.length), ...steps.map(({ commands }) => commands)].map(
      (commands) => `echo '=== step'\n${commands}`,
    ),
  ]
    .join('\n')
    .replaceAll('npx countersign', MAIN)
    .replaceAll(' data/', ` ${folder}/`)
  const { stdout } = await promisify(execFile)('bash', ['-c', script], {
    env: { PATH: process.env.PATH, COUNTERSIGN_DATA: folder },
    maxBuffer: OUTPUT_BYTES_MAX,
  })
  const outputs = stdout.split('=== step\n').slice(1)
  assert.equal(outputs.length, steps.length + 1)
  for (const [place, shown] of [offline, ...steps.map((step) => step.shown)].entries())
    assertShown(outputs[place] ?? '', shown)
})
