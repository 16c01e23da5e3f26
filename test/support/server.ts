import { join } from 'node:path'
import type { TestContext } from 'node:test'
import type { FastifyInstance } from 'fastify'
import { type Logger, pino } from 'pino'
import { buildServer } from '../../src/app/http/server.ts'
import { webhookConnector } from '../../src/connectors/webhook/webhook-connector.ts'
import type { Connector } from '../../src/foundation/connector/connector.ts'
import type { Translator } from '../../src/foundation/connector/translator.ts'
import type { IdentityProvider } from '../../src/foundation/outgoing/identity-provider.ts'
import { Outbox, type OutboxOptions } from '../../src/foundation/outgoing/outbox.ts'
import { sealWith } from '../../src/foundation/outgoing/seal.ts'
import { RecoveryJournal } from '../../src/foundation/recovery-journal/recovery-journal.ts'
import type { RelyingParty } from '../../src/foundation/settings/relying-party.ts'
import { LOG_OPTIONS } from '../../src/foundation/telemetry/log-options.ts'
import { storeConfiguredChannels } from '../../src/oversight/notifications/channel.ts'
import type { Desk } from '../../src/policy/desk.ts'
import { loadPolicies, type Policies } from '../../src/policy/policies.ts'
import type { StageRoutes } from '../../src/policy/stage/stage.ts'
import { cleanUp } from './clean-up.ts'
import { freshDatabase, openTestPool, type TestDatabase } from './fresh-database.ts'
import { tempDir } from './temp-dir.ts'

export interface TestDesk {
  desk: Desk
  database: TestDatabase
  /** Sends requests by `app.inject`; no port listens. It begins with the first. */
  app: FastifyInstance
  /** The lines of the log, as objects. */
  logged: Record<string, unknown>[]
}

export interface TestDeskOptions {
  routes?: readonly StageRoutes[]
  /** The platform; without it, an unreachable one. */
  platform?: Connector
  /** The outgoing channels for people and machines; none by default. */
  outbox?: Omit<Partial<OutboxOptions>, 'seal'>
  identityProvider?: IdentityProvider
  saml?: Desk['saml']
  /** The webhooks of named platforms. */
  webhooks?: Desk['webhooks']
  labeler?: Desk['labeler']
  publicPages?: Desk['publicPages']
  transparency?: Desk['transparency']
  coop?: Desk['coop']
  translator?: Translator
  ready?: () => boolean
  /** True: with HEAD, as a real server. */
  heads?: boolean
  driven?: boolean
  /** False: like a real desk's database, in which no software key may exist. */
  marked?: boolean
  /** The database; undefined for a new one. */
  database?: TestDatabase
  relyingParty?: RelyingParty
}

export const TEST_PARTY = { origin: 'https://desk.example', rpId: 'desk.example' }
const RESTORE_POOL_MAX = 2
/** Nothing answers on the port for discarding. */
const UNREACHABLE_URL = 'http://127.0.0.1:9/'

/** Starts a desk and its server on a database of its own; both end with the test. */
export async function startTestDesk(t: TestContext, options: TestDeskOptions = {}): Promise<TestDesk> {
  const { driven = false, marked = true } = options
  const database = options.database ?? (await freshDatabase(t, { driven, marked }))
  const restoreDb = openTestPool(database.url, `${t.name} restores`, RESTORE_POOL_MAX)
  const logged: Record<string, unknown>[] = []
  const outbox = new Outbox({ seal: sealWith(Buffer.alloc(32, 5)), now: () => new Date(), ...options.outbox })
  await storeConfiguredChannels({ db: database.pool, outbox })
  const desk: Desk = {
    db: database.pool,
    restoreDb,
    effectDb: database.pool,
    taskDb: database.pool,
    platform: options.platform ?? unreachablePlatform(),
    ...(options.identityProvider ? { identityProvider: options.identityProvider } : {}),
    ...(options.saml ? { saml: options.saml } : {}),
    outbox,
    ...(options.webhooks ? { webhooks: options.webhooks } : {}),
    ...(options.coop ? { coop: options.coop } : {}),
    ...(options.publicPages ? { publicPages: options.publicPages } : {}),
    ...(options.transparency ? { transparency: options.transparency } : {}),
    ...(options.labeler ? { labeler: options.labeler } : {}),
    ...(options.translator ? { translator: options.translator } : {}),
    recoveryJournal: new RecoveryJournal(join(tempDir(t), 'recovery-journal.ndjson')),
    policies: withoutQaSamples(shippedPolicies()),
    relyingParty: options.relyingParty ?? TEST_PARTY,
    log: keepingLog(logged),
  }
  const { routes = [], ready = () => true, heads = false } = options
  const app = buildServer(desk, { routes, ready, heads })
  const hasBegun = noticeBegin(app)
  cleanUp(t, async () => {
    if (hasBegun()) await app.close()
    outbox.close()
    await restoreDb.end()
  })
  return { desk, database, app, logged }
}

/**
 * The routes are read at the first request, or when a port listens: many tests do without, and reading all takes longer than the rest
 * of a desk's start. A server that has not begun must not be closed, because to end it would begin.
 */
function noticeBegin(app: FastifyInstance): () => boolean {
  let hasBegun = false
  app.addHook('onRoute', () => {
    hasBegun = true
  })
  return () => hasBegun
}

let shipped: Policies | undefined

/** The policy files are read once in each process, because loaded policies never change. */
function shippedPolicies(): Policies {
  shipped ??= loadPolicies('policies')
  return shipped
}

/** Removes the random QA samples, for tests that don't need them. */
export const withoutQaSamples = ({ qaSamples: _drawn, ...policies }: Policies): Policies => policies

/** The headers of a caller with this token or API key. */
export const bearer = (token: string): { authorization: string } => ({ authorization: `Bearer ${token}` })

const keepingLog = (lines: Record<string, unknown>[]): Logger =>
  pino({ ...LOG_OPTIONS, level: 'debug' }, { write: (line: string) => void lines.push(JSON.parse(line)) })

export const unreachablePlatform = (): Connector =>
  webhookConnector({
    url: UNREACHABLE_URL,
    secret: `whsec_${Buffer.alloc(32, 7).toString('base64')}`,
    now: () => new Date(),
  })
