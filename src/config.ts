import { resolve } from 'node:path'
import { type NamedPlatform, readPlatforms } from './connectors/read-platforms.ts'
import { CONNECTIONS_MAX, CONNECTIONS_MIN } from './foundation/database/share-connections.ts'
import { type DsaDatabase, readDsaDatabase } from './foundation/settings/dsa-database.ts'
import {
  type Environment,
  type EnvironmentReader,
  type LibreTranslateAddress,
  readerOf,
  type SignedAddress,
} from './foundation/settings/environment.ts'
import { POLICIES_DIR } from './foundation/settings/package-paths.ts'
import { type PublicPages, readPublicPages } from './foundation/settings/public-pages.ts'
import { type RelyingParty, relyingPartyAt } from './foundation/settings/relying-party.ts'
import { readSaml, type SamlSettings } from './foundation/settings/saml-settings.ts'
import {
  A_DATABASE,
  A_HOST,
  A_KEY,
  A_MAIL_SERVER,
  A_PORT,
  A_SIGNING_KEY,
  AN_ORIGIN,
  CLIENT_AUTHS,
  type ClientAuth,
  parseClientAuth,
  parseCount,
  parseDatabaseUrl,
  parseHost,
  parseHttpUrl,
  parseIssuer,
  parseKey,
  parsePort,
  parsePrivateJwk,
  parseReturns,
  parseSender,
  parseSmtpUrl,
} from './foundation/settings/setting-values.ts'
import {
  type Collector,
  type MetricsAddress,
  readCollector,
  readMetrics,
} from './foundation/settings/telemetry-settings.ts'
import { StartError } from './foundation/store/start-error.ts'

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const
export type LogLevel = (typeof LOG_LEVELS)[number]

/** The settings from the environment. Undefined ones are left to the command. */
export interface Config {
  /** DATABASE_URL: the address of PostgreSQL, as the application role. Undefined: the embedded server. */
  databaseUrl: string | undefined
  /** MIGRATE_DATABASE_URL: the address of the same database, as the schema's owner. */
  migrateDatabaseUrl: string | undefined
  /**
   * COUNTERSIGN_PLATFORM_URL and COUNTERSIGN_PLATFORM_SECRET: the address at which the platform receives signed calls,
   * and their secret.
   */
  platform: SignedAddress | undefined
  /** COUNTERSIGN_PLATFORMS: the file of further platforms, each with a name. Their secrets are in the environment. */
  platforms: readonly NamedPlatform[]
  /** COUNTERSIGN_SIGNING_KEY: the private key that signs effects, as a JWK. Undefined: the one in the data folder. */
  signingKey: string | undefined
  /**
   * COUNTERSIGN_ALERT_WEBHOOK_URL and COUNTERSIGN_ALERT_WEBHOOK_SECRET: a webhook that receives alerts, besides the desk
   * itself.
   */
  alerts: SignedAddress | undefined
  /** COUNTERSIGN_SMTP_URL and COUNTERSIGN_MAIL_FROM: the mail server and the sender. */
  mail: MailAddress | undefined
  /**
   * COUNTERSIGN_CHANNEL_KEY: 32 bytes in base64 that encrypt the addresses and secrets of channels. Undefined: those in
   * the data folder.
   */
  channelKey: string | undefined
  /** COUNTERSIGN_ALLOW_PRIVATE: private addresses and ranges that may be reached. */
  allowPrivate: readonly string[]
  /**
   * The service that translates texts of cases: COUNTERSIGN_TRANSLATE_URL and COUNTERSIGN_TRANSLATE_KEY name one with
   * the API of LibreTranslate, COUNTERSIGN_TRANSLATOR_URL and COUNTERSIGN_TRANSLATOR_SECRET one that takes signed calls.
   * Undefined: texts are not translated.
   */
  translator: TranslatorAddress | undefined
  /**
   * COUNTERSIGN_TRUST_PROXY: the addresses of the proxies in front. Forwarded headers from any other address are
   * ignored.
   */
  trustedProxies: readonly string[]
  /** COUNTERSIGN_DATA: the program's own folder. */
  dataDir: string
  /** COUNTERSIGN_PORT: the port of the API; 0 is any free one. */
  port: number
  /** COUNTERSIGN_HOST: the address that the API listens on. */
  host: string
  /** COUNTERSIGN_DB_CONNECTIONS: the most connections of one process. Undefined: derived from the server's limit. */
  connections: number | undefined
  /** COUNTERSIGN_ORIGIN: the address by which people's browsers know the desk. Undefined: localhost and its port. */
  relyingParty: RelyingParty | undefined
  /**
   * COUNTERSIGN_OIDC_ISSUER, COUNTERSIGN_OIDC_CLIENT_ID and COUNTERSIGN_OIDC_CLIENT_SECRET: single sign-on.
   * COUNTERSIGN_OIDC_LINK_CLAIM: the claim that is a person's externalId in the directory; by default sub.
   */
  signOn: SignOnConfig | undefined
  /** COUNTERSIGN_SAML_URL and the variables beside it: single sign-on by SAML, in place of OpenID Connect. */
  saml: SamlSettings | undefined
  /**
   * COUNTERSIGN_PUBLIC_ORIGIN, COUNTERSIGN_PUBLIC_NAME, COUNTERSIGN_PUBLIC_COLOUR and COUNTERSIGN_PUBLIC_KEY: the pages
   * for people outside.
   */
  publicPages: PublicPages
  /**
   * COUNTERSIGN_DSA_URL, COUNTERSIGN_DSA_TOKEN and COUNTERSIGN_DSA_PACE: the DSA Transparency Database. Undefined: no
   * statements are sent.
   */
  dsa: DsaDatabase | undefined
  /** COUNTERSIGN_POLICIES: the folder with policies.yaml and queues.yaml. */
  policiesDir: string
  /** COUNTERSIGN_TOKEN: the personal access token of the person who runs a command. */
  token: string | undefined
  /** COUNTERSIGN_LOG_LEVEL. */
  logLevel: LogLevel | undefined
  /** COUNTERSIGN_METRICS_PORT, COUNTERSIGN_METRICS_HOST and COUNTERSIGN_METRICS_TOKEN. Undefined: no metrics are served. */
  metrics: MetricsAddress | undefined
  /** OTEL_EXPORTER_OTLP_ENDPOINT and the variables beside it. Undefined: no traces and logs are sent. */
  collector: Collector | undefined
}

export type TranslatorAddress = SignedAddress | LibreTranslateAddress

export interface MailAddress {
  url: string
  from: string
  /** COUNTERSIGN_MAIL_RETURNS. */
  returns?: string
}

export interface SignOnConfig {
  issuer: string
  clientId: string
  clientSecret: string
  /**
   * COUNTERSIGN_OIDC_CLIENT_AUTH: the desk's authentication at the provider. Undefined: the first method that the
   * provider offers.
   */
  clientAuth: ClientAuth | undefined
  linkClaim: string
  /** COUNTERSIGN_ALLOW_PRIVATE: private addresses and ranges that may be reached. */
  allowPrivate: readonly string[]
}

const DEFAULT_DATA_DIR = './data'
const DEFAULT_PORT = 4180
/** Loopback by default: listening on another address must be a choice. */
const DEFAULT_HOST = '127.0.0.1'

/** The refusal of an environment, with every problem. */
export class EnvironmentError extends StartError {
  readonly problems: readonly string[]

  constructor(problems: readonly string[]) {
    super(`The environment can't be used:\n  ${problems.join('\n  ')}`)
    this.problems = problems
  }
}

/** Reads the environment. Any problem refuses the whole environment: every problem is listed at once, each naming its variable. */
export function readConfig(env: Environment): Config {
  const problems: string[] = []
  const reader = readerOf(env, problems)
  const { read, readSecret, readRanges, check, readSigned } = reader
  const databaseUrl = check('DATABASE_URL', readSecret('DATABASE_URL'), parseDatabaseUrl, A_DATABASE)
  const migrateUrl = readSecret('MIGRATE_DATABASE_URL')
  const migrateDatabaseUrl = check('MIGRATE_DATABASE_URL', migrateUrl, parseDatabaseUrl, A_DATABASE)
  const platform = readSigned('COUNTERSIGN_PLATFORM', 'https://platform.example/countersign')
  const allowPrivate = readRanges('COUNTERSIGN_ALLOW_PRIVATE')
  const platforms = readPlatforms(read('COUNTERSIGN_PLATFORMS'), reader, problems, platform?.url)
  const alerts = readSigned('COUNTERSIGN_ALERT_WEBHOOK', 'https://pager.example/countersign')
  const mail = readMail(reader, problems)
  const channelKey = check('COUNTERSIGN_CHANNEL_KEY', readSecret('COUNTERSIGN_CHANNEL_KEY'), parseKey, A_KEY)
  const translator = readTranslator(reader, problems)
  const token = readSecret('COUNTERSIGN_TOKEN')
  const jwk = readSecret('COUNTERSIGN_SIGNING_KEY')
  const signingKey = check('COUNTERSIGN_SIGNING_KEY', jwk, parsePrivateJwk, A_SIGNING_KEY)
  const network = readNetwork(reader)
  const relyingParty = check('COUNTERSIGN_ORIGIN', read('COUNTERSIGN_ORIGIN'), relyingPartyAt, AN_ORIGIN)
  const trustedProxies = readRanges('COUNTERSIGN_TRUST_PROXY')
  const [signOn, saml] = [readSignOn(reader, problems), readSaml(reader, problems)]
  const publicPages = readPublicPages(reader, relyingParty, problems)
  const dsa = readDsaDatabase(reader, problems)
  const logLevel = readLogLevel(reader)
  const [metrics, collector] = [readMetrics(reader, problems), readCollector(reader, problems)]
  if (problems.length > 0) throw new EnvironmentError(problems)
  return {
    databaseUrl,
    migrateDatabaseUrl,
    platform,
    platforms,
    alerts,
    mail,
    channelKey,
    allowPrivate,
    translator,
    signingKey,
    trustedProxies,
    dataDir: resolve(read('COUNTERSIGN_DATA') ?? DEFAULT_DATA_DIR),
    ...network,
    relyingParty,
    ...{ signOn, saml },
    publicPages,
    dsa,
    policiesDir: resolve(read('COUNTERSIGN_POLICIES') ?? POLICIES_DIR),
    token,
    logLevel,
    ...{ metrics, collector },
  }
}

/** Reads the translation service: one of the two kinds, or none. */
function readTranslator(
  { read, readSecret, readRanges, readSigned, check }: EnvironmentReader,
  problems: string[],
): TranslatorAddress | undefined {
  const [urlName, keyName] = ['COUNTERSIGN_TRANSLATE_URL', 'COUNTERSIGN_TRANSLATE_KEY']
  const signed = readSigned('COUNTERSIGN_TRANSLATOR', 'https://translator.example/countersign')
  const url = check(urlName, read(urlName), parseHttpUrl, 'an address such as https://translate.example')
  const key = readSecret(keyName)
  if (key && !read(urlName)) problems.push(`${urlName} is missing, and ${keyName} is set.`)
  if (url === undefined) return signed
  if (signed) problems.push(`${urlName} and COUNTERSIGN_TRANSLATOR_URL are both set. Set one and remove the other.`)
  return { url, ...(key !== undefined && { key }), allowPrivate: readRanges('COUNTERSIGN_ALLOW_PRIVATE') }
}

/** Reads the three settings of single sign-on: all, or none. */
function readSignOn(
  { read, readSecret, readRanges, check }: EnvironmentReader,
  problems: string[],
): SignOnConfig | undefined {
  const [issuerName, authName] = ['COUNTERSIGN_OIDC_ISSUER', 'COUNTERSIGN_OIDC_CLIENT_AUTH']
  const issuer = check(issuerName, read(issuerName), parseIssuer, 'an https address such as https://id.example')
  const clientId = read('COUNTERSIGN_OIDC_CLIENT_ID')
  const clientSecret = readSecret('COUNTERSIGN_OIDC_CLIENT_SECRET')
  const parts = { ISSUER: read(issuerName), CLIENT_ID: clientId, CLIENT_SECRET: clientSecret }
  const missing = Object.entries(parts).flatMap(([name, part]) => (part === undefined ? [name] : []))
  if (missing.length > 0 && missing.length < 3) {
    problems.push(...missing.map((name) => `COUNTERSIGN_OIDC_${name} is missing, and single sign-on is set in part.`))
  }
  const clientAuth = check(authName, read(authName), parseClientAuth, `one of ${CLIENT_AUTHS.join(', ')}`)
  const allowPrivate = readRanges('COUNTERSIGN_ALLOW_PRIVATE')
  const linkClaim = read('COUNTERSIGN_OIDC_LINK_CLAIM') ?? 'sub'
  return issuer && clientId && clientSecret
    ? { issuer, clientId, clientSecret, clientAuth, linkClaim, allowPrivate }
    : undefined
}

/** Reads the address on which the API listens, and the most connections to its database. */
function readNetwork({ read, check }: EnvironmentReader): Pick<Config, 'port' | 'host' | 'connections'> {
  const port = check('COUNTERSIGN_PORT', read('COUNTERSIGN_PORT'), parsePort, A_PORT)
  const host = check('COUNTERSIGN_HOST', read('COUNTERSIGN_HOST'), parseHost, A_HOST)
  const connections = check(
    'COUNTERSIGN_DB_CONNECTIONS',
    read('COUNTERSIGN_DB_CONNECTIONS'),
    parseCount(CONNECTIONS_MIN, CONNECTIONS_MAX),
    `a whole number from ${CONNECTIONS_MIN} to ${CONNECTIONS_MAX}`,
  )
  return { port: port ?? DEFAULT_PORT, host: host ?? DEFAULT_HOST, connections }
}

/** Reads the mail server and the sender: both, or neither. */
function readMail({ read, readSecret, check }: EnvironmentReader, problems: string[]): MailAddress | undefined {
  const [urlName, fromName] = ['COUNTERSIGN_SMTP_URL', 'COUNTERSIGN_MAIL_FROM']
  const [urlText, fromText] = [readSecret(urlName), read(fromName)]
  const url = check(urlName, urlText, parseSmtpUrl, A_MAIL_SERVER)
  const from = check(fromName, fromText, parseSender, 'an address such as desk@platform.example')
  const returnsName = 'COUNTERSIGN_MAIL_RETURNS'
  const returnsText = read(returnsName)
  const returns = check(returnsName, returnsText, parseReturns, 'an address such as returns@platform.example')
  if (returnsText && !urlText) problems.push(`${urlName} is missing, and ${returnsName} is set.`)
  if (urlText && !fromText) problems.push(`${fromName} is missing, and ${urlName} is set.`)
  if (fromText && !urlText) problems.push(`${urlName} is missing, and ${fromName} is set.`)
  return url && from ? { url, from, ...(returns === undefined ? {} : { returns }) } : undefined
}

function readLogLevel({ read, check }: EnvironmentReader): LogLevel | undefined {
  const name = 'COUNTERSIGN_LOG_LEVEL'
  return check(name, read(name), parseLevel, `one of ${LOG_LEVELS.join(', ')}`)
}

const parseLevel = (text: string): LogLevel | undefined => LOG_LEVELS.find((level) => level === text)
