import assert from 'node:assert/strict'
import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { SMTPServer } from 'smtp-server'
import { startDemo } from '../../../../demo/start-demo.ts'
import { cleanUp } from '../../../../test/support/clean-up.ts'
import { freshDatabase } from '../../../../test/support/fresh-database.ts'
import { tempDir } from '../../../../test/support/temp-dir.ts'
import { SECRET } from '../../../../test/support/working-desk.ts'
import { runProgram } from '../program.ts'

/** Nothing answers on the port for discarding. */
const NOWHERE = '127.0.0.1:9'
const PASSWORD = 'hunter2-of-the-mail'

interface Checked {
  variable: string
  result: string
  found: string
  fix: string | null
}

async function check(env: Record<string, string>) {
  const out: string[] = []
  const code = await runProgram(['config', 'check', '--json'], {
    env,
    print: (line) => out.push(line),
    printError: () => {},
  })
  const text = out.join('\n')
  const { steps } = JSON.parse(text) as { steps: Checked[] }
  const of = (result: string) => new Set(steps.filter((step) => step.result === result).map(({ variable }) => variable))
  return { code, text, steps, of }
}

/** A mail server that lets one user in. */
async function startMail(t: TestContext): Promise<number> {
  const server = new SMTPServer({
    ...{ authOptional: false, allowInsecureAuth: true, hideSTARTTLS: true },
    onAuth: ({ password }, _session, done) => done(password === PASSWORD ? null : new Error('no'), { user: 'desk' }),
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  cleanUp(t, () => new Promise<void>((resolve) => server.close(() => resolve())))
  const address = server.server.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}

async function startGood(t: TestContext) {
  const { url } = await freshDatabase(t)
  const demo = await startDemo({
    ...{ port: 0, folder: tempDir(t), secrets: [SECRET] },
    authority: async (audience) => ({ audience, deskKeys: [] }),
  })
  cleanUp(t, () => demo.close())
  const secretFile = join(tempDir(t), 'secret')
  writeFileSync(secretFile, `${SECRET}\n`, { mode: 0o600 })
  const env = {
    ...{ DATABASE_URL: url, COUNTERSIGN_DATA: tempDir(t) },
    ...{ COUNTERSIGN_PLATFORM_URL: `${demo.url}/countersign`, COUNTERSIGN_PLATFORM_SECRET_FILE: secretFile },
    COUNTERSIGN_SMTP_URL: `smtp://desk:${PASSWORD}@127.0.0.1:${await startMail(t)}`,
    COUNTERSIGN_MAIL_FROM: 'desk@platform.example',
  }
  return { env, secretFile, demo }
}

test('"config check" passes a desk whose services all answer', async (t) => {
  const { env, secretFile } = await startGood(t)
  const good = await check(env)
  assert.deepEqual([good.code, [...good.of('failed')]], [0, []], good.text)
  for (const variable of [
    'DATABASE_URL',
    'COUNTERSIGN_PLATFORM_URL',
    'COUNTERSIGN_PLATFORM_SECRET',
    'COUNTERSIGN_SMTP_URL',
  ])
    assert.ok(good.of('passed').has(variable), variable)
  assert.ok(good.of('passed').has('COUNTERSIGN_PLATFORM_SECRET_FILE'))
  assert.ok(!good.text.includes(SECRET) && !good.text.includes(PASSWORD))

  const closed = good.steps.find(({ variable }) => variable === 'COUNTERSIGN_PUBLIC_KEY')
  assert.match(closed?.found ?? '', /appeal page of the desk, which is closed/)
  assert.deepEqual([...good.of('warned')].filter((name) => /PUBLIC|notices/.test(name)).sort(), [
    ...['COUNTERSIGN_PUBLIC_KEY', 'COUNTERSIGN_PUBLIC_ORIGIN', 'notices/settings.yaml'],
  ])
  const published = { COUNTERSIGN_PUBLIC_KEY: 'key_7', COUNTERSIGN_PUBLIC_ORIGIN: 'https://notices.harbour.io' }
  const reached = await check({ ...env, ...published })
  assert.deepEqual(
    [...reached.of('warned')].filter((name) => /PUBLIC|notices/.test(name)),
    ['notices/settings.yaml'],
  )

  chmodSync(secretFile, 0o644)
  const open = await check({ ...env, COUNTERSIGN_PLATFROM_SECRET: SECRET })
  assert.equal(open.code, 0)
  const fixOf = (variable: string) => open.steps.find((step) => step.variable === variable)?.fix
  assert.equal(fixOf('COUNTERSIGN_PLATFORM_SECRET_FILE'), `chmod 600 ${secretFile}`)
  assert.equal(fixOf('COUNTERSIGN_PLATFROM_SECRET'), 'Correct the name: COUNTERSIGN_PLATFORM_SECRET, or remove it.')
})

test('"config check" names every wrong variable at once, without values', async (t) => {
  const { env } = await startGood(t)
  const other = await freshDatabase(t)
  const wrong = await check({
    ...env,
    COUNTERSIGN_PORT: '70000',
    COUNTERSIGN_METRICS_HOST: '0.0.0.0',
    COUNTERSIGN_METRICS_PORT: '9464',
    COUNTERSIGN_PLATFORM_SECRET_FILE: '/nowhere/secret',
    MIGRATE_DATABASE_URL: other.url,
    COUNTERSIGN_POLICIES: '/nowhere/policies',
    COUNTERSIGN_SMTP_URL: env.COUNTERSIGN_SMTP_URL.replace(PASSWORD, 'hunter3'),
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://${NOWHERE}`,
    ...{ COUNTERSIGN_OIDC_ISSUER: `http://${NOWHERE}`, COUNTERSIGN_OIDC_CLIENT_ID: 'desk' },
    COUNTERSIGN_OIDC_CLIENT_SECRET: 'hunter4',
    COUNTERSIGN_ALERT_WEBHOOK_URL: `http://${NOWHERE}/`,
    COUNTERSIGN_ALERT_WEBHOOK_SECRET: SECRET,
  })
  assert.equal(wrong.code, 3)
  assert.deepEqual(
    [...wrong.of('failed')].sort(),
    [
      ...['COUNTERSIGN_ALERT_WEBHOOK_URL', 'COUNTERSIGN_METRICS_TOKEN', 'COUNTERSIGN_OIDC_ISSUER'],
      ...['COUNTERSIGN_PLATFORM_SECRET_FILE', 'COUNTERSIGN_POLICIES', 'COUNTERSIGN_PORT'],
      ...['COUNTERSIGN_SMTP_URL', 'MIGRATE_DATABASE_URL', 'OTEL_EXPORTER_OTLP_ENDPOINT'],
    ].sort(),
    wrong.text,
  )
  assert.ok(wrong.steps.every(({ result, fix }) => result !== 'failed' || fix !== null))
  assert.ok(!/hunter|whsec_[A-Za-z0-9]/.test(wrong.text), wrong.text)
})

test('"config check" tells an unreachable database and an unknown secret', async (t) => {
  const { env } = await startGood(t)
  const { COUNTERSIGN_PLATFORM_SECRET_FILE: _file, ...without } = env
  const wrong = await check({
    ...without,
    DATABASE_URL: `postgres://desk:hunter2@${NOWHERE}/none`,
    COUNTERSIGN_PLATFORM_SECRET: `whsec_${Buffer.alloc(32, 77).toString('base64')}`,
  })
  assert.deepEqual([...wrong.of('failed')].sort(), ['COUNTERSIGN_PLATFORM_SECRET', 'DATABASE_URL'], wrong.text)
  assert.ok(!wrong.text.includes('hunter2'))
})
