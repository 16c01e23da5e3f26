import { resolve } from 'node:path'
import type { Logger } from 'pino'
import { isSetUp } from '../../../admin/rule-sets/versions.ts'
import type { Config } from '../../../config.ts'
import { signingKeyOf } from '../../../foundation/outgoing/signing-key.ts'
import { DATABASE_DIR } from '../../../foundation/settings/package-paths.ts'
import { checkDatabase } from '../../../foundation/store/check-database.ts'
import { refuseReadOnlyAt } from '../../../foundation/store/refuse-server.ts'
import { StartError } from '../../../foundation/store/start-error.ts'
import { systemNow } from '../../../foundation/time/clock.ts'
import type { Desk } from '../../../policy/desk.ts'
import { startMetrics } from '../../metrics/start-metrics.ts'
import { startTelemetry } from '../../telemetry/start-telemetry.ts'
import { refuseDriven, refuseSoftwareKeys } from '../read-mark.ts'
import { type ConnectPools, claimConnector, connectPlatforms } from './claim-connector.ts'
import { claimKeys } from './claim-keys.ts'
import { type OpenDesk, openDesk } from './open-desk.ts'
import { stopSignal } from './stop-signal.ts'
import { type DatabaseOptions, findEmbedded } from './with-database.ts'

interface Part {
  desk: Desk
  databaseUrl: string
  dataDir: string
  /** Warnings for the operator. */
  notes: readonly string[]
}

/** Opens a desk for one part, the API or the worker, and closes it when that part ends. */
export async function runPart(
  config: Config,
  options: DatabaseOptions & { port?: number },
  log: Logger,
  run: (part: Part, stopping: AbortSignal) => Promise<void>,
): Promise<void> {
  const { platform } = config
  if (platform === undefined) {
    throw new StartError('The desk needs a platform: set COUNTERSIGN_PLATFORM_URL and COUNTERSIGN_PLATFORM_SECRET.')
  }
  const dataDir = options.data === undefined ? config.dataDir : resolve(options.data)
  const databaseUrl = config.databaseUrl ?? findEmbedded(options.data, config.dataDir).deskUrl
  await checkDatabase(databaseUrl, DATABASE_DIR)
  await refuseReadOnlyAt(databaseUrl)
  await refuseDriven(databaseUrl)
  await refuseSoftwareKeys(databaseUrl)
  const findKey = signingKeyOf(dataDir, config.signingKey)
  await findKey() // The signing key is tried now: one that doesn't work fails the start, not a later restore.
  const { connections, policiesDir, alerts, mail, channelKey, allowPrivate, translator, relyingParty, signOn } = config
  const context = { findKey, now: systemNow, allowPrivate }
  const port = options.port ?? config.port
  const told = { alerts, mail, channelKey, allowPrivate, translator }
  const settings = {
    databaseUrl,
    connections,
    connect: async (pools: ConnectPools) => {
      await claimKeys(pools.db, { dataDir, channelKey, signingKey: config.signingKey })
      await claimConnector(pools.db, platform)
      return connectPlatforms(pools, { platform, platforms: config.platforms }, context)
    },
    ...told,
    relyingParty,
    publicPages: config.publicPages,
    dsa: config.dsa,
    ...{ signOn, saml: config.saml },
    port,
    policiesDir,
    dataDir,
    log,
  }
  const endTelemetry = await startTelemetry(config.collector)
  try {
    await runOpened(await openDesk(settings), config.metrics, (desk, notes) =>
      run({ desk, databaseUrl, dataDir, notes }, stopSignal()),
    )
  } finally {
    await endTelemetry()
  }
}

/** Runs a part on an open desk, and closes the desk after it. */
async function runOpened(
  { desk, notes, close }: OpenDesk,
  metrics: Config['metrics'],
  run: (desk: Desk, notes: readonly string[]) => Promise<void>,
): Promise<void> {
  try {
    const endMetrics = await startMetrics(desk, metrics)
    try {
      await run(desk, [...notes, ...((await isSetUp(desk.db)) ? [] : [SETTING_UP])])
    } finally {
      await endMetrics()
    }
  } finally {
    await close()
  }
}

const SETTING_UP =
  'This desk is still being set up: one person alone can make changes that take two people later. To end the set-up, run countersign init.'
