import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import type { Logger } from 'pino'
import type { Connector } from '../foundation/connector/connector.ts'
import type { PlatformWebhook } from '../foundation/connector/platform-webhook.ts'
import type { CoopTypes } from '../foundation/coop/coop-item.ts'
import type { Labeler } from '../foundation/connector/labeler.ts'
import type { IdentityProvider } from '../foundation/outgoing/identity-provider.ts'
import type { SamlProvider } from '../foundation/outgoing/saml-provider.ts'
import type { Outbox } from '../foundation/outgoing/outbox.ts'
import type { Translator } from '../foundation/connector/translator.ts'
import type { RecoveryJournal } from '../foundation/recovery-journal/recovery-journal.ts'
import type { Pool } from '../foundation/database/db.ts'
import type { Policies } from './policies.ts'
import type { TransparencySettings } from './transparency/transparency-file.ts'
import type { PublicPages } from '../foundation/settings/public-pages.ts'
import type { DsaDatabase } from '../foundation/settings/dsa-database.ts'
import type { RelyingParty } from '../foundation/settings/relying-party.ts'

/** The part of the HTTP server to which one function adds its routes. */
export type App = Parameters<FastifyPluginCallbackTypebox>[0]

/** The dependencies of the desk's functions, which take them first. Pure rules take none. */
export interface Desk {
  readonly db: Pool
  /** The database connections for restores: restrictive work can't use them up. */
  readonly restoreDb: Pool
  /**
   * The database connections for effects. There are few, so a bulk action can't take the database from the rest of the
   * desk.
   */
  readonly effectDb: Pool
  /**
   * The database connections for periodic tasks: their statements may take minutes, and no request waits behind them.
   */
  readonly taskDb: Pool
  readonly platform: Connector
  /** The webhooks of named platforms, by the platform's name. */
  readonly webhooks?: ReadonlyMap<string, PlatformWebhook>
  /** The moderation service that this desk is in the AT Protocol. Undefined: none. */
  readonly labeler?: Labeler
  /** The types of the platforms that speak Coop's API, by the platform's name. */
  readonly coop?: ReadonlyMap<string, CoopTypes>
  /** The outgoing messages to people and machines: webhooks, mail. */
  readonly outbox: Outbox
  /** The translation service. Undefined: texts are not translated. */
  readonly translator?: Translator
  /** The recovery journal, outside the database. */
  readonly recoveryJournal: RecoveryJournal
  readonly policies: Policies
  /** The organisation's single sign-on. Undefined: people sign in with their passkeys. */
  readonly identityProvider?: IdentityProvider
  /** Single sign-on by SAML, in place of OpenID Connect. */
  readonly saml?: SamlProvider
  /** The relying party for which people's passkeys are made. */
  readonly relyingParty: RelyingParty
  /** The pages for people outside. Undefined: they look as without any setting. */
  readonly publicPages?: PublicPages
  /** The DSA Transparency Database. Undefined: no statements are sent. */
  readonly dsa?: DsaDatabase
  /** The settings of transparency reports, from the folder of the policies. */
  readonly transparency?: TransparencySettings
  readonly log: Logger
}
