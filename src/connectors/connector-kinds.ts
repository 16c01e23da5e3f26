import { ATPROTO } from './atproto/atproto-kind.ts'
import type { ConnectorKind } from './connector-kind.ts'
import { COOP } from './coop/coop-kind.ts'
import { MASTODON } from './mastodon/mastodon-kind.ts'
import { WEBHOOK } from './webhook/webhook-kind.ts'

/** Every kind of platform that the desk can moderate. The file of platforms names one by its `kind`. */
export const CONNECTOR_KINDS: readonly ConnectorKind[] = [WEBHOOK, MASTODON, ATPROTO, COOP]
