import sql from 'sql-template-tag'
import { type ConnectorPin, findConnectorPin, pinOf } from '../../../admin/setup/connector-pin.ts'
import { DESK } from '../../../foundation/domain.ts'
import { queueEntry } from '../../../ledger/queue-entry.ts'
import { inTransaction, type Pool } from '../../../foundation/database/db.ts'
import { StartError } from '../../../foundation/store/start-error.ts'

/**
 * Lets a process run only when its configuration has the platform's address and secret to which two people agreed.
 * During set-up each start stores its configuration. Later an address or a secret that one person sets alone leads only
 * to this refusal.
 */
export async function claimConnector(db: Pool, platform: { url: string; secret: string }): Promise<void> {
  const configured = pinOf(platform)
  const { address, secretFingerprint } = configured
  const isKnown = await inTransaction(db, async (tx) => {
    const { known, pinned } = await tx.only<{ known: boolean; pinned: number | null }>(sql`
      select known, pinned from claim_connector(${address}, ${secretFingerprint})`)
    if (pinned !== null)
      queueEntry(tx, { kind: 'connector_pinned', pinId: pinned, address, secretFingerprint, by: DESK })
    return known
  })
  if (!isKnown) throw new StartError(formatRefused(configured, await findConnectorPin(db)))
}

function formatRefused(configured: ConnectorPin, pinned: ConnectorPin | undefined): string {
  const differs =
    configured.address === pinned?.address
      ? `the configured secret of the platform has the fingerprint ${configured.secretFingerprint}, and two people agreed to ${pinned.secretFingerprint}`
      : `the configured address of the platform is ${configured.address}, and two people agreed to ${pinned?.address}`
  return `Not started: ${differs}. Effects and restores would go elsewhere. Either set COUNTERSIGN_PLATFORM_URL and COUNTERSIGN_PLATFORM_SECRET back, or run "countersign connector propose" with these settings, have another person agree to the change, and start again.`
}
