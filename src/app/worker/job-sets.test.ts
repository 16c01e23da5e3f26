import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startTestDesk } from '../../../test/support/server.ts'
import type { Connector } from '../../foundation/connector/connector.ts'
import { EVERY_GUARANTEE, type Guarantees } from '../../foundation/connector/guarantees.ts'
import { claimJobs, type Job } from '../../foundation/jobs.ts'
import { formJobSets } from './job-sets.ts'

const SUBJECTS = ['account:ash', 'account:birch', 'content:c1', 'account:far~elm', 'account:far~fir']
const CLAIMED = 3

test('a set takes further due jobs of its own platform alone', async (t) => {
  const { desk, database } = await startTestDesk(t)
  const { ownerPool: owner } = database
  await owner.query(
    `insert into job (kind, key, priority, due_at)
     select 'drive', key, 'effect', desk_now() - interval '1 minute' + place * interval '1 ms'
     from unnest($1::text[]) with ordinality given (key, place)`,
    [[...SUBJECTS, 'account:oak']],
  )
  const form = async (instructionsMax: number, sizeMax: number, guarantees: Guarantees = EVERY_GUARANTEE) => {
    await owner.query('update job set lease_until = null')
    const claimed = await claimJobs(desk.db, 'effect', CLAIMED)
    const platform: Connector = {
      ...desk.platform,
      instructionsMax: () => instructionsMax,
      guarantees: () => guarantees,
    }
    const sets = { kind: 'drive', sizeMax, handle: async () => new Map() } as const
    const formed = await formJobSets({ ...desk, platform }, { sets, db: desk.db }, claimed, sizeMax)
    return formed.map((jobs) => jobs.map(({ key }) => key).sort())
  }
  const [ash, birch, content] = SUBJECTS
  assert.deepEqual(await form(200, 200), [['account:ash', 'account:birch', 'account:oak', 'content:c1']])
  assert.deepEqual(await form(200, 0), [[ash, birch, content]])
  assert.deepEqual(await form(3, 200), [[ash, birch, content]])
  assert.deepEqual((await form(1, 200)).sort(), [[ash], [birch], [content]])
  assert.deepEqual((await form(200, 200, { ...EVERY_GUARANTEE, fences: false })).sort(), [[ash], [birch], [content]])
  const { rows } = await owner.query<{ key: string }>('select key from job where lease_until is null order by key')
  assert.deepEqual(
    rows.map(({ key }) => key),
    ['account:far~elm', 'account:far~fir', 'account:oak'],
  )
})

test('a job about no subject is alone and stops no loop', async (t) => {
  const { desk } = await startTestDesk(t)
  const stray: Job = { kind: 'drive', key: 'nonsense', priority: 'effect', leaseId: 1, attempt: 1 }
  const sets = { kind: 'drive', sizeMax: 40, handle: async () => new Map() } as const
  const platform: Connector = { ...desk.platform, instructionsMax: () => 200, guarantees: () => EVERY_GUARANTEE }
  assert.deepEqual(await formJobSets({ ...desk, platform }, { sets, db: desk.db }, [stray], 40), [[stray]])
})

test('a facts job that failed before is in no set', async (t) => {
  const { desk, database } = await startTestDesk(t)
  await database.ownerPool.query(
    `insert into job (kind, key, priority, due_at, attempt)
     select 'facts', key, 'background', desk_now() - interval '1 minute' + place * interval '1 ms', attempts
     from unnest($1::text[], $2::integer[]) with ordinality given (key, attempts, place)`,
    [
      ['account:ash', 'account:birch', 'account:elm', 'account:fir', 'account:oak'],
      [0, 1, 0, 1, 0],
    ],
  )
  const sets = { kind: 'facts', sizeMax: 50, handle: async () => new Map(), retriesAlone: true } as const
  const platform: Connector = { ...desk.platform, instructionsMax: () => 200, guarantees: () => EVERY_GUARANTEE }
  const claimed = await claimJobs(desk.db, 'background', CLAIMED)
  const formed = await formJobSets({ ...desk, platform }, { sets, db: desk.db }, claimed, 50)
  assert.deepEqual(
    formed.map((jobs) => jobs.map(({ key }) => key).sort()),
    [['account:birch'], ['account:ash', 'account:elm', 'account:oak']],
  )
})
