import { setTimeout as pause } from 'node:timers/promises'
import { retryWhenBusy } from './ask-again.ts'
import { importInto, makeReportKey } from './bring-in.ts'
import { openDataFolder } from './data-folder.ts'
import { DeskClient } from './desk-client.ts'
import { chooseFates } from './guarded-cases.ts'
import { type Killing, type KillOptions, startKilling } from './kill-parts.ts'
import { type Outcome, takeStock } from './outcome.ts'
import { makeTeams, type Person } from './people.ts'
import { areReturned, restoreSome } from './restore-some.ts'
import { RunError } from './run-error.ts'
import { type Scene, type SceneOptions, startScene } from './scene.ts'
import { waitUntilNumbered, waitUntilSettled } from './settle.ts'
import type { TeamSetup } from './team-process.ts'
import { workQueue } from './work-queue.ts'

const RETURNED_WITHIN_MS = 30_000
const POLL_MS = 100
/** Longer than a killed part takes to return, and than a busy machine answers that its database does not. */
const PATIENCE_MS = 120_000
const TRIES = 100
/** The fewest kills of each part, however soon the work is done. */
const KILLS_MIN = 1

export interface RealRunOptions extends SceneOptions {
  dataDir: string
  /** The number of posts; those of the head of state are added. */
  limit: number
  /** The rate and seed of kills; undefined: no part is killed. */
  kill: KillOptions | undefined
}

/** Takes real reports through a whole desk to a real platform and back; returns the result. */
export async function realRun(options: RealRunOptions): Promise<Outcome> {
  const startedAtMs = performance.now()
  const { say } = options
  const data = openDataFolder(options.dataDir)
  const scene = await startScene(options)
  let killing: Killing | undefined
  try {
    say(`A desk on ${scene.deskUrl}, its worker, and a platform on ${scene.platformUrl}: all in ${scene.folder}`)
    const key = await makeReportKey(scene.db)
    const people = await makeTeams(scene.db)
    if (options.kill) killing = startKilling(scene.parts, options.kill, { say, onFailed: scene.fail })
    const bringing = { limit: options.limit, key, patienceMs: PATIENCE_MS, tries: options.kill ? TRIES : 1, say }
    const reports = await importInto(scene, data, bringing)
    scene.broken.throwIfAborted()
    const leftBe = await reviewAndRestore(scene, await sendTeams(scene, people, options), say)
    const kills = await killing?.end(KILLS_MIN)
    await waitUntilSettled(scene.db, scene.broken, say)
    await waitUntilNumbered(scene.db, scene.broken, say)
    const stock = await takeStock(scene.db, { platformUrl: scene.platformUrl, leftBe }, say)
    const seconds = Math.round((performance.now() - startedAtMs) / 100) / 10
    return { reports, ...stock, seconds, ...(kills && { kills }) }
  } finally {
    await killing?.end(0)
    await scene.close()
  }
}

async function sendTeams(
  { db, deskUrl }: Scene,
  teams: readonly Person[][],
  { dataDir }: RealRunOptions,
): Promise<TeamSetup[]> {
  const fates = await retryWhenBusy(() => chooseFates(db))
  return teams.map((people) => ({ people, deskUrl, dataDir, patienceMs: PATIENCE_MS, fates }))
}

/** Answers how many ordinary enforcements reviewers left be because others would have had to agree. */
async function reviewAndRestore({ db, broken }: Scene, teams: readonly TeamSetup[], say: (line: string) => void) {
  const leftBe = await workQueue({ db, teams, broken, say })
  await waitUntilSettled(db, broken, say)

  const returned = await restoreSome(db, clientOf(teams))
  await waitUntilSettled(db, broken, say)
  await waitForReturned(() => areReturned(db, returned))
  say(`Restored ${returned.size} suspensions: their cases are open again.`)
  const leftBeAgain = await workQueue({ db, teams, broken, say })
  await waitUntilSettled(db, broken, say)
  return leftBe + leftBeAgain
}

/** Returns the client of the first person: one is enough to restore. */
function clientOf(teams: readonly TeamSetup[]): DeskClient {
  for (const { people, deskUrl: url, patienceMs } of teams) {
    for (const { token } of people) return new DeskClient({ url, token, patienceMs })
  }
  throw new RunError('There is nobody to restore anything.')
}

async function waitForReturned(areThere: () => Promise<boolean>): Promise<void> {
  const untilMs = performance.now() + RETURNED_WITHIN_MS
  while (!(await retryWhenBusy(areThere))) {
    if (performance.now() > untilMs) throw new RunError('The cases of what was restored did not open again.')
    await pause(POLL_MS)
  }
}
