import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import sql from 'sql-template-tag'
import { findChange } from '../../src/admin/change/change-queries.ts'
import { startDemo } from '../../demo/start-demo.ts'
import { pinOf, pinOfNamed } from '../../src/admin/setup/connector-pin.ts'
import { claimConnector, claimPlatforms, connectPlatforms } from '../../src/app/cli/run/claim-connector.ts'
import { runProgram } from '../../src/app/cli/program.ts'
import { ROUTES } from '../../src/app/http/routes.ts'
import { ATPROTO } from '../../src/connectors/atproto/atproto-kind.ts'
import { MASTODON } from '../../src/connectors/mastodon/mastodon-kind.ts'
import type { NamedPlatform } from '../../src/connectors/read-platforms.ts'
import type { PlatformWebhook } from '../../src/foundation/connector/platform-webhook.ts'
import { accountCreated, deliver } from '../support/mastodon/deliver.ts'
import { namedPlatform } from '../support/platforms.ts'
import { endSetup, findProblems, startChanging } from '../support/changes.ts'
import { freshDatabase } from '../support/fresh-database.ts'
import type { TestDeskOptions } from '../support/server.ts'
import { tempDir } from '../support/temp-dir.ts'

const secretOf = (byte: number) => `whsec_${Buffer.alloc(32, byte).toString('base64')}`
const OURS = { url: 'https://platform.example/countersign', secret: secretOf(1) }
const THEIRS = { url: 'https://elsewhere.example/countersign', secret: secretOf(2) }
const DAY_MS = 86_400_000
const CONTEXT = { now: () => new Date(), allowPrivate: [] }

async function run(args: string[], env: Record<string, string>) {
  const said: string[] = []
  const print = (line: string) => void said.push(line)
  const code = await runProgram(args, { env, print, printError: print, terminal: () => undefined })
  return { code, said: said.join('\n') }
}

const platformEnv = ({ url, secret }: typeof OURS) => ({
  COUNTERSIGN_PLATFORM_URL: url,
  COUNTERSIGN_PLATFORM_SECRET: secret,
})

test('a desk process with another platform address or secret never starts', async (t) => {
  const { pool, url, ownerPool } = await freshDatabase(t, { marked: false })
  await claimConnector(pool, THEIRS)
  await claimConnector(pool, OURS)
  await ownerPool.query('insert into setup_end default values')
  await claimConnector(pool, OURS)
  const env = { DATABASE_URL: url, COUNTERSIGN_LOG_LEVEL: 'silent', COUNTERSIGN_DATA: tempDir(t) }
  for (const [platform, why] of [
    [{ ...OURS, url: THEIRS.url }, /address of the platform is https:\/\/elsewhere.* agreed to https:\/\/platform/],
    [{ ...OURS, secret: THEIRS.secret }, /secret of the platform has the fingerprint .*connector propose/],
  ] as const) {
    for (const part of [['serve', '--port', '0'], ['work']]) {
      const { code, said } = await run(part, { ...env, ...platformEnv(platform) })
      assert.equal(code, 1)
      assert.match(said, why)
      assert.doesNotMatch(said, /whsec_/)
    }
  }
})

test('the application role changes no stored platform address', async (t) => {
  const { pool, ownerPool } = await freshDatabase(t)
  await claimConnector(pool, OURS)
  await ownerPool.query('insert into setup_end default values')
  const { address, secretFingerprint } = pinOf(THEIRS)
  for (const forged of [
    sql`insert into connector_pin (address, secret_fingerprint) values (${address}, ${secretFingerprint})`,
    sql`update connector_pin set address = ${address}`,
    sql`delete from connector_pin`,
    sql`select carry_out_connector(desk_change) from desk_change`,
  ])
    await assert.rejects(pool.query(forged), { code: '42501' })
  const { rows } = await pool.query(sql`select known from claim_connector('default', ${address}, ${secretFingerprint})`)
  assert.deepEqual(rows, [{ known: false }])
})

async function startPinned(t: TestContext, options: TestDeskOptions = {}) {
  const desk = await startChanging(t, { driven: true, ...options })
  await claimConnector(desk.db, OURS)
  const wren = await desk.person(['policy'])
  await endSetup(desk.db)
  return { ...desk, wren }
}

test("two people change the platform's address; machines restart within a day", async (t) => {
  const { db, propose, agree, pass, wren, database } = await startPinned(t)
  const wanted = { kind: 'connector', ...pinOf(THEIRS) } as const
  await assert.rejects(propose({ kind: 'connector', ...pinOf(OURS) }), /are in force already/)
  const [change, overtaken] = [await propose(wanted), await propose({ ...wanted, address: 'https://third.example/' })]
  assert.deepEqual([change.state, change.direction], ['proposed', 'looser'])
  assert.match(change.says, /go to https:\/\/elsewhere.*no longer to https:\/\/platform.*another secret/s)
  await assert.rejects(claimConnector(db, THEIRS), /two people agreed/)
  assert.equal((await agree(change)).state, 'agreed')
  await assert.rejects(claimConnector(db, THEIRS), /two people agreed/, 'it takes effect a day later')
  assert.equal(await pass(change), 'applied')
  await claimConnector(db, THEIRS)
  await claimConnector(db, OURS)
  await assert.rejects(agree(overtaken, wren), /no longer as it was/)
  await database.advance(DAY_MS + 1_000)
  await claimConnector(db, THEIRS)
  await assert.rejects(claimConnector(db, OURS), /two people agreed/)
  assert.deepEqual(await findProblems(db), [])
})

test('a new platform secret takes effect once a second person agrees', async (t) => {
  const { db, propose, agree, database } = await startPinned(t)
  const next = { ...OURS, secret: THEIRS.secret }
  const change = await propose({ kind: 'connector', ...pinOf(next) })
  assert.equal((await agree(change)).state, 'applied')
  await claimConnector(db, next)
  assert.deepEqual(await findProblems(db), [])
  await database.ownerPool.query(`update connector_pin set address = 'https://elsewhere.example/' where id = 2`)
  assert.match((await findProblems(db)).join('\n'), /^connector_pin 2: .*address/)
})

test('a further platform takes two people and stops no other', async (t) => {
  const { db, propose, agree, pass, database } = await startPinned(t)
  const forum = namedPlatform('forum')
  const claim = async (platform = forum) => {
    const { notes, claimed } = await claimPlatforms(db, [platform])
    return { notes: notes.join(), claimed: claimed.map(({ name }) => name) }
  }
  const alone = await claim()
  assert.deepEqual(alone.claimed, [], 'one person alone configured it')
  assert.match(alone.notes, /forum is not called.*connector propose --platform forum/)
  assert.doesNotMatch(alone.notes, /whsec_/)
  const change = await propose({ kind: 'connector', ...pinOfNamed(forum), platform: 'forum' })
  assert.match(change.says, /new platform forum.*https:\/\/forum\.example/)
  assert.equal((await agree(change)).state, 'agreed')
  assert.equal(await pass(change), 'applied')
  assert.deepEqual(await claim(), { notes: '', claimed: ['forum'] })
  for (const other of [
    namedPlatform('forum', 'https://elsewhere.example/'),
    { ...forum, secrets: { SECRET: OURS.secret } },
    { ...forum, kind: { ...forum.kind, kind: 'other' } },
  ])
    assert.deepEqual((await claim(other)).claimed, [])
  await claimConnector(db, OURS)
  assert.deepEqual(await findProblems(db), [])
  await database.ownerPool.query(`update connector_pin set platform = 'shop' where platform = 'forum'`)
  assert.match((await findProblems(db)).join('\n'), /^connector_pin 3: .*platform/)
})

test('no platform gets a second name', async (t) => {
  const { db, propose, agree, pass } = await startPinned(t)
  const again = namedPlatform('again', `${OURS.url}/other/path`)
  await assert.rejects(
    propose({ kind: 'connector', ...pinOfNamed(again), platform: 'again' }),
    /platform default has the address https:\/\/platform\.example already/,
  )
  const twins = [namedPlatform('forum'), namedPlatform('board', 'https://forum.example/board')]
  const [first, second] = await Promise.all(
    twins.map((one) => propose({ kind: 'connector', ...pinOfNamed(one), platform: one.name })),
  )
  assert.ok(first && second)
  for (const one of [first, second]) assert.equal((await agree(one)).state, 'agreed')
  const states = [await pass(first), (await findChange(db, second.id))?.state]
  // Both are due at one time: whichever PostgreSQL stored first is applied, and it refuses the other.
  assert.deepEqual(states.toSorted(), ['applied', 'failed'])
  const [taken, refused] = states[0] === 'applied' ? ['forum', 'board'] : ['board', 'forum']
  const { claimed, notes } = await claimPlatforms(db, [...twins, again])
  assert.deepEqual(
    claimed.map(({ name }) => name),
    [taken],
  )
  assert.match(
    notes.join(),
    new RegExp(`${refused} is not called.*platform ${taken} has the address https://forum\\.example already`),
  )
  assert.deepEqual(await findProblems(db), [])
})

test('a webhook receives nothing until two people agreed to its platform', async (t) => {
  const webhooks = new Map<string, PlatformWebhook>()
  const { app, db, propose, agree, pass } = await startPinned(t, { routes: ROUTES, webhooks })
  const settings = { url: 'https://social.example', webhookKey: 'key_1' }
  const secrets = { TOKEN: 'a-token', WEBHOOK_SECRET: 'a-secret-that-mastodon-made' }
  const social: NamedPlatform = { name: 'social', kind: MASTODON, settings, secrets }
  const send = async (platform: NamedPlatform, secret = secrets.WEBHOOK_SECRET) => {
    const connected = await connectPlatforms({ db, restoreDb: db }, { platform: OURS, platforms: [platform] }, CONTEXT)
    webhooks.clear()
    for (const [name, webhook] of connected.webhooks ?? []) webhooks.set(name, webhook)
    return (await deliver({ app }, accountCreated(), { secret })).status
  }
  assert.equal(await send(social), 404, 'one person alone configured it')
  const change = await propose({ kind: 'connector', ...pinOfNamed(social), platform: 'social' })
  assert.equal((await agree(change)).state, 'agreed')
  assert.equal(await pass(change), 'applied')
  assert.equal(await send(social), 403, 'the webhook is heard; it has no API key yet')
  const [theirs, key] = ['a-secret-that-one-person-made', 'key_2']
  for (const changed of [
    { ...social, secrets: { ...secrets, WEBHOOK_SECRET: theirs } },
    { ...social, secrets: { ...secrets, WEBHOOK_SECRET_PREVIOUS: theirs } },
    { ...social, settings: { ...settings, webhookKey: key } },
  ])
    for (const secret of [theirs, secrets.WEBHOOK_SECRET]) assert.equal(await send(changed, secret), 404)
  const bluesky: NamedPlatform = {
    ...{ name: 'bluesky', kind: ATPROTO, settings: { labeler: 'did:web:desk.example', reportKey: key } },
    secrets: { LABELER_KEY: 'a'.repeat(64) },
  }
  const { labeler } = await connectPlatforms({ db, restoreDb: db }, { platform: OURS, platforms: [bluesky] }, CONTEXT)
  assert.equal(labeler, undefined)
})

test('other settings of a platform wait a day, although its address stays', async (t) => {
  const { propose, agree, pass, database } = await startPinned(t)
  const { address, secretFingerprint } = pinOfNamed(namedPds({ appview: 'https://appview.example' }))
  await database.ownerPool.query(
    `insert into connector_pin (platform, address, secret_fingerprint) values ('pds', $1, $2)`,
    [address, secretFingerprint],
  )
  const other = pinOfNamed(namedPds({ appview: 'https://elsewhere.example' }))
  assert.equal(other.address, address)
  const change = await propose({ kind: 'connector', ...other, platform: 'pds' })
  assert.match(change.says, /platform pds.*settings or secrets differ.*which server states the reach/s)
  assert.equal((await agree(change)).state, 'agreed', 'a new source of the reach waits a day')
  assert.equal(await pass(change), 'applied')
})

const namedPds = (settings: { appview: string }): NamedPlatform => ({
  ...{ name: 'pds', kind: ATPROTO, settings: { pds: 'https://pds.example', ...settings }, secrets: {} },
})

test('the command tries a secret, shows the address and proposes', async (t) => {
  const { db, database, crane } = await startChanging(t)
  const next = secretOf(3)
  const demo = await startDemo({ port: 0, folder: tempDir(t), secrets: [OURS.secret, next] })
  t.after(() => demo.close())
  const url = `${demo.url}/countersign`
  await claimConnector(db, { url, secret: OURS.secret })
  await endSetup(db)
  const env = { DATABASE_URL: database.url, COUNTERSIGN_TOKEN: crane.token, ...platformEnv({ url, secret: next }) }
  const good = await run(['connector', 'rehearse'], env)
  assert.equal(good.code, 0, good.said)
  assert.match(good.said, /The platform Harbour answered .*Nothing was changed/s)
  const bad = await run(['connector', 'rehearse'], { ...env, COUNTERSIGN_PLATFORM_SECRET: secretOf(4) })
  assert.deepEqual([bad.code, /does not know this secret/.test(bad.said)], [1, true], bad.said)
  const gone = await run(['connector', 'rehearse'], { ...env, COUNTERSIGN_PLATFORM_URL: 'http://127.0.0.1:9/' })
  assert.deepEqual([gone.code, /Nothing was changed/.test(gone.said)], [1, true], gone.said)
  const shown = await run(['connector', 'show'], env)
  for (const secret of [OURS.secret, next])
    assert.ok(shown.said.includes(pinOf({ url, secret }).secretFingerprint), shown.said)
  const proposed = await run(['connector', 'propose', '--reason', 'yearly'], env)
  assert.equal(proposed.code, 0, proposed.said)
  assert.equal((await db.query(sql`select from desk_change where kind = 'connector'`)).rowCount, 1)
  assert.doesNotMatch(good.said + bad.said + shown.said + proposed.said, /whsec_/)
})
