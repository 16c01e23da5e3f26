import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { TestContext } from 'node:test'
import { pathToFileURL } from 'node:url'
import { findFreePort } from '../../src/foundation/store/embedded/free-port.ts'
import { findTwoFreePorts } from '../support/demo-desk.ts'
import { PYTHON } from '../support/python.ts'
import { tempDir } from '../support/temp-dir.ts'
import { assertShown, listSteps, MAIN, ROOT, readPage, runBlocks } from './tutorial.ts'

const KIT = pathToFileURL(resolve(ROOT, 'platform-kit/src/index.ts')).href
const STARTED_WITHIN_S = 240
const DATA = /(?<=^|[ =("'])data\//gm
/** A file that the page asks the reader to save; its first line names it. */
const SAVED = /^```(?:js|py)\n(?:\/\/|#) data\/(?<name>\S+)\n(?<code>[\s\S]*?)^```/gm

/**
 * Follows a page that begins in a fresh clone: saves its files, runs every block of commands, and compares each shown
 * output. Its folder `data` is a temporary one and its ports are free ones. Every process it starts ends with it.
 */
export async function followPage(t: TestContext, name: string): Promise<void> {
  const page = readPage(name)
  const folder = tempDir(t)
  const ports = await choosePorts()
  for (const { groups } of page.matchAll(SAVED)) {
    const code = usePorts(groups?.code ?? '', ports).replace("'@countersign/platform-kit'", `'${KIT}'`)
    writeFileSync(resolve(folder, groups?.name ?? ''), code.replaceAll(DATA, `${folder}/`))
  }
  const steps = listSteps(page)
  const blocks = steps.map(({ commands }) => usePorts(commands.split('\n').map(toRunnable).join('\n'), ports))
  const outputs = await runBlocks(
    blocks.map((block) => block.replaceAll(DATA, `${folder}/`)),
    { setUp: endWithShell(folder), env: { COUNTERSIGN_DATA: folder, COUNTERSIGN_PORT: String(ports.get('4180')) } },
  )
  for (const [place, { shown }] of steps.entries())
    assertShown((outputs[place] ?? '').replaceAll(folder, 'data'), usePorts(shown, ports))
}

/** The ports that pages name, each with the free one that the test uses. */
async function choosePorts(): Promise<ReadonlyMap<string, number>> {
  const port = await findTwoFreePorts()
  return new Map([
    ['4180', port],
    ['4181', port + 1],
    ['4190', await findFreePort()],
    ['4191', await findFreePort()],
  ])
}

const usePorts = (text: string, ports: ReadonlyMap<string, number>): string =>
  text.replaceAll(/\b41[89]\d\b/g, (shown) => String(ports.get(shown) ?? shown))

/** The shell ends the processes that it started, and waits until each of them has ended. */
const endWithShell = (folder: string): string => `set -u
out=${folder}/started.txt
trap 'kill $(jobs -p); wait' EXIT
await_start() {
  for _ in $(seq ${STARTED_WITHIN_S}); do
    grep -q 'Ctrl-C stops' $out && return
    kill -0 $! 2>/dev/null || break
    sleep 1
  done
  cat $out >&2; exit 1
}`

/**
 * Replaces what only a person does: the packages are there, the desk starts in the background, and its printed lines are
 * pasted.
 */
const toRunnable = (line: string): string =>
  line
    .replace(/^(npm ci|sudo apt-get install .*)$/, ':')
    .replaceAll('npx countersign', MAIN)
    .replace(/^node /, `${process.execPath} `)
    .replace(/^python3 /, `${PYTHON} `)
    .replace(/npm start --(?<options>.*)$/, `${MAIN} start$<options> > $out 2>&1 &\nawait_start\n${PASTE}`)

const PASTE = `eval "$(grep -oE '^  (export [A-Z]+=|json\\(\\)).*' $out)"`
