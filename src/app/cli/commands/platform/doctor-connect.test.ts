import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { startDemo } from '../../../../../demo/start-demo.ts'
import { freshDatabase } from '../../../../../test/support/fresh-database.ts'
import { DESK_TOKEN } from '../../../../../test/support/mastodon/mastodon-data.ts'
import { startMastodon } from '../../../../../test/support/mastodon/start-mastodon.ts'
import { namedPlatform } from '../../../../../test/support/platforms.ts'
import { tempDir } from '../../../../../test/support/temp-dir.ts'
import { SECRET } from '../../../../../test/support/working-desk.ts'
import { ConnectorError } from '../../../../foundation/connector/connector.ts'
import { NO_GROUNDS } from '../../../../foundation/connector/effect-signer.ts'
import { DESK, UNTOUCHED } from '../../../../foundation/domain.ts'
import { readOnly } from '../../../../connectors/read-only.ts'
import { addKey } from '../../../../people/access/keys.ts'
import { runProgram } from '../../program.ts'

interface Told {
  name: string
  steps: { id: string; result: string; found: string; fix: string | null }[]
  abilities: { guarantees: Record<string, boolean>; stated: { name: string } | null }
}

/** Runs the command and returns the steps of each platform, by their ids. */
async function check(env: Record<string, string>, ...args: string[]) {
  const [out, err]: [string[], string[]] = [[], []]
  const code = await runProgram(['doctor', 'connect', '--json', ...args], {
    env,
    print: (line) => void out.push(line),
    printError: (line) => void err.push(line),
  })
  const platforms: Told[] = out.length === 0 ? [] : JSON.parse(out.join('')).platforms
  const results = platforms.map(({ steps }) => Object.fromEntries(steps.map(({ id, result }) => [id, result])))
  const fixOf = (id: string) => platforms[0]?.steps.find((step) => step.id === id)?.fix ?? ''
  return { code, results, platforms, fixOf, err: err.join('\n') }
}

async function startHarbour(t: TestContext) {
  const demo = await startDemo({ port: 0, folder: tempDir(t), secrets: [SECRET], faults: true })
  t.after(() => demo.close())
  const env: Record<string, string> = {
    COUNTERSIGN_DATA: tempDir(t),
    COUNTERSIGN_PLATFORM_URL: `${demo.url}/countersign`,
    COUNTERSIGN_PLATFORM_SECRET: SECRET,
  }
  return { demo, env }
}

test('"doctor connect" tries every read of a platform and changes nothing', async (t) => {
  const { demo, env } = await startHarbour(t)
  const states = () => demo.store.committed.all`select * from account order by id`
  const before = states()
  const post = String(demo.store.committed.get`select id from content limit 1`?.id)
  const { code, results } = await check(env, '--account', 'rosa', '--content', post)
  const { agreement, incoming, media, actors, ...tried } = results[0] ?? {}
  assert.deepEqual(tried, {
    ...{ address: 'passed', tls: 'passed', clock: 'passed', credentials: 'passed', facts: 'passed' },
    ...{ read_back: 'passed', visit: 'passed', profile: 'passed', recent_posts: 'passed', content: 'passed' },
  })
  assert.deepEqual([code, agreement, incoming, actors], [0, 'skipped', 'skipped', 'passed'])
  assert.deepEqual(states(), before)
  const wrong = await check(env, '--account', 'nobody')
  assert.deepEqual([wrong.code, wrong.results[0]?.facts, wrong.results[0]?.read_back], [3, 'failed', 'failed'])
})

test('"doctor connect" says what to fix, and stops at the first cause', async (t) => {
  const { demo, env } = await startHarbour(t)
  const other = `whsec_${Buffer.alloc(32, 77).toString('base64')}`
  const secret = await check({ ...env, COUNTERSIGN_PLATFORM_SECRET: other })
  assert.deepEqual([secret.code, secret.results[0]?.credentials, secret.results[0]?.facts], [3, 'failed', undefined])
  assert.match(secret.fixOf('credentials'), /Give both the same one: COUNTERSIGN_PLATFORM_SECRET\./)

  const away = await check({ ...env, COUNTERSIGN_PLATFORM_URL: 'http://127.0.0.1:9/countersign' })
  assert.deepEqual([away.results[0]?.address, away.results[0]?.credentials], ['failed', 'skipped'])
  const plain = await check({
    ...env,
    COUNTERSIGN_PLATFORM_URL: env.COUNTERSIGN_PLATFORM_URL?.replace('http', 'https') ?? '',
  })
  assert.deepEqual([plain.results[0]?.address, plain.results[0]?.tls], ['passed', 'failed'])

  demo.faults.set({ fault: 'failing' })
  assert.equal((await check(env)).results[0]?.credentials, 'failed')
  const none = await check({ COUNTERSIGN_DATA: tempDir(t) })
  assert.deepEqual([none.code, none.err.startsWith('Nothing was checked: no platform is configured.')], [1, true])
})

test('"doctor connect" names missing scopes and a revoked key of a webhook', async (t) => {
  const mastodon = await startMastodon(t)
  const { pool, url } = await freshDatabase(t)
  const { id: keyId } = await addKey({ db: pool }, { name: 'social', scopes: ['report'] }, DESK)
  const file = join(tempDir(t), 'platforms.yaml')
  writeFileSync(
    file,
    `platforms:\n  social:\n    connector: mastodon\n    url: ${mastodon.url}\n    webhookKey: ${keyId}\n`,
  )
  const env = {
    ...{ DATABASE_URL: url, COUNTERSIGN_DATA: tempDir(t), COUNTERSIGN_PLATFORMS: file },
    COUNTERSIGN_PLATFORM_SOCIAL_TOKEN: DESK_TOKEN,
    COUNTERSIGN_PLATFORM_SOCIAL_WEBHOOK_SECRET: 'a'.repeat(40),
  }
  const whole = await check(env, '--account', '109')
  assert.deepEqual(
    [whole.results[0]?.credentials, whole.results[0]?.read_back, whole.results[0]?.agreement],
    ['passed', 'passed', 'warned'],
  )
  assert.match(whole.platforms[0]?.steps.find(({ id }) => id === 'incoming')?.found ?? '', /platform default/)
  assert.equal(whole.platforms[0]?.abilities.guarantees.fences, false)

  const token = mastodon.data.tokens.get(DESK_TOKEN)
  if (token) token.scopes = ['read:accounts', 'read:statuses', 'admin:read:accounts']
  const lacking = await check(env)
  assert.match(lacking.platforms[0]?.steps.find(({ id }) => id === 'credentials')?.found ?? '', /admin:write:accounts/)
  assert.match(lacking.fixOf('credentials'), /COUNTERSIGN_PLATFORM_SOCIAL_TOKEN/)
  assert.deepEqual(
    mastodon.requests.filter((name) => !/^GET |^POST \/api\/v1\/admin\/accounts\/0\/enable$/.test(name)),
    [],
  )
})

test('a read-only connector sends no call with an effect', async () => {
  const { kind, settings, secrets } = namedPlatform('forum', 'http://127.0.0.1:9/')
  const connector = kind.open(settings, secrets, { now: () => new Date(), allowPrivate: [] })
  const reading = readOnly(connector)
  const subject = { kind: 'account', id: 'rosa' } as const
  const instruction = { subject, generation: 1, desired: UNTOUCHED, baseline: UNTOUCHED, reverts: [], events: [] }
  const isRefused = (error: unknown) => error instanceof ConnectorError && error.failure === 'refused'
  await assert.rejects(reading.apply(instruction, NO_GROUNDS), isRefused)
  await assert.rejects(reading.restore?.(subject, 1, []) ?? Promise.resolve(), isRefused)
  assert.deepEqual(reading.guarantees().actions.account, [])
})
