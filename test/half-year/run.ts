import { showProgress } from '../../src/app/cli/print/show-progress.ts'
import { LEDGER_CHECKS } from '../../src/app/ledger-checks.ts'
import { HOUR_MS } from '../../src/foundation/durations.ts'
import { verifyLedger } from '../../src/oversight/ledger/verify.ts'
import { waitUntilSettled } from '../ha/take-stock.ts'
import { RunError } from '../real-run/run-error.ts'
import type { Day } from './days.ts'
import { type Acts, type Diary, openDiary, playDay } from './play-day.ts'
import { type Probed, probe } from './probes.ts'
import { type Scene, startScene } from './scene.ts'
import { readSize, readSizeAnew, type Size } from './sizes.ts'

const PROBED_AT_MS = 23 * HOUR_MS
const PROBLEMS_SHOWN_MAX = 10

/** The measurements at one moment of the run. */
export interface Moment {
  days: number
  size: Size
  probed: Probed
}

export interface HalfYear {
  acts: Acts
  begin: Moment
  end: Moment
  /** The bytes of the database at the end, once every table was written anew. */
  bytesAnew: number
  ledgerVerified: boolean
  seconds: number
  /** The seconds of the slowest day and of the median one. */
  day: { slowest: number; median: number }
}

interface Options {
  days: readonly Day[]
  quick: boolean
  say: (line: string) => void
  /** Rejects when the run is to end early. */
  stopped: Promise<never>
}

/** Plays all days on one desk, and measures after the first and after the last one. */
export async function runHalfYear({ days, quick, say, stopped }: Options): Promise<HalfYear> {
  const [first] = days
  if (first === undefined) throw new RunError('There is no day to play.')
  const scene = await startScene(first.date, say)
  try {
    return await Promise.race([playDays(scene, { days, quick, say }), stopped])
  } finally {
    await scene.close()
  }
}

async function playDays(scene: Scene, { days, quick, say }: Omit<Options, 'stopped'>): Promise<HalfYear> {
  const begun = performance.now()
  const [diary, tookMs] = [openDiary(), [] as number[]]
  const total = days.reduce((sum, { reports }) => sum + reports, 0)
  const progress = showProgress(`${days.length} days`, total, say)
  let begin: Moment | undefined
  let last: Moment | undefined
  for (const day of days) {
    const dayBegun = performance.now()
    await playDay(scene, day, diary)
    tookMs.push(performance.now() - dayBegun)
    progress.update(diary.acts.reports)
    const isProbed = begin === undefined || diary.days === days.length
    if (isProbed) last = await measure(scene, { day, diary, quick })
    begin ??= last
  }
  progress.end()
  if (begin === undefined || last === undefined) throw new RunError('There is no day to play.')
  say('The ledger is verified, and every table written anew …')
  await waitUntilSettled(scene.database.db)
  const { problemCount, entries, problems } = await verifyLedger(scene.database.db, LEDGER_CHECKS)
  for (const problem of problems.slice(0, PROBLEMS_SHOWN_MAX)) say(`Ledger: ${JSON.stringify(problem)}`)
  const sorted = tookMs.toSorted((one, other) => one - other)
  return {
    ...{ acts: diary.acts, begin, end: last, ledgerVerified: problemCount === 0 && entries > 0 },
    bytesAnew: await readSizeAnew(scene.database.owner),
    seconds: (performance.now() - begun) / 1_000,
    day: { slowest: (sorted.at(-1) ?? 0) / 1_000, median: (sorted[sorted.length >> 1] ?? 0) / 1_000 },
  }
}

async function measure(
  scene: Scene,
  { day, diary, quick }: { day: Day; diary: Diary; quick: boolean },
): Promise<Moment> {
  const now = new Date(day.date.getTime() + PROBED_AT_MS)
  await scene.setClock(now)
  const size = await readSize(scene.database.owner)
  return { days: diary.days, size, probed: await probe(scene, { name: `probe-${diary.days}`, now, quick }) }
}
