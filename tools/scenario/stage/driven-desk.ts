// A desk with a manually set clock, as a process of its own, so that a test can kill it. Its parent sends messages with
// the settings and each new time.
import { join } from 'node:path'
import { openDesk } from '../../../src/app/cli/run/open-desk.ts'
import { openLog } from '../../../src/app/cli/run/open-log.ts'
import { readMark } from '../../../src/app/cli/read-mark.ts'
import { runApi } from '../../../src/app/cli/run/run-api.ts'
import { signingKeyOf } from '../../../src/foundation/outgoing/signing-key.ts'
import { webhookConnector } from '../../../src/connectors/webhook/webhook-connector.ts'
import { messageOf } from '../../../src/foundation/errors.ts'
import { StartError } from '../../../src/foundation/store/start-error.ts'
import { runWorker } from '../../../src/app/worker/run-worker.ts'
import { REPLAYED } from '../replayed.ts'

export interface DeskSettings {
  databaseUrl: string
  platform: { url: string; secret: string }
  policiesDir: string
  dataDir: string
}

/** The parent's messages: first the settings, then each new time. */
export type ToDesk = { open: DeskSettings; now: string } | { now: string }
/** The answer to each message. */
export type FromDesk = { url: string } | { now: string } | { failed: string }

let now: Date | undefined

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
  const { url } = await runApi(desk, { port: 0 }, () => true)
  // The worker runs until the process is killed; nothing has to be preserved.
  const forever = new AbortController().signal
  void runWorker(desk, { databaseUrl, checkpointsFile: join(dataDir, 'ledger-checkpoints.txt') }, forever)
  return url
}

async function answer(said: ToDesk): Promise<FromDesk> {
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
