import type { Logger } from 'pino'
import type { MailAddress, SignOnConfig, TranslatorAddress } from '../../../config.ts'
import type { NamedPlatform } from '../../../connectors/read-platforms.ts'
import type { DsaDatabase } from '../../../foundation/settings/dsa-database.ts'
import type { SignedAddress } from '../../../foundation/settings/environment.ts'
import { DATABASE_DIR } from '../../../foundation/settings/package-paths.ts'
import type { PublicPages } from '../../../foundation/settings/public-pages.ts'
import type { RelyingParty } from '../../../foundation/settings/relying-party.ts'
import type { SamlSettings } from '../../../foundation/settings/saml-settings.ts'
import type { Collector, MetricsAddress } from '../../../foundation/settings/telemetry-settings.ts'
import { checkDatabase } from '../../../foundation/store/check-database.ts'
import { startEmbedded } from '../../../foundation/store/embedded/embedded-postgres.ts'
import { markDatabase } from '../../../foundation/store/mark-database.ts'
import { migrate } from '../../../foundation/store/migrate.ts'
import { refuseReadOnlyAt } from '../../../foundation/store/refuse-server.ts'
import { StartError } from '../../../foundation/store/start-error.ts'
import { systemNow } from '../../../foundation/time/clock.ts'
import { showFirstLink, type Terminal } from '../first-admin.ts'
import type { Started } from '../print/welcome.ts'
import { isDriven, isHistoryless, readMark, refuseDriven, refuseSoftwareKeys } from '../read-mark.ts'
import { refuseDemoAt } from '../refuse-exposed.ts'
import { loadDemoPast } from './load-tools.ts'
import { type Closers, closeAll, startDeskParts } from './start-desk-parts.ts'
import { aborted, stopSignal } from './stop-signal.ts'

export interface StartSettings {
  port: number
  /** The address the API listens on. */
  host: string
  dataDir: string
  policiesDir: string
  demo: boolean
  /** True: the demo's story of one morning is played first, in an empty database. */
  story: boolean
  /** The address of an existing PostgreSQL. Without it an embedded one is started. */
  databaseUrl: string | undefined
  migrateDatabaseUrl: string | undefined
  connections: number | undefined
  /** The address of the platform. Missing: the demo's. */
  platform: SignedAddress | undefined
  /** The platforms beside it. */
  platforms: readonly NamedPlatform[]
  alerts: SignedAddress | undefined
  mail: MailAddress | undefined
  /** The key that encrypts channels. Missing: a key in the data folder. */
  channelKey: string | undefined
  allowPrivate: readonly string[]
  translator: TranslatorAddress | undefined
  trustedProxies: readonly string[]
  relyingParty: RelyingParty | undefined
  publicPages?: PublicPages
  dsa?: DsaDatabase | undefined
  signOn: SignOnConfig | undefined
  saml: SamlSettings | undefined
  /** The key that signs instructions. Missing: a key in the data folder. */
  signingKey: string | undefined
  /** The address of the metrics. Missing: none are served. */
  metrics?: MetricsAddress | undefined
  /** The collector of traces and logs. Missing: none are sent. */
  collector?: Collector | undefined
  log: Logger
  print: (line: string) => void
  /** Receives the addresses once the desk serves. */
  announce: (started: Started) => void
  terminal: Terminal
}

/**
 * Runs the whole desk in one process until it is stopped: database, schema, API, worker and, unless switched off, the
 * demo platform. Leaves no process running.
 */
export async function start(settings: StartSettings): Promise<void> {
  if (settings.demo) refuseDemoAt(settings.host)
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
  const { url: databaseUrl, where } = await prepareDatabase(settings, closers, stopping)
  let ready = false
  const ground = { databaseUrl, now: systemNow, ready: () => ready && !stopping.aborted }
  const { desk, url, notes, demo } = await startDeskParts(settings, ground, closers)
  ready = true
  for (const note of [...notes, ...warnOfEmbedded(settings)]) settings.print(note)
  const { origin } = desk.relyingParty
  settings.announce({ deskUrl: url, origin, demoUrl: demo?.url, access: demo?.access, database: where })
  const hint = await showFirstLink(desk, settings.terminal)
  if (hint !== undefined) settings.print(hint)
}

/** Returns the warning that the embedded PostgreSQL is for trials; none in a demo, nor with another server. */
export const warnOfEmbedded = ({ demo, databaseUrl }: Pick<StartSettings, 'demo' | 'databaseUrl'>): string[] =>
  demo || databaseUrl !== undefined ? [] : [FOR_TRYING_OUT]

const FOR_TRYING_OUT =
  'The embedded PostgreSQL is for trials: it ships OpenSSL 1.1.1, which gets no more security fixes. Set DATABASE_URL to your own server before you work with real people and accounts.'

interface StartDatabase {
  url: string
  ownerUrl: string | undefined
  /** Describes the database in words. */
  where: string
}

async function prepareDatabase(
  settings: StartSettings,
  closers: Closers,
  stopping: AbortSignal,
): Promise<StartDatabase> {
  const { databaseUrl, migrateDatabaseUrl, dataDir, log, print } = settings
  const database = databaseUrl
    ? { url: databaseUrl, ownerUrl: migrateDatabaseUrl, where: 'the server of DATABASE_URL' }
    : await startOwn(dataDir, print, closers)
  if (database.ownerUrl) await migrate(database.ownerUrl, DATABASE_DIR, log)
  await checkDatabase(database.url, DATABASE_DIR)
  await refuseReadOnlyAt(database.url)
  if (settings.demo) await prepareDemo(settings, database, stopping)
  await refuseDriven(database.url)
  await refuseSoftwareKeys(database.url)
  return database
}

async function startOwn(dataDir: string, say: (line: string) => void, closers: Closers): Promise<StartDatabase> {
  const embedded = await startEmbedded({ dataDir, log: { info: say, warn: say } })
  closers.push({ name: 'PostgreSQL', close: embedded.stop, awaited: true })
  const where = `${embedded.dataDir} (port ${embedded.port})`
  return { url: embedded.deskUrl, ownerUrl: embedded.ownerUrl, where }
}

/** Invented people and fault switches exist only in a database that was marked as demo when it was created. */
async function prepareDemo(
  settings: StartSettings,
  { url, ownerUrl }: StartDatabase,
  stopping: AbortSignal,
): Promise<void> {
  const { playDemoPast, findPastStart } = await loadDemoPast()
  const mark = await readMark(url)
  if (mark !== undefined) {
    // A first start that was stopped before it was ready is repeated.
    if (mark === 'demo' && ownerUrl !== undefined && (await isDriven(url)))
      await playDemoPast(settings, { url, ownerUrl }, stopping)
    return
  }
  if (ownerUrl === undefined || !(await isHistoryless(url))) {
    throw new StartError('This database is not a demo and never will be: start with --no-demo, or with another --data.')
  }
  if (!settings.story) return markDatabase(ownerUrl, 'demo')
  await markDatabase(ownerUrl, 'demo', findPastStart())
  await playDemoPast(settings, { url, ownerUrl }, stopping)
}
