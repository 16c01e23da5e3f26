import sql from 'sql-template-tag'
import type { Connector } from '../../../foundation/connector/connector.ts'
import type { ConnectorContext } from '../../../connectors/connector-kind.ts'
import {
  type DefaultPlatform,
  findLabeler,
  listCoopTypes,
  listWebhooks,
  openPlatforms,
} from '../../../connectors/open-platforms.ts'
import type { NamedPlatform } from '../../../connectors/read-platforms.ts'
import { routePlatforms } from '../../../connectors/route-platforms.ts'
import { DEFAULT_PLATFORM, originOf } from '../../../foundation/platforms.ts'
import {
  type ConnectorPin,
  findConnectorPin,
  findPlatformAt,
  pinOf,
  pinOfNamed,
} from '../../../admin/setup/connector-pin.ts'
import { openLabelStore } from '../../../enforcement/labels/open-label-store.ts'
import { DESK } from '../../../foundation/domain.ts'
import { queueEntry } from '../../../ledger/queue-entry.ts'
import { inTransaction, type Pool } from '../../../foundation/database/db.ts'
import type { Desk } from '../../../policy/desk.ts'
import { StartError } from '../../../foundation/store/start-error.ts'

/**
 * Lets a process run only when its configuration has the platform's address and secret to which two people agreed.
 * During set-up each start stores its configuration. Later an address or a secret that one person sets alone leads only
 * to this refusal.
 */
export async function claimConnector(db: Pool, platform: { url: string; secret: string }): Promise<void> {
  const configured = pinOf(platform)
  if (await claim(db, DEFAULT_PLATFORM, configured)) return
  throw new StartError(formatRefused(configured, await findConnectorPin(db)))
}

/** The database connections that connecting the platforms needs. */
export type ConnectPools = Pick<Desk, 'db' | 'restoreDb'>

/** The connections with the platforms, in both directions. */
export interface ConnectedPlatforms {
  platform: Connector
  /** The webhooks of named platforms. */
  webhooks?: Desk['webhooks']
  /** The moderation service that the desk is in the AT Protocol. */
  labeler?: Desk['labeler'] | undefined
  /** The types of the platforms that send reports in the form of Coop. */
  coop?: Desk['coop']
  /** A note about each platform that is left out. */
  notes?: readonly string[]
}

/**
 * Connects the desk with its platforms. A named platform to whose configuration two people have not agreed is left out
 * in both directions: it is not called, and nothing is received from it.
 */
export async function connectPlatforms(
  pools: ConnectPools,
  { platform, platforms }: { platform: DefaultPlatform; platforms: readonly NamedPlatform[] },
  context: ConnectorContext,
): Promise<ConnectedPlatforms> {
  const { claimed, notes } = await claimPlatforms(pools.db, platforms)
  const labeler = findLabeler(claimed, context)
  const labels = labeler && { labels: openLabelStore(pools, labeler) }
  return {
    platform: routePlatforms(openPlatforms(platform, claimed, { ...context, ...labels })),
    webhooks: listWebhooks(claimed),
    coop: listCoopTypes(claimed),
    labeler,
    notes,
  }
}

/** Returns the named platforms to whose configuration two people agreed, and a note about each other one. */
export async function claimPlatforms(
  db: Pool,
  platforms: readonly NamedPlatform[],
): Promise<{ claimed: NamedPlatform[]; notes: string[] }> {
  const claimed: NamedPlatform[] = []
  const notes: string[] = []
  for (const platform of platforms) {
    if (await claim(db, platform.name, pinOfNamed(platform))) claimed.push(platform)
    else notes.push(await explainLeftOut(db, platform))
  }
  return { claimed, notes }
}

async function claim(db: Pool, platform: string, { address, secretFingerprint }: ConnectorPin): Promise<boolean> {
  return inTransaction(db, async (tx) => {
    const { known, pinned } = await tx.only<{ known: boolean; pinned: number | null }>(sql`
      select known, pinned from claim_connector(${platform}, ${address}, ${secretFingerprint})`)
    if (pinned !== null)
      queueEntry(tx, {
        ...{ kind: 'connector_pinned', pinId: pinned, address, secretFingerprint, by: DESK },
        ...(platform !== DEFAULT_PLATFORM && { platform }),
      })
    return known
  })
}

async function explainLeftOut(db: Pool, platform: NamedPlatform): Promise<string> {
  const { name } = platform
  const { address } = pinOfNamed(platform)
  const other = await findPlatformAt(db, address, name)
  return other === undefined
    ? formatLeftOut(name)
    : `The platform ${name} is not called, and nothing is received from it: the platform ${other} has the address ${originOf(address)} already, and a second name for it would be a second set of accounts. Give it the name ${other} again, or a host or a port of its own.`
}

const formatLeftOut = (name: string): string =>
  `The platform ${name} is not called, and nothing is received from it: two people have not agreed to its present address, settings and secrets. Run "countersign connector propose --platform ${name}", have another person agree, and start again.`

function formatRefused(configured: ConnectorPin, pinned: ConnectorPin | undefined): string {
  const differs =
    configured.address === pinned?.address
      ? `the configured secret of the platform has the fingerprint ${configured.secretFingerprint}, and two people agreed to ${pinned.secretFingerprint}`
      : `the configured address of the platform is ${configured.address}, and two people agreed to ${pinned?.address}`
  return `Not started: ${differs}. Effects and restores would go elsewhere. Either set COUNTERSIGN_PLATFORM_URL and COUNTERSIGN_PLATFORM_SECRET back, or run "countersign connector propose" with these settings, have another person agree to the change, and start again.`
}
