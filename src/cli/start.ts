import { join } from 'node:path'
import type { KeyList } from '@countersign/platform-kit'
import type { Logger } from 'pino'
import type { SignedAddress } from '../config.ts'
import { signingKeyOf } from '../connector/signing-key.ts'
import { webhookConnector } from '../connector/webhook-connector.ts'
import type { Desk } from '../desk.ts'
import { DESK } from '../domain.ts'
import { systemNow } from '../lib/clock.ts'
import type { RelyingParty } from '../lib/relying-party.ts'
import { findKeyList, makeKeyList } from '../staff/passkey/key-list.ts'
import { checkDatabase } from '../store/check-database.ts'
import { startEmbedded } from '../store/embedded-postgres.ts'
import { markDatabase } from '../store/mark-database.ts'
import { migrate } from '../store/migrate.ts'
import { StartError } from '../store/start-error.ts'
import { runWorker } from '../worker/run-worker.ts'
import { type DemoAccess, prepareDemoPeople } from './demo-people.ts'
import { prepareDemoTeam } from './demo-team.ts'
import { demoSecret, startDemoPlatform } from './demo-platform.ts'
import { isUntold, tellStory } from './demo-story.ts'
import { writeDemoTrust } from './demo-trust.ts'
import { showFirstLink, type Terminal } from './first-admin.ts'
import { openDesk } from './open-desk.ts'
import { MIGRATIONS_DIR } from './package-paths.ts'
import { isHistoryless, readMark, refuseDriven, refuseSoftwareKeys } from './read-mark.ts'
import { runApi } from './run-api.ts'
import type { SignOnConfig } from '../config.ts'
import { aborted, stopSignal } from './stop-signal.ts'
import { welcome } from './welcome.ts'

export interface StartSettings {
  port: number
  dataDir: string
  policiesDir: string
  demo: boolean
  /** Has the demo's people live through a morning first, where nothing has happened yet. */
  story: boolean
  /** A PostgreSQL of one's own; without it an embedded one is started. */
  databaseUrl: string | undefined
  migrateDatabaseUrl: string | undefined
  /** Where the platform is, when it isn't the demo. */
  platform: SignedAddress | undefined
  pages: SignedAddress | undefined
  trustedProxies: readonly string[]
  relyingParty: RelyingParty | undefined
  signOn: SignOnConfig | undefined
  /** What effects are signed with; without it there is a key in the data folder. */
  signingKey: string | undefined
  log: Logger
  print: (line: string) => void
  terminal: Terminal
}

/** What the demo platform lets be taken at a time, whoever asks. */
const DEMO_LIMITS = { perMinute: 600, reachPerHour: 100_000_000 }

const LIST_DAYS = 365

/** Closed in the reverse order of opening, each whatever became of the others. */
type Closers = { name: string; close: () => Promise<unknown> }[]

/**
 * Runs the whole desk in one process until told to stop: database, schema, API, worker and, unless told otherwise, the
 * demo platform. Leaves nothing running.
 */
export async function start(settings: StartSettings): Promise<void> {
  const stopping = stopSignal()
  const closers: Closers = []
  try {
    await startAll(settings, stopping, closers)
    await aborted(stopping)
    settings.print('Stopping …')
  } finally {
    await closeAll(closers, settings.log)
  }
}

async function startAll(settings: StartSettings, stopping: AbortSignal, closers: Closers): Promise<void> {
  const { log, dataDir, port } = settings
  const database = await prepareDatabase(settings, closers)
  const demoPort = port + 1
  const platform = settings.demo
    ? { url: `http://127.0.0.1:${demoPort}/countersign`, secret: demoSecret(dataDir) }
    : settings.platform
  if (platform === undefined) {
    throw new StartError(
      'Without the demo the desk needs a platform: set COUNTERSIGN_PLATFORM_URL and COUNTERSIGN_PLATFORM_SECRET.',
    )
  }
  const findKey = signingKeyOf(dataDir, settings.signingKey)
  const signing = await findKey()
  const connector = webhookConnector({ ...platform, findKey, now: systemNow })
  const opened = await openDesk({ ...settings, databaseUrl: database.url, platform: connector })
  closers.push({ name: 'database connections', close: opened.close })

  let ready = false
  const api = await runApi(opened.desk, port, () => ready && !stopping.aborted, settings.trustedProxies)
  closers.push({ name: 'API', close: api.close })
  startWorker(opened.desk, database.url, dataDir, closers)

  const access = settings.demo ? await prepareDemoPeople(opened.desk) : undefined
  if (access !== undefined) await prepareDemoTeam(opened.desk)
  const demo =
    access &&
    (await startDemoPlatform({
      port: demoPort,
      dataDir,
      secret: platform.secret,
      desk: { url: api.url, key: access.platformKey },
      trust: writeDemoTrust(dataDir, [signing.publicKey], await findPinnable(opened.desk)),
      limits: DEMO_LIMITS,
      log,
    }))
  if (demo) closers.push({ name: 'demo platform', close: demo.stop })
  if (demo && access && settings.story) await tellOnce(settings, opened.desk, { api, demo, access }, stopping)
  ready = true
  for (const note of opened.notes) settings.print(note)
  settings.print(
    welcome({
      deskUrl: api.url,
      origin: opened.desk.relyingParty.origin,
      demoUrl: demo?.url,
      access,
      database: database.where,
    }),
  )
  const hint = await showFirstLink(opened.desk, settings.terminal)
  if (hint !== undefined) settings.print(hint)
}

/** A story that goes wrong leaves what was told of it: the desk is a desk without it. */
async function tellOnce(
  { print, log }: StartSettings,
  desk: Desk,
  { api, demo, access }: { api: { url: string }; demo: { url: string }; access: DemoAccess },
  signal: AbortSignal,
): Promise<void> {
  if (!(await isUntold(desk))) return
  print("Having the demo's people live through a morning …")
  await tellStory({ deskUrl: api.url, demoUrl: demo.url, tokens: access.tokens, signal }).catch((error: unknown) =>
    log.warn({ error: String(error) }, 'the demo begins with less than its story'),
  )
}

function startWorker(desk: Desk, databaseUrl: string, dataDir: string, closers: Closers): void {
  const working = new AbortController()
  const worker = runWorker(desk, { databaseUrl, headsFile: join(dataDir, 'ledger-heads.txt') }, working.signal)
  closers.push({
    name: 'worker',
    close: async () => {
      working.abort()
      await worker
    },
  })
}

/** The list of people's keys that the demo platform pins at its first start, whose people have theirs by now. */
async function findPinnable(desk: Desk): Promise<KeyList> {
  const { relyingParty } = desk
  const { body } =
    (await findKeyList(desk.db)) ?? (await makeKeyList(desk, { relyingParty, days: LIST_DAYS, by: DESK }))
  return JSON.parse(body)
}

async function prepareDatabase(settings: StartSettings, closers: Closers): Promise<{ url: string; where: string }> {
  const { databaseUrl, migrateDatabaseUrl, dataDir, log, demo } = settings
  const urls = databaseUrl
    ? { desk: databaseUrl, owner: migrateDatabaseUrl, where: 'the server of DATABASE_URL' }
    : await startOwn(dataDir, settings.print, closers)
  if (urls.owner) await migrate(urls.owner, MIGRATIONS_DIR, log)
  await checkDatabase(urls.desk, MIGRATIONS_DIR)
  await checkMark(urls.desk, urls.owner, demo)
  return { url: urls.desk, where: urls.where }
}

async function startOwn(dataDir: string, say: (line: string) => void, closers: Closers) {
  const embedded = await startEmbedded({ dataDir, log: { info: say, warn: say } })
  closers.push({ name: 'PostgreSQL', close: embedded.stop })
  return { desk: embedded.deskUrl, owner: embedded.ownerUrl, where: `${embedded.dataDir} (port ${embedded.port})` }
}

/** Invented people and fault switches exist only in a database that was a demo from its first minute. */
async function checkMark(deskUrl: string, ownerUrl: string | undefined, demo: boolean): Promise<void> {
  await refuseDriven(deskUrl)
  await refuseSoftwareKeys(deskUrl)
  const mark = await readMark(deskUrl)
  if (!demo || mark === 'demo') return
  if (ownerUrl === undefined || !(await isHistoryless(deskUrl))) {
    throw new StartError('This database is not a demo and never will be: start with --no-demo, or with another --data.')
  }
  await markDatabase(ownerUrl, 'demo')
}

async function closeAll(closers: Closers, log: Logger): Promise<void> {
  for (const { name, close } of closers.reverse()) {
    await close().catch((error: unknown) =>
      log.error({ error: String(error) }, `stopping: ${name} did not end cleanly`),
    )
  }
}
