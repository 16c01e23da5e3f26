import { formatExitCodes } from './print/describe-command.ts'

/** One environment variable, as help and reference describe it. */
interface Variable {
  name: string
  meaning: string
  /**
   * The value without a setting. Undefined: the feature is off, or the command reports that the variable is missing.
   */
  fallback?: string
  /** True: a file may contain the value instead, named by the variable with _FILE appended. */
  secret?: true
}

const SECRET = { secret: true } as const

/** Every environment variable that `readConfig` reads. A test compares the two. */
export const VARIABLES: readonly Variable[] = [
  {
    name: 'DATABASE_URL',
    meaning: 'the PostgreSQL to run on, as the application role',
    fallback: 'an embedded one in the data folder',
    ...SECRET,
  },
  { name: 'MIGRATE_DATABASE_URL', meaning: 'the same database as the owner of its schema', ...SECRET },
  {
    name: 'COUNTERSIGN_DB_CONNECTIONS',
    meaning: 'the most database connections of one process',
    fallback: "a quarter of the server's, at most 48",
  },
  { name: 'COUNTERSIGN_PLATFORM_URL', meaning: "the platform's address for signed calls" },
  { name: 'COUNTERSIGN_PLATFORM_SECRET', meaning: 'the secret shared with it, whsec_…', ...SECRET },
  {
    name: 'COUNTERSIGN_PLATFORM_SECRET_PREVIOUS',
    meaning: 'the secret before, while the platform learns the new one',
    ...SECRET,
  },
  {
    name: 'COUNTERSIGN_PLATFORMS',
    meaning: 'the file of further platforms; NAME has its secrets in COUNTERSIGN_PLATFORM_NAME_…',
    fallback: 'no further platform',
  },
  {
    name: 'COUNTERSIGN_SIGNING_KEY',
    meaning: 'the private Ed25519 JWK that signs effects',
    fallback: 'one in the data folder',
    ...SECRET,
  },
  { name: 'COUNTERSIGN_ALERT_WEBHOOK_URL', meaning: 'an address for alerts, besides the channels of the desk' },
  { name: 'COUNTERSIGN_ALERT_WEBHOOK_SECRET', meaning: 'the secret that signs them, whsec_…', ...SECRET },
  { name: 'COUNTERSIGN_ALERT_WEBHOOK_SECRET_PREVIOUS', meaning: 'the secret before', ...SECRET },
  { name: 'COUNTERSIGN_SMTP_URL', meaning: 'the mail server, smtp://… or smtps://…', ...SECRET },
  { name: 'COUNTERSIGN_MAIL_FROM', meaning: 'the sender of mail' },
  { name: 'COUNTERSIGN_MAIL_RETURNS', meaning: 'the address to which mail servers return letters' },
  {
    name: 'COUNTERSIGN_CHANNEL_KEY',
    meaning: '32 bytes in base64 that encrypt addresses and secrets of channels',
    fallback: 'one in the data folder',
    ...SECRET,
  },
  { name: 'COUNTERSIGN_TRANSLATE_URL', meaning: 'a LibreTranslate server that translates the texts of cases' },
  { name: 'COUNTERSIGN_TRANSLATE_KEY', meaning: 'its API key, if it requires one', ...SECRET },
  { name: 'COUNTERSIGN_TRANSLATOR_URL', meaning: 'another service that translates them, by signed calls' },
  { name: 'COUNTERSIGN_TRANSLATOR_SECRET', meaning: 'the secret that signs its calls, whsec_…', ...SECRET },
  { name: 'COUNTERSIGN_TRANSLATOR_SECRET_PREVIOUS', meaning: 'the secret before', ...SECRET },
  { name: 'COUNTERSIGN_ALLOW_PRIVATE', meaning: 'private addresses and ranges that outgoing calls may reach' },
  { name: 'COUNTERSIGN_TRUST_PROXY', meaning: 'addresses of proxies whose forwarded headers are trusted' },
  { name: 'COUNTERSIGN_DATA', meaning: "the program's own folder", fallback: './data' },
  { name: 'COUNTERSIGN_PORT', meaning: 'the port of the API; 0: any free one', fallback: '4180' },
  { name: 'COUNTERSIGN_HOST', meaning: 'the address the API listens on', fallback: '127.0.0.1' },
  {
    name: 'COUNTERSIGN_ORIGIN',
    meaning: "the desk's address in browsers, https://…; passkeys belong to it",
    fallback: 'http://localhost:PORT',
  },
  {
    name: 'COUNTERSIGN_PUBLIC_ORIGIN',
    meaning: 'the address of the pages for people outside, https://…, and of nothing else',
    fallback: 'they answer at COUNTERSIGN_ORIGIN',
  },
  { name: 'COUNTERSIGN_PUBLIC_NAME', meaning: "the platform's name on these pages", fallback: 'Content reports' },
  { name: 'COUNTERSIGN_PUBLIC_COLOUR', meaning: "the platform's colour on them, #rrggbb", fallback: '#1b4d6b' },
  {
    name: 'COUNTERSIGN_PUBLIC_KEY',
    meaning: 'the id of the API key, with the scopes report and appeals, under which notices and appeals are stored',
    fallback: 'their forms are closed',
  },
  {
    name: 'COUNTERSIGN_DSA_URL',
    meaning: 'the server of the DSA Transparency Database',
    fallback: 'no statements are sent',
  },
  { name: 'COUNTERSIGN_DSA_TOKEN', meaning: "the platform's token there", ...SECRET },
  {
    name: 'COUNTERSIGN_DSA_PACE',
    meaning: 'the most calls of it that one process begins within a second, 1 to 190',
    fallback: '10',
  },
  { name: 'COUNTERSIGN_OIDC_ISSUER', meaning: 'the identity provider of single sign-on' },
  { name: 'COUNTERSIGN_OIDC_CLIENT_ID', meaning: "the desk's client id there" },
  { name: 'COUNTERSIGN_OIDC_CLIENT_SECRET', meaning: "the desk's client secret there", ...SECRET },
  {
    name: 'COUNTERSIGN_OIDC_CLIENT_AUTH',
    meaning: 'how the desk authenticates there: client_secret_basic or client_secret_post',
    fallback: 'as the provider offers',
  },
  {
    name: 'COUNTERSIGN_OIDC_LINK_CLAIM',
    meaning: "the claim that holds a person's externalId in the directory",
    fallback: 'sub',
  },
  { name: 'COUNTERSIGN_SAML_URL', meaning: 'the address at which people sign in by SAML' },
  { name: 'COUNTERSIGN_SAML_ENTITY_ID', meaning: 'the entity ID of that identity provider' },
  { name: 'COUNTERSIGN_SAML_CERTIFICATE', meaning: 'the certificates in PEM with which it signs', ...SECRET },
  {
    name: 'COUNTERSIGN_SAML_LINK_ATTRIBUTE',
    meaning: "the attribute that holds a person's externalId in the directory",
    fallback: 'the NameID',
  },
  {
    name: 'COUNTERSIGN_POLICIES',
    meaning: 'the folder of policies.yaml, queues.yaml and guards.yaml',
    fallback: 'the shipped one',
  },
  { name: 'COUNTERSIGN_TOKEN', meaning: 'your personal access token, for commands of one person', ...SECRET },
  {
    name: 'COUNTERSIGN_LOG_LEVEL',
    meaning: 'trace, debug, info, warn, error, fatal or silent',
    fallback: 'info',
  },
  {
    name: 'COUNTERSIGN_METRICS_PORT',
    meaning: 'the port of /metrics for Prometheus, apart from the API; 0: any free one',
    fallback: 'no metrics',
  },
  {
    name: 'COUNTERSIGN_METRICS_HOST',
    meaning: 'the address that serves /metrics; one that others reach needs the token',
    fallback: '127.0.0.1',
  },
  { name: 'COUNTERSIGN_METRICS_TOKEN', meaning: 'the bearer token that Prometheus sends', ...SECRET },
  {
    name: 'OTEL_EXPORTER_OTLP_ENDPOINT',
    meaning: 'the collector of traces and logs (OTLP over HTTP), http://…:4318',
    fallback: 'none are sent',
  },
  { name: 'OTEL_EXPORTER_OTLP_HEADERS', meaning: 'headers for it, NAME=VALUE,…', ...SECRET },
  { name: 'OTEL_SERVICE_NAME', meaning: 'the name of this desk in traces and logs', fallback: 'countersign' },
  { name: 'OTEL_TRACES_SAMPLER_ARG', meaning: 'the share of traces that are sent, from 0 to 1', fallback: '1' },
]

const NAME_WIDTH = Math.max(...VARIABLES.map(({ name }) => name.length)) + 2

/** Formats the environment variables for `--help`. */
export const describeEnvironment = (): string =>
  [
    '',
    'Environment (a file may hold a secret instead: DATABASE_URL_FILE and so on):',
    ...VARIABLES.map(
      ({ name, meaning, fallback }) =>
        `  ${name.padEnd(NAME_WIDTH)}${meaning}${fallback === undefined ? '' : ` (${fallback})`}`,
    ),
    '',
    formatExitCodes('a check found something wrong'),
  ].join('\n')
