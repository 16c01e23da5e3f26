import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import sql from 'sql-template-tag'
import { listen } from '../../src/app/worker/listen.ts'
import { StallAlert } from '../../src/app/worker/stall-alert.ts'
import { supervisePriority } from '../../src/app/worker/supervise-priority.ts'
import { Wake } from '../../src/app/worker/wake.ts'
import { startAlertReceiver } from '../support/alert-receiver.ts'
import { closeEarlier, freshDatabase } from '../support/fresh-database.ts'
import { givenKey } from '../support/people.ts'
import { startPart } from '../support/process-part.ts'
import { reportOf } from '../support/reports.ts'
import { startTestDesk } from '../support/server.ts'
import { startSilentProxy } from '../support/silent-proxy.ts'
import { tempDir } from '../support/temp-dir.ts'
import { waitFor } from '../support/wait-for.ts'

const DEAD_CONNECTION_MS = 5_000
const STOPPED_MS = 10_000
/** On top of what the rules allow, for a busy machine. */
const SLACK_MS = 2_000
const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`

/** One part of a desk as a process, whose way to its database leads through a proxy. */
async function startBehindProxy(t: TestContext, command: 'serve' | 'work', env: Record<string, string> = {}) {
  const database = await freshDatabase(t, { marked: false })
  const proxy = await startSilentProxy(t, database.url)
  const part = await startPart(t, {
    args: ['bin/countersign.js', command, ...(command === 'serve' ? ['--port', '0'] : [])],
    env: {
      DATABASE_URL: proxy.urlOf(database.url),
      COUNTERSIGN_DATA: tempDir(t),
      COUNTERSIGN_LOG_LEVEL: 'silent',
      COUNTERSIGN_PLATFORM_URL: 'http://127.0.0.1:9/countersign',
      COUNTERSIGN_PLATFORM_SECRET: SECRET,
      ...env,
    },
    says: command === 'serve' ? 'Serving' : 'Working',
  })
  return { database, proxy, part }
}

async function timed<T>(work: Promise<T>): Promise<{ took: number; value: T }> {
  const begun = performance.now()
  const value = await work
  return { took: performance.now() - begun, value }
}

test('a silent database stops neither intake nor SIGTERM for long', async (t) => {
  const { database, proxy, part } = await startBehindProxy(t, 'serve')
  const key = await givenKey(database.pool)
  const report = (id: string) =>
    fetch(`${part.url}/v1/reports`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key.token}`, 'content-type': 'application/json' },
      body: JSON.stringify(reportOf({ id })),
    })
  const ready = async () => (await fetch(`${part.url}/readyz`)).status
  assert.equal((await report('n-1')).status, 201)
  assert.equal(await ready(), 200)
  proxy.goSilent()
  const { took, value } = await timed(report('n-2'))
  assert.equal(value.status, 503)
  assert.ok(value.headers.has('retry-after'))
  assert.ok(took < DEAD_CONNECTION_MS + SLACK_MS, `it took ${took} ms`)
  assert.equal(await ready(), 503)
  proxy.speak()
  await waitFor('the desk to serve again', async () => (await ready()) === 200)
  assert.equal((await report('n-2')).status, 201)
  // Only the open connections are silent, so a probe over a new one succeeds: intake detects the silence by itself.
  proxy.goSilent('open')
  await waitFor('intake to go on', async () => (await report('n-3')).status === 201, 2 * DEAD_CONNECTION_MS + SLACK_MS)
  proxy.goSilent()
  const stopped = await timed(part.stop())
  assert.ok(stopped.took < STOPPED_MS + SLACK_MS, `it took ${stopped.took} ms`)
})

test('a worker with a silent database alerts, continues, and can end', async (t) => {
  const pager = await startAlertReceiver(t)
  const { database, proxy, part } = await startBehindProxy(t, 'work', {
    COUNTERSIGN_ALERT_WEBHOOK_URL: pager.alerts.url,
    COUNTERSIGN_ALERT_WEBHOOK_SECRET: pager.alerts.secret,
  })
  proxy.goSilent()
  await waitFor('the pager to hear of it', async () => pager.received.some(({ data }) => data.kind === 'stalled'))
  proxy.speak()
  await waitFor('the alert to be on the record', async () => {
    const { rowCount } = await database.pool.query(sql`select from alert where kind = 'stalled'`)
    return rowCount === 1
  })
  proxy.goSilent()
  const stopped = await timed(part.stop())
  assert.ok(stopped.took < STOPPED_MS + SLACK_MS, `it took ${stopped.took} ms`)
})

test('a worker loop that hangs is restarted with one alert', async (t) => {
  const { desk, database } = await startTestDesk(t)
  await database.pool.query(sql`
    insert into job (kind, key, priority) values ('alert', '1', 'background'), ('alert', '2', 'background')`)
  const stopping = new AbortController()
  const begun: string[] = []
  const hangs = new Promise<void>((resolve) => stopping.signal.addEventListener('abort', () => resolve()))
  const setup = {
    priority: 'background',
    db: desk.db,
    concurrencyMax: 1,
    handle: async (_desk: typeof desk, { key }: { key: string }) => {
      begun.push(key)
      await hangs
    },
  } as const
  const kept = { wake: new Wake(), alert: new StallAlert(desk), stalledMs: 500 }
  const loop = supervisePriority(desk, setup, kept, stopping.signal)
  t.after(async () => {
    stopping.abort()
    await loop
  })
  await waitFor('the other row to be begun', async () => begun.length > 1)
  const alerts = await waitFor('an alert', async () => {
    const { rows } = await database.pool.query(sql`select to_role as "toRole" from alert where kind = 'stalled'`)
    return rows.length > 0 && rows
  })
  assert.deepEqual(alerts, [{ toRole: 'lead' }])
})

test('listening for notifications continues after its connection went silent', async (t) => {
  const { desk, database } = await startTestDesk(t)
  const proxy = await startSilentProxy(t, database.url)
  const stopping = new AbortController()
  const wake = new Wake()
  const listening = listen(proxy.urlOf(database.url), wake, desk.log, stopping.signal)
  t.after(async () => {
    stopping.abort()
    await listening
  })
  await waitFor('it to listen', async () => wake.hints('restore') > 0)
  proxy.goSilent('open')
  await waitFor('it to connect anew', async () => proxy.accepted() === 2, 2 * DEAD_CONNECTION_MS)
  const before = await waitFor('it to listen again', async () => wake.hints('restore') > 1 && wake.hints('restore'))
  await database.pool.query(sql`select pg_notify('countersign_job', 'restore')`)
  await waitFor('the hint to arrive', async () => wake.hints('restore') > before)
})

test('a database that accepts no writes makes the desk not ready', async (t) => {
  const { app, database } = await startTestDesk(t)
  const name = new URL(database.url).pathname.slice(1)
  await database.ownerPool.query(`alter database ${name} set default_transaction_read_only = on`)
  closeEarlier(database)
  const answer = await app.inject({ url: '/readyz' })
  assert.deepEqual([answer.statusCode, answer.json().missing], [503, 'database'])
  assert.ok(answer.headers['retry-after'])
})
