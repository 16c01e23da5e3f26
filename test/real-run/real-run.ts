import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Imported } from '../../src/intake/import-file.ts'
import { convertData, type DataFolder, openDataFolder } from './data-folder.ts'
import { type Outcome, takeStock } from './outcome.ts'
import { runCommand } from './program.ts'
import { areReturned, restoreSome } from './restore-some.ts'
import { type ClaimedCase, HATRED, nothingWrong, OFFENCE, type Verdict } from './review-case.ts'
import { makeReviewers, type Reviewer } from './reviewers.ts'
import { RunError } from './run-error.ts'
import { type Scene, type SceneOptions, startScene } from './scene.ts'
import { waitUntilNumbered, waitUntilSettled } from './settle.ts'
import { workQueue } from './work-queue.ts'

const HEAD_OF_STATE = 'hos'
const RETURNED_WITHIN_MS = 10_000
const POLL_MS = 100

export interface RealRunOptions extends SceneOptions {
  dataDir: string
  /** How many of the posts; those of the head of state come on top. */
  limit: number
}

/** Takes real reports through a whole desk to a real platform and back, and answers what came of it. */
export async function realRun(options: RealRunOptions): Promise<Outcome> {
  const startedAtMs = performance.now()
  const { say } = options
  const data = openDataFolder(options.dataDir)
  const scene = await startScene(options)
  try {
    say(`A desk on ${scene.desk.url}, its worker, and a platform on ${scene.platform.url}: all in ${scene.folder}`)
    const reports = await bringIn(scene, data, options)
    await reviewAndRestore(scene, data, say)
    await waitUntilNumbered(scene.db, scene.broken, say)
    const stock = await takeStock(scene.db, scene.platform.url, say)
    return { reports, ...stock, seconds: Math.round((performance.now() - startedAtMs) / 100) / 10 }
  } finally {
    await scene.close()
  }
}

/** The platform gets the accounts and posts, the desk all of it. */
async function bringIn(scene: Scene, data: DataFolder, { limit, say }: RealRunOptions): Promise<number> {
  const file = join(scene.folder, 'reports.ndjson')
  await convertData(data, limit, file)
  await runCommand(['demo', 'load', file, '--url', scene.platform.url], scene.env)
  const startedAtMs = performance.now()
  const { counts } = (await runCommand(['import', file], scene.env)) as Pick<Imported, 'counts'>
  const seconds = (performance.now() - startedAtMs) / 1_000
  const { account, content, report } = counts
  say(`Imported ${account.new} accounts, ${content.new} posts and ${report.new} reports in ${seconds.toFixed(1)} s.`)
  return report.new
}

async function reviewAndRestore({ db, desk, broken }: Scene, { classOf }: DataFolder, say: (line: string) => void) {
  const reviewers = await makeReviewers(db, desk.url)
  await workQueue({
    db,
    reviewers,
    broken,
    say,
    judge: (claimed, reviewer) => judgeByVotes(classOf, claimed, reviewer),
  })
  await waitUntilSettled(db, broken, say)

  const returned = await restoreSome(db, reviewers)
  await waitUntilSettled(db, broken, say)
  await waitForReturned(() => areReturned(db, returned))
  say(`Restored ${returned.size} suspensions: their cases are open again.`)
  await workQueue({ db, reviewers, broken, say, judge: () => nothingWrong('The suspension was a mistake.') })
  await waitUntilSettled(db, broken, say)
}

function judgeByVotes(classOf: DataFolder['classOf'], { id, subject }: ClaimedCase, reviewer: Reviewer): Verdict {
  if (subject.id === HEAD_OF_STATE || subject.id.startsWith(`${HEAD_OF_STATE}-`)) {
    if (!reviewer.cleared) throw new RunError(`${reviewer.pseudonym} was given ${id}, a case of the head of state.`)
    return nothingWrong('Of public interest, whatever one thinks of it.')
  }
  switch (classOf.get(subject.id)) {
    case 0:
      return HATRED
    case 1:
      return OFFENCE
    case 2:
      return nothingWrong('Most raters found neither.')
    default:
      throw new RunError(`Nobody voted on ${subject.kind} ${subject.id} of ${id}.`)
  }
}

async function waitForReturned(areThere: () => Promise<boolean>): Promise<void> {
  const untilMs = performance.now() + RETURNED_WITHIN_MS
  while (!(await areThere())) {
    if (performance.now() > untilMs) throw new RunError('The cases of what was restored did not open again.')
    await pause(POLL_MS)
  }
}
