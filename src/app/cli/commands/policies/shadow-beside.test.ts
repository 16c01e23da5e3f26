import assert from 'node:assert/strict'
import { once } from 'node:events'
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { DESK_TOKEN } from '../../../../../test/support/mastodon/mastodon-data.ts'
import { startMastodon } from '../../../../../test/support/mastodon/start-mastodon.ts'
import { tempDir } from '../../../../../test/support/temp-dir.ts'
import { runProgram } from '../../program.ts'

async function run(env: Record<string, string>, ...args: string[]) {
  const [out, err]: [string[], string[]] = [[], []]
  const code = await runProgram(['shadow', ...args, '--json'], {
    env: { COUNTERSIGN_POLICIES: 'policies', ...env },
    print: (line) => void out.push(line),
    printError: (line) => void err.push(line),
  })
  return { code, body: out.length === 0 ? {} : JSON.parse(out.join('')), err: err.join('\n') }
}

test('a Mastodon server is watched by reads alone and compared', async (t) => {
  const mastodon = await startMastodon(t)
  const token = mastodon.data.tokens.get(DESK_TOKEN)
  if (token) token.scopes = ['admin:read:accounts']
  const [vale, owner] = ['109', '2'].map((id) => mastodon.data.accounts.get(id))
  assert.ok(vale && owner)
  owner.silenced = true
  vale.followers = 2_000_000
  const folder = tempDir(t)
  const [platforms, file, csv] = ['platforms.yaml', 'weeks.json', 'weeks.csv'].map((name) => join(folder, name))
  assert.ok(platforms && file && csv)
  writeFileSync(platforms, `platforms:\n  social:\n    connector: mastodon\n    url: ${mastodon.url}\n`)
  const env = { COUNTERSIGN_PLATFORMS: platforms, COUNTERSIGN_PLATFORM_SOCIAL_TOKEN: DESK_TOKEN }

  const began = await run(env, 'begin', file, '--platform', 'social')
  assert.deepEqual([began.code, began.body.observed, began.body.tool], [0, 0, 'mastodon'], began.err)
  assert.equal(statSync(file).mode & 0o777, 0o600)
  vale.suspended = true
  assert.equal((await run(env, 'observe', file)).body.observed, 1, 'what stood before is no act of these weeks')
  assert.equal((await run(env, 'observe', file)).body.observed, 1)
  const { body: report } = await run(env, 'compare', file, '--csv', csv)
  assert.deepEqual([report.enforcements, report.needed], [1, 1])
  assert.deepEqual([report.farthest[0].handle, report.farthest[0].endedAt], ['vale', null])
  assert.match(readFileSync(csv, 'utf8'), /^account,.*\r?\n109,,vale,suspend,/)

  vale.suspended = false
  await run(env, 'observe', file)
  assert.notEqual((await run(env, 'compare', file)).body.farthest[0].endedAt, null)
  assert.deepEqual(
    mastodon.requests.filter((request) => !request.startsWith('GET ')),
    [],
  )
  mastodon.fault({ on: /./, kind: 'down' })
  const away = await run(env, 'observe', file)
  assert.deepEqual([away.code, /^Nothing was read: .*The file is as before\./.test(away.err)], [1, true], away.err)
  assert.match((await run(env, 'begin', file, '--platform', 'social')).err, /exists\. Name a new file/)
  assert.match(
    (await run(env, 'begin', `${file}2`, '--platform', 'forum')).err,
    /no platform forum of the kind mastodon/,
  )
})

const DID = `did:plc:${'v'.repeat(24)}`
const PASSWORD = 'a password of the administrator'

/** An Ozone service with events that a test adds, and the AppView that counts followers. */
async function startOzone(t: TestContext) {
  const events: object[] = []
  const requests: string[] = []
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://ozone')
    requests.push(`${request.method} ${pathname}`)
    const isAdmin = request.headers.authorization === `Basic ${Buffer.from(`admin:${PASSWORD}`).toString('base64')}`
    const answers: Record<string, () => [number, object]> = {
      '/xrpc/tools.ozone.moderation.queryEvents': () =>
        isAdmin ? [200, queryEvents(events, searchParams)] : [401, { error: 'AuthMissing' }],
      '/xrpc/app.bsky.actor.getProfile': () => [200, { did: DID, handle: 'vale.test', followersCount: 3_000_000 }],
      '/xrpc/com.atproto.repo.getRecord': () => [400, { error: 'RecordNotFound' }],
    }
    const [status, body] = answers[pathname]?.() ?? [404, {}]
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, events, requests }
}

/** Pages of one event, so that a test also follows the cursor. */
function queryEvents(events: object[], query: URLSearchParams) {
  const later = events.filter(
    (event) => 'createdAt' in event && String(event.createdAt) > (query.get('createdAfter') ?? ''),
  )
  const at = Number(query.get('cursor') ?? 0)
  const isLast = at + 1 >= later.length
  return { events: later.slice(at, at + 1), ...(isLast ? {} : { cursor: String(at + 1) }) }
}

test('an Ozone service is watched by its events, with their times', async (t) => {
  const { url, events, requests } = await startOzone(t)
  const folder = tempDir(t)
  const [platforms, file, password] = ['platforms.yaml', 'weeks.json', 'password'].map((name) => join(folder, name))
  assert.ok(platforms && file && password)
  writeFileSync(platforms, `platforms:\n  bluesky:\n    connector: atproto\n    pds: ${url}\n    appview: ${url}\n`)
  writeFileSync(password, `${PASSWORD}\n`)
  const env = { COUNTERSIGN_PLATFORMS: platforms }
  const begin = ['begin', file, '--platform', 'bluesky', '--ozone', url]
  assert.match((await run(env, ...begin)).err, /--password-file/)
  assert.equal((await run(env, ...begin, '--password-file', password)).code, 0)

  const event = (kind: string, minute: number, more: object = {}) => ({
    ...{ event: { $type: `tools.ozone.moderation.defs#${kind}`, ...more }, subjectHandle: 'vale.test' },
    ...{ subject: { $type: 'com.atproto.admin.defs#repoRef', did: DID }, id: minute, createdBy: DID },
    createdAt: new Date(Date.now() + minute * 60_000).toISOString(),
  })
  events.push(event('modEventReport', 1), event('modEventTakedown', 2, { durationInHours: 24 }))
  events.push(event('modEventReverseTakedown', 12))
  const observed = await run(env, 'observe', file, '--password-file', password)
  assert.deepEqual([observed.code, observed.body.observed], [0, 1], observed.err)
  assert.equal((await run(env, 'observe', file, '--password-file', password)).body.observed, 1)
  const { body: report } = await run(env, 'compare', file)
  const [farthest] = report.farthest
  assert.deepEqual([report.needed, farthest.action, farthest.facts.reach], [1, 'suspend', 3_000_000])
  assert.equal(Math.round(farthest.offlineMs / 60_000), 10)
  assert.deepEqual(
    requests.filter((request) => !request.startsWith('GET ')),
    [],
  )
})
