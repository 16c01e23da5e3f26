import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import sql from 'sql-template-tag'
import { checkLedger, startWorkingDesk, type WorkingDesk } from '../../../test/support/working-desk.ts'
import { type Connector, ConnectorError } from '../../foundation/connector/connector.ts'
import type { Action, StaffCaller } from '../../foundation/domain.ts'
import { claimJobs, type JobPriority } from '../../foundation/jobs.ts'
import type { Desk } from '../../policy/desk.ts'
import { driveSubjects } from '../effect/drive/drive-subjects.ts'
import { findEnforcement } from '../queries.ts'
import { restoreEnforcement } from '../restore/restore-enforcement.ts'
import { makeStatements } from './make-statements.ts'

const ROSA = 'account:rosa'
const LEAD: StaffCaller = { kind: 'staff', id: 'staff_0', pseudonym: 'plover', roles: ['lead'] }

/** A desk without a worker that has just been asked to restore an account on which these actions are in effect. */
async function startRestoring(t: TestContext, actions: readonly Action[]) {
  const working = await startWorkingDesk(t)
  const ids: string[] = []
  const timed = { durationMs: 3_600_000 }
  for (const action of actions) {
    ids.push((await working.enforcement({ subject: ROSA, action, ...timed })).id)
    await drive(working.desk, 'effect')
  }
  for (const enforcementId of ids)
    await restoreEnforcement(working.desk, { enforcementId, by: LEAD, cause: 'mistake', reason: null })
  return { working, ids }
}

/** Carries out the jobs of a priority that bring subjects to their desired states, those of later as well. */
async function drive(desk: Desk, priority: JobPriority): Promise<number> {
  await desk.db.query(sql`update job set due_at = desk_now() where kind = 'drive' and priority = ${priority}`)
  const jobs = (await claimJobs(desk.db, priority, 10)).filter(({ kind }) => kind === 'drive')
  assert.equal((await driveSubjects(desk, jobs)).size, 0)
  return jobs.length
}

const withPlatform = (desk: Desk, changed: Partial<Connector>): Desk => ({
  ...desk,
  platform: { ...desk.platform, ...changed },
})

const listEnds = ({ desk }: WorkingDesk): Promise<(string | null)[]> =>
  desk.db.listValues(sql`select delivery from statement where kind = 'mistake' order by length(id), id`)

const statesOf = async ({ desk }: WorkingDesk, ids: readonly string[]) =>
  Promise.all(ids.map(async (id) => (await findEnforcement(desk.db, id))?.state))

async function checkAll(working: WorkingDesk): Promise<void> {
  // The worker numbers the entries of the ledger.
  working.work()
  await checkLedger(working.desk)
}

test('a restore waits for no statement, which follows it', async (t) => {
  const { working, ids } = await startRestoring(t, ['suspend'])
  const hanging = withPlatform(working.desk, { showsStatements: () => new Promise(() => undefined) })
  const locker = await working.desk.db.connect()
  try {
    await locker.query('begin')
    await locker.query('select from statement for no key update')
    await drive(hanging, 'restore')
    assert.deepEqual([await working.visit(ROSA), await statesOf(working, ids)], [200, ['restored']])
    assert.deepEqual(await listEnds(working), [null])
    await locker.query('rollback')
  } finally {
    locker.release()
  }
  while ((await drive(working.desk, 'statement')) > 0);
  assert.deepEqual([await working.visit(ROSA), await listEnds(working)], [200, ['shown']])
  assert.match(await (await fetch(`${working.demo.url}/@rosa_bakes/statements`)).text(), /We are sorry\./)
  await checkAll(working)
})

test('an attempt at a restore by another process sends the same instruction', async (t) => {
  const { working, ids } = await startRestoring(t, ['suspend'])
  const { platform } = working.desk
  const sent: string[] = []
  const sending = (answers: boolean) =>
    withPlatform(working.desk, {
      apply: async (instruction, grounds) => {
        sent.push(JSON.stringify(instruction))
        const answer = await platform.apply(instruction, grounds)
        if (answers) return answer
        throw new ConnectorError('timeout', 'no answer in time')
      },
    })
  await drive(sending(false), 'restore')
  assert.deepEqual(await statesOf(working, ids), ['restoring'])
  // Meanwhile the content is there: another process has made it.
  await makeStatements(working.desk, working.desk.db, [ROSA])
  await drive(sending(true), 'restore')
  assert.deepEqual([sent.length, new Set(sent).size], [2, 1])
  assert.deepEqual(await statesOf(working, ids), ['restored'])
  while ((await drive(working.desk, 'statement')) > 0);
  assert.deepEqual(await listEnds(working), ['shown'])
  await checkAll(working)
})

test('another job than its own sends no restore with a statement', async (t) => {
  const { working } = await startRestoring(t, ['suspend'])
  await drive(working.desk, 'restore')
  const { platform, db } = working.desk
  await db.query(sql`update job set due_at = desk_now() where kind = 'drive'`)
  const [claimed] = (await claimJobs(db, 'statement', 10)).filter(({ kind }) => kind === 'drive')
  assert.ok(claimed)
  const { id: enforcementId } = await working.enforcement({ subject: ROSA, action: 'suspend' })
  await drive(working.desk, 'effect')
  await restoreEnforcement(working.desk, { enforcementId, by: LEAD, cause: 'mistake', reason: null })
  const sent: unknown[] = []
  const watched = withPlatform(working.desk, {
    apply: async (instruction, grounds) => {
      sent.push(instruction.statement ?? 'none')
      return platform.apply(instruction, grounds)
    },
  })
  await driveSubjects(watched, [claimed])
  assert.deepEqual(sent, [], 'the restore has the job now')
  await driveSubjects(watched, [{ ...claimed, priority: 'effect' }])
  assert.deepEqual(sent, ['none'])
  await drive(working.desk, 'restore')
  while ((await drive(working.desk, 'statement')) > 0);
  assert.deepEqual(await listEnds(working), ['shown', 'shown'])
  await checkAll(working)
})

test('a restriction that begins while another is restored is stated afterwards', async (t) => {
  const { working } = await startRestoring(t, ['suspend'])
  await working.enforcement({ subject: ROSA, action: 'label', label: 'spam', durationMs: 3_600_000 })
  await drive(working.desk, 'restore')
  const listAll = () =>
    working.desk.db.listValues<string>(
      sql`select kind || ':' || coalesce(delivery, 'none') from statement order by made_at`,
    )
  assert.deepEqual(await listAll(), ['restriction:shown', 'mistake:none', 'restriction:none'])
  while ((await drive(working.desk, 'statement')) + (await drive(working.desk, 'effect')) > 0);
  assert.deepEqual(await listAll(), ['restriction:shown', 'mistake:shown', 'restriction:shown'])
  await checkAll(working)
})

test('a statement that fails keeps no other of its set', async (t) => {
  const working = await startWorkingDesk(t)
  const subjects = [ROSA, 'account:theo', 'account:kofi']
  const ids: string[] = []
  for (const subject of subjects) ids.push((await working.enforcement({ subject, action: 'suspend' })).id)
  await drive(working.desk, 'effect')
  for (const enforcementId of ids)
    await restoreEnforcement(working.desk, { enforcementId, by: LEAD, cause: 'mistake', reason: null })
  await drive(working.desk, 'restore')
  assert.deepEqual(await listEnds(working), [null, null, null])
  const { platform } = working.desk
  const batches: number[] = []
  const missing = withPlatform(working.desk, {
    applyBatch: async (attempts) => {
      batches.push(attempts.length)
      return (await platform.applyBatch?.(attempts)) ?? []
    },
    readBackBatch: async (read) => {
      const shown = (await platform.readBackBatch?.(read)) ?? []
      return shown.map((one, place) =>
        read[place]?.id === 'theo' ? new ConnectorError('unavailable', 'not now') : one,
      )
    },
  })
  assert.equal(await drive(missing, 'statement'), 3)
  assert.deepEqual([batches, await listEnds(working)], [[2], ['shown', null, 'shown']])
  while ((await drive(working.desk, 'statement')) > 0);
  assert.deepEqual(await listEnds(working), ['shown', 'shown', 'shown'])
  await checkAll(working)
})

test('two actions that are restored together give two statements', async (t) => {
  const { working, ids } = await startRestoring(t, ['lock', 'limit'])
  await drive(working.desk, 'restore')
  assert.deepEqual(await statesOf(working, ids), ['restored', 'restored'])
  while ((await drive(working.desk, 'statement')) > 0);
  assert.deepEqual(await listEnds(working), ['shown', 'shown'])
  await checkAll(working)
})

test('a statement that follows undoes no action of the platform', async (t) => {
  const { working } = await startRestoring(t, ['suspend'])
  const unknown = withPlatform(working.desk, { showsStatements: async () => undefined })
  await drive(unknown, 'restore')
  const { platform } = working.desk
  const sent: string[] = []
  const own = withPlatform(working.desk, {
    readBack: async (subject) => {
      const read = await platform.readBack(subject)
      return read && { ...read, state: { ...read.state, mayPost: false } }
    },
    apply: async (instruction, grounds) => {
      sent.push(instruction.subject.id)
      return platform.apply(instruction, grounds)
    },
  })
  assert.equal(await drive(own, 'statement'), 1)
  assert.deepEqual([sent, await listEnds(working)], [[], [null]])
  const silent = withPlatform(working.desk, { showsStatements: async () => false })
  assert.equal(await drive(silent, 'statement'), 1)
  assert.deepEqual([await drive(silent, 'statement'), await listEnds(working)], [0, ['unsupported']])
  await checkAll(working)
})
