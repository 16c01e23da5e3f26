import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { test } from 'node:test'
import { tempDir } from '../test/support/temp-dir.ts'
import { readConfig } from './config.ts'

const SECRET = `whsec_${Buffer.alloc(32, 1).toString('base64')}`
const OLD_SECRET = `whsec_${Buffer.alloc(32, 2).toString('base64')}`
const ALERTS = { COUNTERSIGN_ALERT_WEBHOOK_URL: 'https://pager.example/desk', COUNTERSIGN_ALERT_WEBHOOK_SECRET: SECRET }
const PLATFORM = { COUNTERSIGN_PLATFORM_URL: 'https://platform.example/desk', COUNTERSIGN_PLATFORM_SECRET: SECRET }
const SIGN_ON = {
  COUNTERSIGN_OIDC_ISSUER: 'https://id.example/tenant',
  COUNTERSIGN_OIDC_CLIENT_ID: 'desk',
  COUNTERSIGN_OIDC_CLIENT_SECRET: 'x',
  COUNTERSIGN_OIDC_LINK_CLAIM: 'oid',
}
const CHANNEL_KEY = Buffer.alloc(32, 6).toString('base64')
const MAIL = {
  COUNTERSIGN_SMTP_URL: 'smtps://desk:x@mail.example:465',
  COUNTERSIGN_MAIL_FROM: 'desk@platform.example',
  COUNTERSIGN_CHANNEL_KEY: CHANNEL_KEY,
}
const METRICS_TOKEN = 'm'.repeat(32)
const SIGNING_KEY = JSON.stringify({ kty: 'OKP', crv: 'Ed25519', d: 'AAAA', x: 'AAAA' })

test('an empty environment is enough to start', () => {
  assert.deepEqual(readConfig({ DATABASE_URL: '', COUNTERSIGN_PORT: ' ' }), {
    databaseUrl: undefined,
    migrateDatabaseUrl: undefined,
    platform: undefined,
    platforms: [],
    alerts: undefined,
    ...{ mail: undefined, channelKey: undefined, allowPrivate: [] },
    translator: undefined,
    signingKey: undefined,
    trustedProxies: [],
    dataDir: resolve('data'),
    port: 4180,
    host: '127.0.0.1',
    connections: undefined,
    relyingParty: undefined,
    ...{ signOn: undefined, saml: undefined },
    publicPages: {},
    dsa: undefined,
    policiesDir: resolve('policies'),
    token: undefined,
    logLevel: undefined,
    ...{ metrics: undefined, collector: undefined },
  })
})

test('every set environment variable is read', () => {
  const config = readConfig({
    ...PLATFORM,
    ...ALERTS,
    COUNTERSIGN_TRANSLATOR_URL: 'https://translator.example/desk',
    COUNTERSIGN_TRANSLATOR_SECRET: SECRET,
    DATABASE_URL: 'postgres://desk:x@db/countersign',
    MIGRATE_DATABASE_URL: 'postgresql://owner:y@db/countersign',
    COUNTERSIGN_SIGNING_KEY: SIGNING_KEY,
    COUNTERSIGN_DATA: '/srv/countersign',
    COUNTERSIGN_ORIGIN: 'https://desk.example',
    ...SIGN_ON,
    COUNTERSIGN_PUBLIC_NAME: 'Harbour',
    COUNTERSIGN_DSA_URL: 'https://dsa.example',
    COUNTERSIGN_DSA_TOKEN: '1|token',
    COUNTERSIGN_DSA_PACE: '50',
    COUNTERSIGN_PORT: '0',
    COUNTERSIGN_HOST: '::1',
    COUNTERSIGN_DB_CONNECTIONS: '24',
    COUNTERSIGN_POLICIES: '/etc/countersign',
    COUNTERSIGN_PLATFORM_SECRET_PREVIOUS: OLD_SECRET,
    COUNTERSIGN_ALLOW_PRIVATE: '10.1.0.0/16',
    COUNTERSIGN_TRUST_PROXY: '10.0.0.7, fd00::/8',
    ...MAIL,
    COUNTERSIGN_TOKEN: 'cs_pat_x',
    COUNTERSIGN_LOG_LEVEL: 'debug',
    COUNTERSIGN_METRICS_PORT: '9464',
    COUNTERSIGN_METRICS_HOST: '10.1.0.9',
    COUNTERSIGN_METRICS_TOKEN: METRICS_TOKEN,
    OTEL_EXPORTER_OTLP_ENDPOINT: 'http://10.1.0.9:4318/',
    OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Basic%20x, tenant=desk',
    OTEL_SERVICE_NAME: 'desk',
    OTEL_TRACES_SAMPLER_ARG: '0.25',
  })
  assert.deepEqual(config, {
    databaseUrl: 'postgres://desk:x@db/countersign',
    migrateDatabaseUrl: 'postgresql://owner:y@db/countersign',
    platform: {
      ...{ url: 'https://platform.example/desk', secret: SECRET, previousSecret: OLD_SECRET },
      allowPrivate: ['10.1.0.0/16'],
    },
    platforms: [],
    alerts: { url: 'https://pager.example/desk', secret: SECRET, allowPrivate: ['10.1.0.0/16'] },
    mail: { url: 'smtps://desk:x@mail.example:465', from: 'desk@platform.example' },
    ...{ channelKey: CHANNEL_KEY, allowPrivate: ['10.1.0.0/16'] },
    translator: { url: 'https://translator.example/desk', secret: SECRET, allowPrivate: ['10.1.0.0/16'] },
    signingKey: SIGNING_KEY,
    trustedProxies: ['10.0.0.7', 'fd00::/8'],
    dataDir: '/srv/countersign',
    relyingParty: { origin: 'https://desk.example', rpId: 'desk.example' },
    signOn: {
      ...{ issuer: 'https://id.example/tenant', clientId: 'desk', clientSecret: 'x', clientAuth: undefined },
      ...{ linkClaim: 'oid', allowPrivate: ['10.1.0.0/16'] },
    },
    ...{ saml: undefined, publicPages: { name: 'Harbour' } },
    dsa: { url: 'https://dsa.example', token: '1|token', callsASecond: 50, allowPrivate: ['10.1.0.0/16'] },
    port: 0,
    host: '::1',
    connections: 24,
    policiesDir: '/etc/countersign',
    token: 'cs_pat_x',
    logLevel: 'debug',
    metrics: { host: '10.1.0.9', port: 9464, token: METRICS_TOKEN },
    collector: {
      ...{ url: 'http://10.1.0.9:4318', service: 'desk', share: 0.25 },
      headers: { authorization: 'Basic%20x', tenant: 'desk' },
    },
  })
})

test('all configuration problems are listed by variable, without values', () => {
  const problemsOf = (env: Record<string, string>): string => {
    try {
      readConfig(env)
    } catch (error) {
      assert.equal((error as Error).name, 'StartError')
      return (error as Error).message
    }
    return ''
  }
  const message = problemsOf({
    DATABASE_URL: 'mysql://root:hunter2@db/x',
    MIGRATE_DATABASE_URL: 'hunter2',
    COUNTERSIGN_PLATFORM_URL: 'ftp://x',
    COUNTERSIGN_PLATFORM_SECRET: 'hunter2',
    COUNTERSIGN_PORT: '65536',
    COUNTERSIGN_HOST: 'desk.example',
    COUNTERSIGN_DB_CONNECTIONS: '3',
    COUNTERSIGN_LOG_LEVEL: 'loud',
  })
  assert.deepEqual(
    message
      .split('\n')
      .slice(1)
      .map((line) => line.trim().split(' ')[0]),
    [
      'DATABASE_URL',
      'MIGRATE_DATABASE_URL',
      'COUNTERSIGN_PLATFORM_URL',
      'COUNTERSIGN_PLATFORM_SECRET',
      'COUNTERSIGN_PORT',
      'COUNTERSIGN_HOST',
      'COUNTERSIGN_DB_CONNECTIONS',
      'COUNTERSIGN_LOG_LEVEL',
    ],
  )
  assert.ok(!message.includes('hunter2'))
  const { COUNTERSIGN_PLATFORM_URL, COUNTERSIGN_PLATFORM_SECRET } = PLATFORM
  assert.match(problemsOf({ COUNTERSIGN_PLATFORM_URL }), /COUNTERSIGN_PLATFORM_SECRET is missing/)
  assert.match(problemsOf({ COUNTERSIGN_PLATFORM_SECRET }), /COUNTERSIGN_PLATFORM_URL is missing/)
  const { COUNTERSIGN_ALERT_WEBHOOK_URL } = ALERTS
  assert.match(problemsOf({ COUNTERSIGN_ALERT_WEBHOOK_URL }), /COUNTERSIGN_ALERT_WEBHOOK_SECRET is missing/)
  assert.match(problemsOf({ COUNTERSIGN_PORT: '80x' }), /COUNTERSIGN_PORT/)
})

test('a secret comes from a variable or a file, not both', (t) => {
  const file = join(tempDir(t), 'secret')
  writeFileSync(file, `${SECRET}\n`)
  const { COUNTERSIGN_PLATFORM_URL } = PLATFORM
  const config = readConfig({ COUNTERSIGN_PLATFORM_URL, COUNTERSIGN_PLATFORM_SECRET_FILE: file })
  assert.equal(config.platform?.secret, SECRET)
  assert.throws(() => readConfig({ ...PLATFORM, COUNTERSIGN_PLATFORM_SECRET_FILE: file }), /both set/)
  assert.throws(() => readConfig({ DATABASE_URL_FILE: `${file}.missing` }), /DATABASE_URL_FILE can't be read/)
  writeFileSync(file, '\n')
  assert.throws(() => readConfig({ DATABASE_URL_FILE: file }), /empty/)
})

test('single sign-on needs all variables and https', () => {
  const { COUNTERSIGN_OIDC_ISSUER: _issuer, ...without } = SIGN_ON
  assert.throws(() => readConfig(without), /COUNTERSIGN_OIDC_ISSUER is missing/)
  assert.throws(
    () => readConfig({ COUNTERSIGN_OIDC_ISSUER: 'https://id.example' }),
    /CLIENT_ID is missing.*\n.*CLIENT_SECRET is missing/,
  )
  for (const issuer of [
    'http://id.example',
    'id.example',
    'https://u:p@id.example',
    'https://id.example?x=1',
    'file:///id',
  ]) {
    const env = { ...SIGN_ON, COUNTERSIGN_OIDC_ISSUER: issuer }
    assert.throws(() => readConfig(env), /COUNTERSIGN_OIDC_ISSUER must be an https address/, issuer)
  }
  const here = readConfig({
    ...SIGN_ON,
    COUNTERSIGN_OIDC_ISSUER: 'http://localhost:3000',
    COUNTERSIGN_OIDC_LINK_CLAIM: '',
  })
  assert.deepEqual([here.signOn?.issuer, here.signOn?.linkClaim], ['http://localhost:3000', 'sub'])
})

test('mail needs server and sender; the channel key has 32 bytes', () => {
  const problems = (env: Record<string, string>) => {
    try {
      readConfig(env)
      return ''
    } catch (error) {
      return String(error)
    }
  }
  assert.match(problems({ COUNTERSIGN_SMTP_URL: 'smtp://mail.example' }), /COUNTERSIGN_MAIL_FROM is missing/)
  assert.match(problems({ COUNTERSIGN_MAIL_FROM: 'a@b.example' }), /COUNTERSIGN_SMTP_URL is missing/)
  assert.match(problems({ ...MAIL, COUNTERSIGN_SMTP_URL: 'https://mail.example' }), /COUNTERSIGN_SMTP_URL must be/)
  assert.match(problems({ ...MAIL, COUNTERSIGN_MAIL_FROM: 'a b@c' }), /COUNTERSIGN_MAIL_FROM must be/)
  assert.match(problems({ COUNTERSIGN_CHANNEL_KEY: 'short' }), /COUNTERSIGN_CHANNEL_KEY must be/)
})

test('one translation service is set, with its key', () => {
  const TRANSLATE = { COUNTERSIGN_TRANSLATE_URL: 'https://translate.example' }
  assert.deepEqual(readConfig({ ...TRANSLATE, COUNTERSIGN_TRANSLATE_KEY: 'k' }).translator, {
    ...{ url: 'https://translate.example', key: 'k', allowPrivate: [] },
  })
  const signed = { COUNTERSIGN_TRANSLATOR_URL: 'https://x.example', COUNTERSIGN_TRANSLATOR_SECRET: SECRET }
  assert.throws(() => readConfig({ ...TRANSLATE, ...signed }), /COUNTERSIGN_TRANSLATOR_URL are both set/)
  assert.throws(() => readConfig({ COUNTERSIGN_TRANSLATE_KEY: 'k' }), /COUNTERSIGN_TRANSLATE_URL is missing/)
})

test('only a token opens the metrics to other machines', () => {
  const problems = (env: Record<string, string>) => {
    try {
      readConfig(env)
      return ''
    } catch (error) {
      return String(error)
    }
  }
  const PORT = { COUNTERSIGN_METRICS_PORT: '9464' }
  assert.deepEqual(readConfig(PORT).metrics, { host: '127.0.0.1', port: 9464 })
  assert.match(problems({ ...PORT, COUNTERSIGN_METRICS_HOST: '0.0.0.0' }), /COUNTERSIGN_METRICS_TOKEN is missing/)
  assert.match(
    problems({ ...PORT, COUNTERSIGN_METRICS_TOKEN: 'short' }),
    /COUNTERSIGN_METRICS_TOKEN must be at least 32/,
  )
  assert.match(problems({ COUNTERSIGN_METRICS_HOST: '::1' }), /COUNTERSIGN_METRICS_PORT is missing/)
  assert.match(problems({ COUNTERSIGN_METRICS_TOKEN: METRICS_TOKEN }), /COUNTERSIGN_METRICS_PORT is missing/)
})
