import type { Logger } from 'pino'
import type { Connector } from '../foundation/connector/connector.ts'
import type { IdentityProvider } from '../foundation/outgoing/identity-provider.ts'
import type { Outbox } from '../foundation/outgoing/outbox.ts'
import type { Translator } from '../foundation/connector/translator.ts'
import type { RecoveryJournal } from '../foundation/recovery-journal/recovery-journal.ts'
import type { Pool } from '../foundation/database/db.ts'
import type { Policies } from './policies.ts'
import type { RelyingParty } from '../foundation/settings/relying-party.ts'

/** What the desk's functions need and nothing more. They take it first; pure rules take nothing of it. */
export interface Desk {
  readonly db: Pool
  /** Restores have connections of their own: a desk busy doing harm must not be too busy to undo it. */
  readonly restoreDb: Pool
  /** Carrying out enforcements has few, so that a wave of them leaves the database free for everybody else. */
  readonly effectDb: Pool
  /** Periodic tasks read and write everything there is: their statements may take minutes, and nobody waits behind them. */
  readonly taskDb: Pool
  readonly platform: Connector
  /** What leaves the desk for people and machines: webhooks, mail. */
  readonly outbox: Outbox
  /** Whoever translates what people here can't read. Without one nothing is translated. */
  readonly translator?: Translator
  /** The ways back, outside the database. */
  readonly recoveryJournal: RecoveryJournal
  readonly policies: Policies
  /** Where people sign in once for everything. Without one they do by their passkeys. */
  readonly identityProvider?: IdentityProvider
  /** Whom people's passkeys are made for. */
  readonly relyingParty: RelyingParty
  readonly log: Logger
}
