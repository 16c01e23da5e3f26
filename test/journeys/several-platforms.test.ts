import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { routePlatforms } from '../../src/connectors/route-platforms.ts'
import { restoreEnforcement } from '../../src/enforcement/restore/restore-enforcement.ts'
import { findEnforcement } from '../../src/enforcement/queries.ts'
import { type Connector, ConnectorError } from '../../src/foundation/connector/connector.ts'
import { EVERY_GUARANTEE, type Guarantees } from '../../src/foundation/connector/guarantees.ts'
import type { StaffCaller } from '../../src/foundation/domain.ts'
import { givenPlatform } from '../support/platforms.ts'
import { checkLedger, startWorkingDesk, type WorkingDesk } from '../support/working-desk.ts'

const ROSA = 'account:rosa'
const ROSA_AT_FORUM = 'account:forum~rosa'
const LEAD: StaffCaller = { kind: 'staff', id: 'staff_0', pseudonym: 'plover', roles: ['lead'] }
/** More than the worker makes at a time: eight effects and sixteen restores. */
const HANGING = 24
const LATE_MS_MAX = 60_000
/** The rest of a window of requests. */
const REST_MS = 60_000

const undo = ({ desk }: WorkingDesk, enforcementId: string) =>
  restoreEnforcement(desk, { enforcementId, by: LEAD, cause: 'mistake', reason: null })

/** Lets the desk moderate the demo platform by these connectors. */
async function moderate(working: WorkingDesk, platforms: Record<string, Connector>): Promise<void> {
  await givenPlatform(working.desk.db, 'forum')
  Object.assign(working.desk, { platform: routePlatforms(new Map(Object.entries(platforms))) })
}

test('a platform that never answers delays no other platform', async (t) => {
  const working = await startWorkingDesk(t)
  const { platform } = working.desk
  const { promise: never, reject: end } = Promise.withResolvers<never>()
  t.after(() => end(new Error('the test has ended')))
  never.catch(() => undefined)
  let asked = 0
  const hang = () => {
    asked++
    return never
  }
  const hanging = { ...platform, apply: hang, readBack: hang, facts: hang }
  await moderate(working, { default: platform, forum: hanging })
  for (let each = 0; each < HANGING; each++)
    await working.enforcement({ subject: `account:forum~${each}`, action: 'suspend' })
  working.work()
  await working.untilSo('the platform to hang', async () => asked >= 2)
  const enforcement = await working.enforcement({ subject: ROSA, action: 'suspend' })
  await working.enforcementIn(enforcement.id, 'in_effect')
  assert.equal(await working.visit(ROSA), 410)
  await undo(working, enforcement.id)
  await working.enforcementIn(enforcement.id, 'restored')
  assert.equal(await working.visit(ROSA), 200)
})

for (const failure of ['no_such_subject', 'refused'] as const) {
  test(`a late call is undone after the platform answered ${failure}`, async (t) => {
    const working = await startWorkingDesk(t, { driven: true })
    const { platform } = working.desk
    const guarantees: Guarantees = { ...EVERY_GUARANTEE, fences: false, lateMsMax: LATE_MS_MAX }
    const calls: (() => Promise<unknown>)[] = []
    let isFailing = true
    const apply: Connector['apply'] = (...call) => {
      if (!isFailing) return platform.apply(...call)
      calls.push(() => platform.apply(...call))
      return Promise.reject(new ConnectorError(calls.length === 1 ? 'timeout' : failure, 'the fault of a test'))
    }
    await moderate(working, { default: platform, forum: { ...platform, guarantees: () => guarantees, apply } })
    working.work()
    const enforcement = await working.enforcement({ subject: ROSA_AT_FORUM, action: 'suspend' })
    await working.untilSo('the platform to refuse it', async () => calls.length >= 2)
    await working.untilSo('the desk to give it up', async () => {
      const found = await findEnforcement(working.desk.db, enforcement.id)
      return found?.state === 'releasing' ? found.failing : found?.state === 'failed'
    })
    await calls[0]?.()
    assert.equal(await working.visit(ROSA), 410, 'the first call acts late')
    isFailing = false
    await working.untilSo('visitors to see it', async () => (await working.visit(ROSA)) === 200)
    assert.equal((await findEnforcement(working.desk.db, enforcement.id))?.state, 'releasing')
    await working.advance(LATE_MS_MAX)
    await working.advance(LATE_MS_MAX)
    await working.enforcementIn(enforcement.id, 'failed')
    assert.equal(await working.visit(ROSA), 200)
    await checkLedger(working.desk)
  })
}

test('a used-up limit of requests is waited for, and least by restores', async (t) => {
  const working = await startWorkingDesk(t, { driven: true })
  const { platform } = working.desk
  let left = Number.POSITIVE_INFINITY
  const apply: Connector['apply'] = (...call) =>
    left-- > 0
      ? platform.apply(...call)
      : Promise.reject(new ConnectorError('over_budget', 'the limit', { retryAfterMs: REST_MS }))
  await moderate(working, { default: platform, forum: { ...platform, apply } })
  working.work()
  const waitMs = () =>
    working.untilSo('the attempt to wait', async () => {
      const { rows } = await working.desk.db.query<{ waitMs: number }>(
        `select extract(epoch from due_at - desk_now())::float8 * 1000 as "waitMs" from job
         where kind = 'drive' and due_at > desk_now() + interval '5 seconds'`,
      )
      return rows[0]?.waitMs
    })
  const suspended = await working.enforcement({ subject: ROSA_AT_FORUM, action: 'suspend' })
  await working.enforcementIn(suspended.id, 'in_effect')
  left = 0
  await undo(working, suspended.id)
  assert.ok((await waitMs()) <= REST_MS / 2, 'a restore')
  left = Number.POSITIVE_INFINITY
  await working.advance(REST_MS)
  await working.enforcementIn(suspended.id, 'restored')
  left = 0
  await working.enforcement({ subject: ROSA_AT_FORUM, action: 'lock' })
  assert.ok((await waitMs()) > REST_MS / 2, 'a restriction')
})

test('the late end of an effect pages where the platform ends nothing', async (t) => {
  const working = await startWorkingDesk(t, { driven: true })
  const { platform, guarantees } = {
    platform: working.desk.platform,
    guarantees: { ...EVERY_GUARANTEE, reverts: false },
  }
  let isAway = false
  const apply: Connector['apply'] = (...call) =>
    isAway ? Promise.reject(new ConnectorError('unreachable', 'away')) : platform.apply(...call)
  await moderate(working, { default: platform, forum: { ...platform, guarantees: () => guarantees, apply } })
  working.work()
  const durationMs = 10 * REST_MS
  const { id } = await working.enforcement({ subject: ROSA_AT_FORUM, action: 'suspend', durationMs })
  await working.enforcementIn(id, 'in_effect')
  isAway = true
  await working.advance(durationMs)
  await working.enforcementIn(id, 'restoring')
  const pages = () => working.desk.db.listValues<string>(sql`select enforcement_id from alert where kind = 'offline'`)
  assert.deepEqual(await pages(), [], 'not late yet')
  await working.advance(3 * REST_MS)
  await working.untilSo('a page', async () => (await pages()).length > 0)
  isAway = false
  await working.enforcementIn(id, 'restored')
  assert.deepEqual(await pages(), [id], 'once')
})

test('a restore without fences counts once late calls are over', async (t) => {
  const working = await startWorkingDesk(t, { driven: true })
  const { platform } = working.desk
  const guarantees: Guarantees = { ...EVERY_GUARANTEE, fences: false, lateMsMax: LATE_MS_MAX }
  await moderate(working, { default: platform, forum: { ...platform, guarantees: () => guarantees } })
  working.work()
  // The second time shows that read-backs without generations are no older than the last one.
  for (let time = 0; time < 2; time++) {
    const enforcement = await working.enforcement({ subject: ROSA_AT_FORUM, action: 'suspend' })
    await working.enforcementIn(enforcement.id, 'in_effect')
    assert.equal(await working.visit(ROSA), 410)
    await undo(working, enforcement.id)
    await working.untilSo('visitors to see it', async () => (await working.visit(ROSA)) === 200)
    assert.equal((await working.enforcementIn(enforcement.id, 'restoring')).state, 'restoring')
    await working.advance(LATE_MS_MAX)
    await working.advance(LATE_MS_MAX)
    await working.enforcementIn(enforcement.id, 'restored')
    assert.equal(await working.visit(ROSA), 200)
  }
  await checkLedger(working.desk)
})
