import { startTelemetry } from '../../telemetry/start-telemetry.ts'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { signingKeyOf } from '../../../foundation/outgoing/signing-key.ts'
import type { Desk } from '../../../policy/desk.ts'
import { StartError } from '../../../foundation/store/start-error.ts'
import { runWorker } from '../../worker/run-worker.ts'
import { claimConnector, connectPlatforms } from './claim-connector.ts'
import { claimKeys } from './claim-keys.ts'
import { demoSecret } from './find-platform.ts'
import { loadDemo } from './load-tools.ts'
import { openDesk } from './open-desk.ts'
import { refuseExposedDemo, formatExposed } from '../refuse-exposed.ts'
import { runApi } from './run-api.ts'
import { startMetrics } from '../../metrics/start-metrics.ts'
import type { StartSettings } from './start.ts'
import type { DemoAccess } from '../print/welcome.ts'

/**
 * The parts are closed in the reverse order of opening, each also when another fails. `awaited`: without a time limit.
 */
export type Closers = { name: string; close: () => Promise<unknown>; awaited?: true }[]

interface Ground {
  databaseUrl: string
  /** Returns the time at which calls to the platform are signed. */
  now: () => Date
  /** Returns the time of the demo platform's clock, when it is set by hand. */
  clockAt?: Date
  ready: () => boolean
}

interface DeskParts {
  desk: Desk
  url: string
  notes: readonly string[]
  /** The demo's platform and people, if this is a demo. */
  demo: { url: string; access: DemoAccess } | undefined
}

/** Opens desk, API and worker on an existing database, and in a demo its people and its platform. */
export async function startDeskParts(settings: StartSettings, ground: Ground, closers: Closers): Promise<DeskParts> {
  const { dataDir, port } = settings
  await refuseExposedDemo(settings.host, ground.databaseUrl)
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
  const { allowPrivate, platforms } = settings
  const context = { findKey, now: ground.now, allowPrivate }
  const { databaseUrl } = ground
  closers.push({ name: 'telemetry', close: await startTelemetry(settings.collector) })
  const opened = await openDesk({
    ...{ ...settings, databaseUrl },
    connect: async (pools) => {
      await claimKeys(pools.db, settings)
      // The demo's own platform runs on this machine.
      if (!settings.demo) await claimConnector(pools.db, platform)
      return connectPlatforms(pools, { platform, platforms }, context)
    },
  })
  closers.push({ name: 'database connections', close: opened.close })
  const { desk } = opened
  closers.push({ name: 'metrics', close: await startMetrics(desk, settings.metrics) })
  const notes = [...opened.notes, ...formatExposed(settings.host, settings.relyingParty)]
  const api = await runApi(desk, { host: settings.host, port }, ground.ready, settings.trustedProxies)
  closers.push({ name: 'API', close: api.close })
  startWorker(desk, databaseUrl, dataDir, closers)
  if (!settings.demo) return { desk, url: api.url, notes, demo: undefined }

  const { startDemoParts } = await loadDemo()
  const demo = await startDemoParts(desk, {
    port: demoPort,
    dataDir,
    secret: platform.secret,
    url: api.url,
    deskKey: signing.publicKey,
    ...(ground.clockAt && { clockAt: ground.clockAt }),
    log: settings.log,
  })
  closers.push({ name: 'demo platform', close: demo.stop })
  return { desk, url: api.url, notes, demo: { url: demo.url, access: demo.access } }
}

function startWorker(desk: Desk, databaseUrl: string, dataDir: string, closers: Closers): void {
  const working = new AbortController()
  const worker = runWorker(
    desk,
    { databaseUrl, checkpointsFile: join(dataDir, 'ledger-checkpoints.txt') },
    working.signal,
  )
  closers.push({
    name: 'worker',
    close: async () => {
      working.abort()
      await worker
    },
  })
}

/**
 * The time limit is for the worker, the API and the connections together, so that PostgreSQL is stopped in any case.
 */
const CLOSED_WITHIN_MS = 5_000

export async function closeAll(closers: Closers, log: StartSettings['log']): Promise<void> {
  const late = pause(CLOSED_WITHIN_MS, 'late', { ref: false })
  for (const { name, close, awaited } of closers.reverse()) {
    const closed = close().catch((error: unknown) => log.error({ error }, `stopping: ${name} did not end cleanly`))
    if ((await (awaited ? closed : Promise.race([closed, late]))) === 'late')
      log.error(`stopping: ${name} did not end in time`)
  }
}
