import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import sql from 'sql-template-tag'
import { countEffects } from '../../../../demo/record-routes.ts'
import { checkLedger, startWorkingDesk, type WorkingDesk } from '../../../../test/support/working-desk.ts'
import { type Connector, ConnectorError } from '../../../foundation/connector/connector.ts'
import { claimJobs, type Job, type JobPriority } from '../../../foundation/jobs.ts'
import type { Desk } from '../../../policy/desk.ts'
import { findEnforcement } from '../../queries.ts'
import { restoreEnforcement } from '../../restore/restore-enforcement.ts'
import type { StaffCaller } from '../../../foundation/domain.ts'
import { driveSubjects } from './drive-subjects.ts'

const LEAD: StaffCaller = { kind: 'staff', id: 'staff_0', pseudonym: 'plover', roles: ['lead'] }
const NAMES = ['ash', 'birch', 'cedar', 'elm', 'fir'] as const
const CLAIMED_MAX = 100

interface Grove extends WorkingDesk {
  /** The ids of the enforcements, in the order of the names. */
  ids: string[]
}

/** A desk without a worker that has just been asked to restore five accounts. */
async function startGrove(t: TestContext): Promise<Grove> {
  const working = await startWorkingDesk(t)
  const account = (id: string) =>
    JSON.stringify({ type: 'account', id, handle: id, displayName: id, reach: 31, verified: false, tags: [] })
  const headers = { 'content-type': 'application/x-ndjson' }
  const body = NAMES.map(account).join('\n')
  assert.equal((await fetch(`${working.demo.url}/load`, { method: 'POST', headers, body })).status, 200)
  const ids: string[] = []
  for (const name of NAMES) ids.push((await working.enforcement({ subject: `account:${name}`, action: 'suspend' })).id)
  const grove = { ...working, ids }
  await driveSubjects(working.desk, await claimDrives(grove, 'effect'))
  assert.deepEqual(new Set(await statesOf(grove)), new Set(['in_effect']))
  for (const enforcementId of ids)
    await restoreEnforcement(working.desk, { enforcementId, by: LEAD, cause: 'undo', reason: null })
  return grove
}

/** Claims the due jobs of a priority that bring subjects to their desired states. */
async function claimDrives({ desk }: Grove, priority: JobPriority): Promise<Job[]> {
  return (await claimJobs(desk.db, priority, CLAIMED_MAX)).filter(({ kind }) => kind === 'drive')
}

const statesOf = async ({ desk, ids }: Grove): Promise<(string | undefined)[]> =>
  Promise.all(ids.map(async (id) => (await findEnforcement(desk.db, id))?.state))

/** Returns a desk whose platform counts its calls. `change` replaces some of them. */
function counting({ desk }: Grove, change: Partial<Connector> = {}): { desk: Desk; calls: string[] } {
  const calls: string[] = []
  const { platform } = desk
  const counted = (name: 'apply' | 'applyBatch' | 'readBackBatch') => ({
    [name]: (...given: never[]) => {
      calls.push(name)
      const call = (change[name] ?? platform[name]) as ((...args: never[]) => unknown) | undefined
      return call?.(...given)
    },
  })
  const changed = { ...platform, ...counted('apply'), ...counted('applyBatch'), ...counted('readBackBatch') }
  return { desk: { ...desk, platform: changed }, calls }
}

async function checkAll(grove: Grove): Promise<void> {
  // The worker numbers the entries of the ledger.
  grove.work()
  assert.equal(countEffects(grove.demo.store).duplicateEffects, 0)
  await checkLedger(grove.desk)
}

test('a set is restored by one call and one read-back', async (t) => {
  const grove = await startGrove(t)
  const { desk, calls } = counting(grove)
  for (const name of NAMES) assert.equal(await grove.visit(`account:${name}`), 410)
  assert.equal((await driveSubjects(desk, await claimDrives(grove, 'restore'))).size, 0)
  assert.deepEqual(calls, ['applyBatch', 'readBackBatch'])
  assert.deepEqual(new Set(await statesOf(grove)), new Set(['restored']))
  for (const name of NAMES) assert.equal(await grove.visit(`account:${name}`), 200)
  await checkAll(grove)
})

test('a subject that fails in a set delays no other of it', async (t) => {
  const grove = await startGrove(t)
  const { platform } = grove.desk
  const unavailable = new ConnectorError('unavailable', 'not now')
  const { desk } = counting(grove, {
    applyBatch: async (attempts) => {
      const outcomes = await platform.applyBatch?.(attempts.slice(1))
      return [unavailable, ...(outcomes ?? [])]
    },
  })
  const jobs = await claimDrives(grove, 'restore')
  await driveSubjects(desk, jobs)
  const expected = NAMES.map((name) => (jobs[0]?.key === `account:${name}` ? 'restoring' : 'restored'))
  assert.deepEqual(await statesOf(grove), expected)
  const left = await desk.db.listValues<string>(sql`
    select key from job where kind = 'drive' and priority = 'restore' and lease_until is null`)
  assert.deepEqual(left, [jobs[0]?.key], 'it is tried again, and held by no worker')
  await checkAll(grove)
})

test('a batch without an answer is tried again, and acts once', async (t) => {
  const grove = await startGrove(t)
  const { platform } = grove.desk
  const { desk } = counting(grove, {
    applyBatch: async (attempts) => {
      await platform.applyBatch?.(attempts)
      throw new ConnectorError('timeout', 'no answer in time')
    },
  })
  await driveSubjects(desk, await claimDrives(grove, 'restore'))
  assert.deepEqual(new Set(await statesOf(grove)), new Set(['restoring']))
  await grove.database.ownerPool.query(`update job set due_at = desk_now() where kind = 'drive'`)
  await driveSubjects(grove.desk, await claimDrives(grove, 'restore'))
  assert.deepEqual(new Set(await statesOf(grove)), new Set(['restored']))
  await checkAll(grove)
})

test('a row that PostgreSQL refuses keeps no other subject of its set', async (t) => {
  const grove = await startGrove(t)
  const { ownerPool: owner } = grove.database
  const { rows } = await owner.query(`delete from enforcement_restore where enforcement_id = $1 returning *`, [
    grove.ids[2],
  ])
  const failures = await driveSubjects(grove.desk, await claimDrives(grove, 'restore'))
  assert.deepEqual(
    [...failures.keys()].map(({ key }) => key),
    [`account:${NAMES[2]}`],
  )
  assert.deepEqual(
    await statesOf(grove),
    NAMES.map((_, place) => (place === 2 ? 'restoring' : 'restored')),
  )
  assert.equal(rows.length, 1)
})

test('a subject whose row is locked keeps no other waiting', async (t) => {
  const grove = await startGrove(t)
  const client = await grove.desk.db.connect()
  try {
    await client.query('begin')
    await client.query(`select from subject_state where subject = $1 for update`, [`account:${NAMES[1]}`])
    const driving = driveSubjects(grove.desk, await claimDrives(grove, 'restore'))
    const others = grove.ids.filter((_, place) => place !== 1)
    for (const id of others) await grove.enforcementIn(id, 'restored')
    assert.equal((await statesOf(grove))[1], 'restoring')
    await client.query('rollback')
    await driving
  } finally {
    client.release()
  }
  assert.deepEqual(new Set(await statesOf(grove)), new Set(['restored']))
})
