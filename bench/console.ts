import { join } from 'node:path'
import { findFreePort } from '../src/foundation/store/embedded/free-port.ts'
import { launchBrowser } from '../test/support/launch-browser.ts'
import { givenSession, givenStaff } from '../test/support/people.ts'
import { closeAndGoOn, type Measured } from './close-and-go-on.ts'
import { type Bench, type BenchContext, BenchError, type Result } from './bench.ts'
import { startApi } from './desk-programs.ts'
import { prepareOpenCases } from './open-cases.ts'
import { percentile, percentiles } from './percentile.ts'

const WATCH_PAINTS = join(import.meta.dirname, 'watch-paints.js')
const OPEN = 'console-open'
const KEY = 'console-key'
const TIMES = 40
const TIMES_QUICK = 8
/** After this many cases the page has loaded everything that it loads on first use. */
const WARM_UP = 3

export const consoleBench: Bench = {
  names: [OPEN, KEY],
  title: 'in a browser, with a million cases there: from a key to what it does on the screen',
  run: measureConsole,
}

/** One person reviews cases by keyboard alone: each is closed with a short reason, and the next is claimed. */
async function measureConsole(context: BenchContext): Promise<Result[]> {
  const { ground, quick } = context
  const { database, policiesDir, clearances } = await prepareOpenCases(context)
  const port = await findFreePort()
  await startApi(ground, database, { policiesDir, port })
  const origin = `http://localhost:${port}`
  const { id: staffId } = await givenStaff(database.db, { onShift: true, languages: [], clearances })
  const browser = await launchBrowser()
  try {
    const page = await browser.newPage()
    await page.context().addCookies([await givenSession(database.db, { staffId, credentialId: null }, origin)])
    await page.addInitScript({ path: WATCH_PAINTS })
    await page.goto(`${origin}/review`)
    await page.getByRole('button', { name: 'Take next case' }).click()
    const measured: Measured[] = []
    const times = quick ? TIMES_QUICK : TIMES
    for (let count = 0; count < WARM_UP + times; count++) measured.push(await closeAndGoOn(page))
    return toResults(measured.slice(WARM_UP))
  } finally {
    await browser.close()
  }
}

function toResults(measured: readonly Measured[]): Result[] {
  const opened = measured.map(({ openedMs }) => openedMs)
  const keys = measured.flatMap(({ keysMs }) => keysMs)
  if (opened.length === 0 || keys.length === 0) throw new BenchError('No key was seen to do anything.')
  const limit = percentile(
    measured.map(({ askedMs }) => askedMs),
    50,
  )
  const [open, key] = [percentiles(opened), percentiles(keys)]
  return [
    { name: OPEN, value: open.p50Ms, unit: 'ms (p50)', ...open, limit },
    { name: KEY, value: key.p50Ms, unit: 'ms (p50)', ...key, limit: null },
  ]
}
