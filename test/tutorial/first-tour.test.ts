import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { test } from 'node:test'
import { startDemoDesk } from '../support/demo-desk.ts'
import { assertShown, listSteps, MAIN, readPage, ROOT, runBlocks } from './tutorial.ts'

const TOUR = readPage('first-tour.md')
/** The README's report, which takes the key that the desk prints. */
const REPORT =
  readFileSync(resolve(ROOT, 'README.md'), 'utf8').match(/^```sh\n(curl [\s\S]*?\/v1\/reports[\s\S]*?)^```/m)?.[1] ?? ''

test('the commands in "First tour" and the README answer as printed', async (t) => {
  const { folder, printed, stop } = await startDemoDesk('--no-story')
  t.after(stop)
  const pasted = printed.slice(printed.indexOf('  export DESK='), printed.lastIndexOf('Ctrl-C'))
  const [setUp = ''] = pasted.split('  # 1.')
  const [offline = '', ...steps] = [
    TOUR.match(/^```text\n(\{"id":"first"[\s\S]*?)^```/m)?.[1] ?? '',
    ...listSteps(TOUR),
  ]
  assert.ok(steps.every(({ shown }) => shown !== ''))
  const blocks = [pasted.slice(setUp.length), ...steps.map(({ commands }) => commands)].map((commands) =>
    commands.replaceAll('npx countersign', MAIN).replaceAll(' data/', ` ${folder}/`),
  )
  const outputs = await runBlocks([...blocks, REPORT.replace('http://127.0.0.1:4180', '$DESK')], {
    setUp,
    env: { COUNTERSIGN_DATA: folder },
  })
  for (const [place, shown] of [offline, ...steps.map((step) => step.shown)].entries())
    assertShown(outputs[place] ?? '', shown)
  assert.match(outputs.at(-1) ?? '', /"reportId":"rep_\d+"/)
})
