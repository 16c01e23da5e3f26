import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Logger } from 'pino'
import { adoptFirst, readPoliciesInForce, watchAdoptions } from '../../../admin/rule-sets/policies-in-force.ts'
import type { SignOnConfig, TranslatorAddress } from '../../../config.ts'
import { libreTranslator } from '../../../foundation/connector/libre-translator.ts'
import { type Translator, webhookTranslator } from '../../../foundation/connector/translator.ts'
import type { Pool } from '../../../foundation/database/db.ts'
import { HURRIED, openPool, UNHURRIED } from '../../../foundation/database/open-pool.ts'
import {
  type ConnectionShares,
  defaultConnections,
  shareConnections,
} from '../../../foundation/database/share-connections.ts'
import { IdentityProvider } from '../../../foundation/outgoing/identity-provider.ts'
import { type MailConfig, Outbox } from '../../../foundation/outgoing/outbox.ts'
import { SamlProvider } from '../../../foundation/outgoing/saml-provider.ts'
import { sealOf } from '../../../foundation/outgoing/seal.ts'
import { RecoveryJournal } from '../../../foundation/recovery-journal/recovery-journal.ts'
import type { DsaDatabase } from '../../../foundation/settings/dsa-database.ts'
import type { SignedAddress } from '../../../foundation/settings/environment.ts'
import { recoveryJournalOf } from '../../../foundation/settings/package-paths.ts'
import type { PublicPages } from '../../../foundation/settings/public-pages.ts'
import { localParty, type RelyingParty } from '../../../foundation/settings/relying-party.ts'
import type { SamlSettings } from '../../../foundation/settings/saml-settings.ts'
import { connectTo } from '../../../foundation/store/connect.ts'
import { systemNow } from '../../../foundation/time/clock.ts'
import { storeConfiguredChannels } from '../../../oversight/notifications/channel.ts'
import type { Desk } from '../../../policy/desk.ts'
import type { Policies } from '../../../policy/policies.ts'
import { loadTransparency, TRANSPARENCY_FILE } from '../../../policy/transparency/transparency-file.ts'
import type { ConnectedPlatforms, ConnectPools } from './claim-connector.ts'

/** The connections are opened at the start and stay open: a full server must not keep a restore waiting. */
const RESTORES_RESERVED = 2

export interface OpenDesk {
  desk: Desk
  /** Warnings for the operator. */
  notes: readonly string[]
  close(): Promise<void>
}

interface DeskSetup {
  databaseUrl: string
  /** The most database connections of this process. Missing: a share of the server's limit. */
  connections?: number | undefined
  /** Opens the connections with the platforms to whose configuration two people agreed. */
  connect(pools: ConnectPools): Promise<ConnectedPlatforms>
  /** The webhook that gets alerts, in addition to the desk itself. */
  alerts?: SignedAddress | undefined
  /** The mail server. */
  mail?: MailConfig | undefined
  /** The key that encrypts channels. Missing: a key in the data folder. */
  channelKey?: string | undefined
  /** Private addresses to which people's channels may lead. */
  allowPrivate?: readonly string[]
  /** The translation service. */
  translator?: TranslatorAddress | undefined
  /** The relying party of passkeys. Missing: localhost and this port. */
  relyingParty: RelyingParty | undefined
  /** The pages for people outside. */
  publicPages?: PublicPages | undefined
  dsa?: DsaDatabase | undefined
  port: number
  /** The identity provider for single sign-on. */
  signOn: SignOnConfig | undefined
  /** The identity provider for single sign-on by SAML. */
  saml: SamlSettings | undefined
  policiesDir: string
  dataDir: string
  log: Logger
}

/**
 * Opens the dependencies of the desk's functions. Throws, with every problem named, when the policies can't be used.
 */
export async function openDesk(setup: DeskSetup): Promise<OpenDesk> {
  const { policiesDir: dir, dataDir, log } = setup
  const translator = setup.translator && { translator: openTranslator(setup.translator) }
  // The journal's folder is opened now: a folder that vanishes under a running desk must not be created again empty.
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const { alerts, mail, allowPrivate = [] } = setup
  const outbox = new Outbox({ seal: sealOf(dataDir, setup.channelKey), alerts, mail, allowPrivate, now: systemNow })
  const room = await findConnectionRoom(setup.databaseUrl)
  const total = setup.connections ?? defaultConnections(room.max)
  const pools = openPools(setup, shareConnections(total))
  try {
    await reserveRestores(pools.restoreDb)
    await storeConfiguredChannels({ db: pools.db, outbox })
    await adoptFirst(pools.db, dir)
    const inForce = await readPoliciesInForce(pools.db, dir)
    const { asOf } = inForce
    const { platform, webhooks, labeler, coop, notes: leftOut = [] } = await setup.connect(pools)
    const notes = [...inForce.notes, ...formatRoom(total, room), ...leftOut]
    let { policies } = inForce
    for (const note of notes) log.warn(note)
    const closing = new AbortController()
    const use = (adopted: Policies) => {
      policies = adopted
    }
    const watching = watchAdoptions(pools.db, { dir, asOf, log, use }, closing.signal)
    const { db, restoreDb, effectDb, taskDb } = pools
    const relyingParty = setup.relyingParty ?? localParty(setup.port)
    const recoveryJournal = new RecoveryJournal(recoveryJournalOf(dataDir))
    const desk: Desk = {
      ...{ db, restoreDb, effectDb, taskDb, platform, outbox, ...translator, recoveryJournal, log },
      ...{ ...(webhooks && { webhooks }), ...(labeler && { labeler }), ...(coop && { coop }) },
      relyingParty,
      ...(setup.publicPages && { publicPages: setup.publicPages }),
      ...(setup.dsa && { dsa: setup.dsa }),
      transparency: loadTransparency(join(dir, TRANSPARENCY_FILE)),
      ...(setup.signOn && { identityProvider: openProvider(setup.signOn, relyingParty) }),
      ...(setup.saml && { saml: new SamlProvider(setup.saml, relyingParty) }),
      // Later enforcements are judged by the policies that are put in force while the desk runs.
      get policies() {
        return policies
      },
    }
    const close = async () => {
      closing.abort()
      await watching
      outbox.close()
      await pools.close()
    }
    return { desk, notes, close }
  } catch (error) {
    await pools.close()
    throw error
  }
}

const openTranslator = (address: TranslatorAddress): Translator =>
  'secret' in address ? webhookTranslator({ ...address, now: systemNow }) : libreTranslator(address)

const openProvider = (signOn: SignOnConfig, { origin }: RelyingParty): IdentityProvider =>
  new IdentityProvider({ ...signOn, redirectUri: `${origin}/v1/sign-on/callback`, signedOutUri: `${origin}/sign-in` })

const reserveRestores = (restoreDb: Pool): Promise<unknown> =>
  Promise.all(Array.from({ length: RESTORES_RESERVED }, () => restoreDb.query('select')))

/** Warns of a server that is nearly full, because it would refuse connections during a reviewer's work. */
const formatRoom = (total: number, { max, used }: ConnectionRoom): string[] =>
  used + total <= max
    ? []
    : [
        `This process may open ${total} database connections. The server takes ${max}, of which ${used} are in use: set COUNTERSIGN_DB_CONNECTIONS lower, or max_connections higher.`,
      ]

function openPools({ databaseUrl, log }: DeskSetup, shares: ConnectionShares) {
  let closing = false
  const onError = (error: Error) => {
    // The pools are closed first: a server that stops right after would end connections that are just being closed.
    if (!closing) log.warn({ error }, 'a database connection was lost')
  }
  const open = (name: string, max: number, { bounds = HURRIED, min = 0 } = {}) =>
    openPool(databaseUrl, { max, min, name: `countersign${name}`, bounds, onError })
  const pools = {
    db: open('', shares.db),
    restoreDb: open(' restores', shares.restoreDb, { min: RESTORES_RESERVED }),
    effectDb: open(' effects', shares.effectDb),
    taskDb: open(' tasks', shares.taskDb, { bounds: UNHURRIED }),
  }
  const close = async () => {
    closing = true
    await Promise.all(Object.values(pools).map((pool) => pool.end()))
  }
  return { ...pools, close }
}

/** The connections that a PostgreSQL server accepts from roles other than superusers, and those in use. */
interface ConnectionRoom {
  max: number
  used: number
}

async function findConnectionRoom(url: string): Promise<ConnectionRoom> {
  const client = await connectTo(url)
  try {
    const { rows } = await client.query<ConnectionRoom>(`
      select current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int as max,
        (select count(*) from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid())::int as used`)
    return rows[0] ?? { max: 0, used: 0 }
  } finally {
    await client.end()
  }
}
