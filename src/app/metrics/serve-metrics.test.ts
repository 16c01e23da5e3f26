import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { request } from 'node:http'
import { type TestContext, test } from 'node:test'
import sql from 'sql-template-tag'
import { cleanUp } from '../../../test/support/clean-up.ts'
import { givenReport } from '../../../test/support/desk-flow.ts'
import { waitFor } from '../../../test/support/wait-for.ts'
import { startWorkingDesk } from '../../../test/support/working-desk.ts'
import { routePlatforms } from '../../connectors/route-platforms.ts'
import { lockForRestore } from '../../enforcement/restore/restore-enforcement.ts'
import { inTransaction } from '../../foundation/database/db.ts'
import { openPool } from '../../foundation/database/open-pool.ts'
import { DESK } from '../../foundation/domain.ts'
import { DEFAULT_PLATFORM } from '../../foundation/platforms.ts'
import { countSnapshots } from '../../oversight/insights/snapshots/count-snapshots.ts'
import type { MeasuredPools } from './process-metrics.ts'
import { serveMetrics } from './serve-metrics.ts'

const TOKEN = 'a-token-of-thirty-two-characters'

async function serve(t: TestContext, pools: MeasuredPools, token?: string): Promise<string> {
  const { url, close } = await serveMetrics(pools, { host: '127.0.0.1', port: 0, ...(token && { token }) })
  cleanUp(t, close)
  return url
}

/** Returns the samples of a scrape by name and labels. */
async function scrape(url: string): Promise<{ text: string; samples: Map<string, number> }> {
  const text = await (await fetch(url)).text()
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'))
  return {
    text,
    samples: new Map(lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.split(' ').at(-1))])),
  }
}

test("the metrics show the process's work and the desk's state", async (t) => {
  const working = await startWorkingDesk(t)
  const { desk, enforcement, enforcementIn, database } = working
  const url = await serve(t, desk)
  await givenReport(working, { kind: 'account', id: 'rosa' })
  const { id } = await enforcement({ subject: 'account:rosa', action: 'suspend' })
  // Before the worker begins, which checks a ledger itself that was never checked.
  await database.ownerPool.query(sql`
    insert into ledger_check (began_at, ended_at, entries, tables, checkpoints, problem_count, problems)
    values (desk_now(), desk_now() - interval '1 hour', 1, 1, 0, 2, '[]')`)
  const platform = routePlatforms(new Map([[DEFAULT_PLATFORM, desk.platform]]))
  working.workAs(Object.create(desk, { platform: { value: platform } }))
  await enforcementIn(id, 'in_effect')
  await inTransaction(desk.db, async (tx) =>
    (await lockForRestore(tx, id)).restore({ cause: 'mistake', by: DESK, reason: null }),
  )
  await enforcementIn(id, 'restored')
  await countSnapshots(desk)

  const seen = await waitFor('the restore to be measured', async () => {
    const { text, samples } = await scrape(url)
    return samples.get('countersign_restore_visible_seconds_count{cause="mistake"}') === 1 && { text, samples }
  })
  const { samples, text } = seen
  const value = (name: string) => samples.get(name) ?? Number.NaN
  assert.equal(value('countersign_reports_total{outcome="new"}'), 1)
  assert.equal(value('countersign_report_durable_seconds_count'), 1)
  assert.equal(value('countersign_http_requests_total{method="POST",route="/v1/reports",status="201"}'), 1)
  assert.equal(value('countersign_enforcement_moves_total{state="in_effect"}'), 1)
  assert.ok(
    value('countersign_platform_call_seconds_count{platform="default",purpose="restore",outcome="answered"}') >= 1,
  )
  assert.ok(value('countersign_jobs_worked_total{kind="drive",outcome="done"}') >= 2)
  assert.equal(value('countersign_database_connections_max{pool="restores"}'), 2)
  assert.equal(value('countersign_state_readable'), 1)
  assert.equal(value('countersign_enforcements{state="awaiting_approval"}'), 0)
  assert.ok(value('countersign_ledger_verified_age_seconds') >= 3_600)
  assert.equal(value('countersign_ledger_problems{check="whole"}'), 2)
  assert.ok(value('countersign_jobs_due{priority="restore"}') >= 0)
  assert.doesNotMatch(text, /rosa|enf_\d|case_\d|staff_\d/)
})

test('the state is counted as of the last snapshot and by state', async (t) => {
  const { desk, database } = await startWorkingDesk(t, { driven: true })
  const at = new Date('2026-05-04T09:00:00Z')
  await database.ownerPool.query(sql`insert into queue_snapshot (at) values (${at})`)
  await database.ownerPool.query(sql`
    insert into queue_snapshot_cell (at, rolled_up, queue, language, waiting, late, oldest, ages, cases)
    values (${at}, 1, 'urgent', null, 7, 2, ${new Date('2026-05-04T08:00:00Z')}, '{60}', '{7}'),
      (${at}, 0, 'urgent', 'de', 7, 2, ${at}, '{60}', '{7}')`)
  const job = (priority: string, dueAt: string, lease: string | null) =>
    database.ownerPool.query(sql`
      insert into job (kind, key, priority, due_at, lease_until) values ('deliver', ${dueAt}, ${priority}, ${dueAt}, ${lease})`)
  await job('notice', '2026-05-04T08:59:00Z', null)
  await job('notice', '2026-05-04T08:59:59Z', null)
  await job('notice', '2026-05-04T08:58:00Z', '2026-05-04T09:00:10Z')
  await job('notice', '2026-05-04T09:10:00Z', null)
  const { samples } = await scrape(await serve(t, desk))
  const found = [...samples].filter(([name]) => /queue_|jobs_(due|late|oldest)\S*notice/.test(name))
  assert.deepEqual(Object.fromEntries(found), {
    'countersign_queue_cases{queue="urgent"}': 7,
    'countersign_queue_late_cases{queue="urgent"}': 2,
    'countersign_queue_oldest_seconds{queue="urgent"}': 3_600,
    countersign_queue_snapshot_age_seconds: 0,
    'countersign_jobs_due{priority="notice"}': 2,
    'countersign_jobs_late{priority="notice"}': 1,
    'countersign_jobs_oldest_seconds{priority="notice"}': 60,
  })
})

test('promtool accepts the metrics', { skip: noPromtool() }, async (t) => {
  const { text } = await scrape(await serve(t, unreachable(t)))
  const { status, stderr, stdout } = spawnSync('promtool', ['check', 'metrics'], { input: text, encoding: 'utf8' })
  assert.equal(status, 0, `${stdout}${stderr}`)
})

test('without its database a process serves its own figures alone', async (t) => {
  const { samples } = await scrape(await serve(t, unreachable(t)))
  assert.equal(samples.get('countersign_state_readable'), 0)
  assert.ok([...samples.keys()].some((name) => name.startsWith('nodejs_eventloop_lag')))
  assert.deepEqual(
    [...samples.keys()].filter((name) => /_(jobs_due|ledger_verified|enforcements)\b/.test(name)),
    [],
  )
})

test('only the bearer of the token reads the metrics', async (t) => {
  const url = await serve(t, unreachable(t), TOKEN)
  const status = async (headers: Record<string, string>, at = url, method = 'GET') =>
    (await fetch(at, { headers, method })).status
  assert.equal(await status({}), 401)
  assert.equal(await status({ authorization: `Bearer ${TOKEN}x` }), 401)
  assert.equal(await status({ authorization: TOKEN }), 401)
  const bearer = { authorization: `Bearer ${TOKEN}` }
  assert.equal(await status(bearer), 200)
  assert.equal(await status(bearer, url.replace('/metrics', '/v1/cases')), 404)
  assert.equal(await status(bearer, url, 'POST'), 405)
})

test('a page in a browser of the same machine reads no metrics', async (t) => {
  const url = await serve(t, unreachable(t))
  const statusOf = (headers: Record<string, string>) =>
    new Promise((resolve, reject) => {
      request(url, { headers }, (answer) => {
        answer.resume()
        resolve(answer.statusCode)
      })
        .on('error', reject)
        .end()
    })
  assert.equal(await statusOf({ host: 'evil.example:9090' }), 401)
  assert.equal(await statusOf({ origin: 'http://evil.example' }), 401)
  assert.equal(await statusOf({ host: 'localhost:9090' }), 200)
})

/** Pools of a database that isn't there. */
function unreachable(t: TestContext): MeasuredPools {
  const pool = openPool('postgres://desk@127.0.0.1:9/none', { max: 2, name: 'none', onError: () => undefined })
  cleanUp(t, () => pool.end())
  return { db: pool, restoreDb: pool, effectDb: pool, taskDb: pool }
}

function noPromtool(): string | false {
  const { error } = spawnSync('promtool', ['--version'])
  return error === undefined ? false : 'promtool is not installed (Debian: prometheus)'
}
