// A desk with a manually set clock, as a process of its own, so that a test can kill it. Its parent sends messages with
// the settings and each new time.
import { join } from 'node:path'
import { readMark } from '../../../src/app/cli/read-mark.ts'
import { openDesk } from '../../../src/app/cli/run/open-desk.ts'
import { openLog } from '../../../src/app/cli/run/open-log.ts'
import { runApi } from '../../../src/app/cli/run/run-api.ts'
import { JOINED } from '../../../src/app/http/routes.ts'
import { STAGES } from '../../../src/app/stages.ts'
import { runWorker } from '../../../src/app/worker/run-worker.ts'
import { webhookConnector } from '../../../src/connectors/webhook/webhook-connector.ts'
import { messageOf } from '../../../src/foundation/errors.ts'
import { signingKeyOf } from '../../../src/foundation/outgoing/signing-key.ts'
import { StartError } from '../../../src/foundation/store/start-error.ts'
import type { Desk } from '../../../src/policy/desk.ts'
import { REPLAYED } from '../replayed.ts'

export interface DeskSettings {
  databaseUrl: string
  platform: { url: string; secret: string }
  policiesDir: string
  dataDir: string
}

/** The parent's messages: first the settings, then each new time. `runTasks` has the periodic tasks of a day run. */
export type ToDesk = { open: DeskSettings; now: string } | { now: string } | { runTasks: true }
/** The answer to each message. */
export type FromDesk = { url: string } | { now: string } | { ran: number } | { failed: string }

/** Tasks that run more often keep running by themselves: they follow what happens, and not the clock. */
const RUN_BY_DAY_MS = 60_000
/** A task that works for a limited time runs again at once, as often as a day has minutes. */
const [WORKED_MS, RUNS_MAX] = [1_000, 1_440]

let now: Date | undefined
let opened: Desk | undefined

/** The time at which a call is signed: the same messages set the platform's clock. */
function readClock(): Date {
  if (now === undefined) throw new Error('the clock is not set')
  return now
}

async function open(settings: DeskSettings): Promise<string> {
  const { databaseUrl, platform, policiesDir, dataDir } = settings
  if ((await readMark(databaseUrl)) !== 'driven') {
    throw new StartError(
      'A desk whose clock is set by hand runs on a database that was marked for it, and on no other.',
    )
  }
  const connector = webhookConnector({ ...platform, findKey: signingKeyOf(dataDir, undefined), now: readClock })
  const own = { relyingParty: REPLAYED, signOn: undefined, saml: undefined, port: 0, log: openLog('fatal') }
  const { desk } = await openDesk({
    ...{ databaseUrl, policiesDir, dataDir, ...own },
    connect: async () => ({ platform: connector }),
  })
  opened = desk
  const { url } = await runApi(desk, { port: 0 }, () => true)
  // The worker runs until the process is killed; nothing has to be preserved.
  const forever = new AbortController().signal
  void runWorker(desk, { databaseUrl, checkpointsFile: join(dataDir, 'ledger-checkpoints.txt') }, forever)
  return url
}

/** Runs what a desk does by the minute or more rarely, as on one day. Returns the number of runs. */
async function runTasks(): Promise<number> {
  if (opened === undefined) throw new Error('the desk is not open')
  const onTasks: Desk = Object.create(opened, { db: { value: opened.taskDb } })
  let ran = 0
  for (const { everyMs, run } of STAGES.flatMap(({ periodicTasks = [] }) => periodicTasks)) {
    if (everyMs < RUN_BY_DAY_MS) continue
    for (let runs = 0; runs < RUNS_MAX; runs++) {
      const begun = performance.now()
      await run(onTasks, JOINED)
      ran++
      if (performance.now() - begun < WORKED_MS) break
    }
  }
  return ran
}

async function answer(said: ToDesk): Promise<FromDesk> {
  if ('runTasks' in said) return { ran: await runTasks() }
  now = new Date(said.now)
  return 'open' in said ? { url: await open(said.open) } : { now: said.now }
}

process.on('message', (said: ToDesk) => {
  answer(said).then(
    (reply) => process.send?.(reply),
    (error: unknown) => process.send?.({ failed: messageOf(error) } satisfies FromDesk),
  )
})
// The process also ends when its parent is killed.
process.once('disconnect', () => process.exit(1))
