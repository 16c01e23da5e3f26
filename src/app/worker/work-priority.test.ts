import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startTestDesk } from '../../../test/support/server.ts'
import { waitFor } from '../../../test/support/wait-for.ts'
import { EVERY_GUARANTEE } from '../../foundation/connector/guarantees.ts'
import { finishJobs, type Job } from '../../foundation/jobs.ts'
import { LargeSets } from './job-sets.ts'
import { Wake } from './wake.ts'
import { type PrioritySetup, workPriority } from './work-priority.ts'

const DUE = 400
const IN_SET = 40
const STEPS = 30
const FOREVER_MS = 60_000
const NEVER = new AbortController().signal

test('many due jobs are worked on in large sets to the last', async (t) => {
  const { desk, database } = await startTestDesk(t)
  await database.ownerPool.query(
    `insert into job (kind, key, priority) select 'drive', 'account:a' || n, 'effect' from generate_series(1, $1) n`,
    [DUE],
  )
  const sizes: number[] = []
  const finish = async (jobs: readonly Job[]) => {
    sizes.push(jobs.length)
    // It takes longer than a claim, so that all places are in use.
    for (let step = 0; step < STEPS; step++) await desk.db.query('select')
    await finishJobs(desk.db, jobs)
    return new Map<Job, unknown>()
  }
  const platform = { ...desk.platform, instructionsMax: () => 200, guarantees: () => EVERY_GUARANTEE }
  const setup: PrioritySetup = {
    ...{ priority: 'effect' as const, db: desk.db, concurrencyMax: 8 },
    handle: async (_desk, job) => void (await finish([job])),
    sets: { kind: 'drive', sizeMax: IN_SET, handle: async (_desk, jobs) => finish(jobs) },
  }
  const stopping = new AbortController()
  const working = workPriority({ ...desk, platform }, setup, new Wake(), stopping.signal)
  await waitFor('all jobs', async () => sizes.reduce((sum, size) => sum + size, 0) === DUE)
  stopping.abort()
  await working
  assert.ok(sizes.length <= (2 * DUE) / IN_SET, sizes.join(' '))
})

test('a loop waits for large sets only while they progress', async () => {
  const [first, second] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const sets = new LargeSets(2, FOREVER_MS)
  sets.add(first.promise)
  await sets.waitUntilFree(NEVER)
  assert.equal(sets.isFree, true)
  sets.add(second.promise)
  const waiting = sets.waitUntilFree(NEVER)
  assert.equal(sets.isFree, false)
  first.resolve()
  await waiting
  assert.equal(sets.isFree, true)

  const slow = new LargeSets(1, 1)
  slow.add(second.promise)
  await slow.waitUntilFree(NEVER)
  assert.equal(slow.isFree, false, 'its platform is slow')
  second.resolve()
})

test('a loop that stops waits for no large set', async () => {
  const [set, stopping] = [Promise.withResolvers<void>(), new AbortController()]
  const sets = new LargeSets(1, FOREVER_MS)
  sets.add(set.promise)
  const waiting = sets.waitUntilFree(stopping.signal)
  stopping.abort()
  await waiting
  set.resolve()
})
