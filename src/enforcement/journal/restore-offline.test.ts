import assert from 'node:assert/strict'
import { rm } from 'node:fs/promises'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import type { Instruction } from '@countersign/platform-kit'
import { actOnOwnWill } from '../../../demo/act-on-own-will.ts'
import { systemClock } from '../../../demo/clock.ts'
import { waitFor } from '../../../test/support/wait-for.ts'
import { checkLedger, startWorkingDesk, type WorkingDesk } from '../../../test/support/working-desk.ts'
import { findEnforcement } from '../queries.ts'
import { restoreEnforcement } from '../restore/restore-enforcement.ts'
import { ConnectorError } from '../../foundation/connector/connector.ts'
import type { Desk } from '../../policy/desk.ts'
import { type PlatformState, type Subject, UNTOUCHED } from '../../foundation/domain.ts'
import { readJournal } from '../../foundation/recovery-journal/read-journal.ts'
import { alignJournal } from './align-journal.ts'
import { driveSubject } from '../effect/drive/drive-subjects.ts'
import { restoreOffline } from './restore-offline.ts'

const ROSA = 'account:rosa'
const LEAD = { kind: 'staff', id: 'staff_0', pseudonym: 'plover', roles: ['lead'] } as const
const due = (attempt: number) => ({ kind: 'drive', key: ROSA, priority: 'effect', leaseId: 0, attempt }) as const

/** Returns the recovery journal's line of the account. */
async function findWayBack({ recoveryJournal }: Desk) {
  const line = (await readJournal(recoveryJournal.path)).get(ROSA)
  if (line === undefined || line.kind === 'up') throw new Error('the recovery journal has no way back')
  return line
}

const bringBack = async ({ desk }: WorkingDesk) => restoreOffline(desk.platform, await findWayBack(desk))

/** Offline at the platform, and the desk was killed before it learned that. */
async function givenOfflineUnknown(working: WorkingDesk) {
  const enforcement = await working.enforcement({ subject: ROSA, action: 'suspend' })
  const { platform } = working.desk
  let applied = false
  const losing: Desk['platform'] = {
    ...platform,
    apply: async (instruction, grounds) => {
      const answer = await platform.apply(instruction, grounds)
      applied = true
      return answer
    },
    readBack: (subject) =>
      applied ? Promise.reject(new ConnectorError('timeout', 'no answer')) : platform.readBack(subject),
  }
  await driveSubject({ ...working.desk, platform: losing }, due(1))
  assert.equal(await working.visit(ROSA), 410)
  return enforcement
}

/** The account is up, people are told why, nothing takes it offline again by itself, and a new enforcement does. */
async function checkLifted(working: WorkingDesk, enforcementId: string, why: RegExp): Promise<void> {
  const { desk, enforcementIn, enforcement, visit } = working
  await enforcementIn(enforcementId, 'in_effect')
  const told = await waitFor(
    'somebody to be told',
    async () => (await findEnforcement(desk.db, enforcementId))?.needsAttention ?? false,
  )
  assert.match(told, why)
  await enforcementIn((await enforcement({ subject: ROSA, action: 'label' })).id, 'in_effect')
  assert.equal(await visit(ROSA), 200)
  await enforcementIn((await enforcement({ subject: ROSA, action: 'suspend' })).id, 'in_effect')
  assert.equal(await visit(ROSA), 410, 'a new enforcement takes it down')
  await checkLedger(desk)
}

test('a restore point is written to disk before the platform call', async (t) => {
  const working = await startWorkingDesk(t)
  const enforcement = await givenOfflineUnknown(working)
  assert.deepEqual((await findWayBack(working.desk)).baseline, UNTOUCHED)
  working.work()
  await working.enforcementIn(enforcement.id, 'in_effect')
  await restoreEnforcement(working.desk, { enforcementId: enforcement.id, by: LEAD, cause: 'mistake', reason: null })
  await working.enforcementIn(enforcement.id, 'restored')
  await waitFor(
    'the file to say so',
    async () => (await readJournal(working.desk.recoveryJournal.path)).get(ROSA)?.kind === 'up',
  )
})

test('the recovery journal marks legal restrictions, also when rebuilt', async (t) => {
  const working = await startWorkingDesk(t)
  const { desk } = working
  const enforcement = await working.enforcement({ subject: ROSA, action: 'suspend', legalDuty: true })
  await driveSubject(desk, due(1))
  assert.deepEqual((await findWayBack(desk)).legalDuty, [enforcement.id])
  await rm(desk.recoveryJournal.path)
  await alignJournal(desk)
  assert.deepEqual((await findWayBack(desk)).legalDuty, [enforcement.id])
})

test("an offline restore stays in place after the desk's drift check", async (t) => {
  const working = await startWorkingDesk(t)
  const enforcement = await givenOfflineUnknown(working)
  assert.equal((await bringBack(working)).kind, 'brought_back')
  assert.equal(await working.visit(ROSA), 200)
  working.work()
  await checkLifted(working, enforcement.id, /takes a new enforcement/)
})

test('an offline restore is imported from the journal with its reason', async (t) => {
  const working = await startWorkingDesk(t)
  const enforcement = await givenOfflineUnknown(working)
  const outcome = await bringBack(working)
  assert.equal(outcome.kind, 'brought_back')
  const { generation, desired: baseline } = outcome
  const at = '2026-05-04T09:00:00.000Z'
  const line = { subject: ROSA, generation, baseline, reason: 'the machine burned', at } as const
  await working.desk.recoveryJournal.keep({ kind: 'brought_back', ...line })
  working.work()
  await checkLifted(working, enforcement.id, /the machine burned/)
  const { rows } = await working.desk.db.query<{ n: number }>(sql`
    select count(*) as n from ledger_payload where kind = 'needs_attention' and convert_from(payload, 'UTF8') like '%burned%'`)
  assert.equal(rows[0]?.n, 1, 'recorded once')
})

test("a new enforcement's baseline keeps an earlier offline restore", async (t) => {
  const working = await startWorkingDesk(t)
  working.work()
  const enforcement = await working.enforcement({ subject: ROSA, action: 'suspend' })
  await working.enforcementIn(enforcement.id, 'in_effect')
  await bringBack(working)
  const other = await working.enforcement({ subject: ROSA, action: 'lock' })
  await waitFor(
    'it to be told',
    async () => (await findEnforcement(working.desk.db, other.id))?.needsAttention ?? false,
  )
  assert.equal(await working.visit(ROSA), 200)
  assert.equal((await findEnforcement(working.desk.db, enforcement.id))?.lifted, true)
})

test('an offline restore adds no restriction and skips subjects already restored', async (t) => {
  const working = await startWorkingDesk(t)
  const { platform } = working.desk
  const none = { ...UNTOUCHED, visible: false, mayPost: false, spread: 'limited' } as const
  const become = (state: object) =>
    actOnOwnWill(working.demo.store, systemClock, { kind: 'account', id: 'rosa' }, { ...UNTOUCHED, ...state })
  assert.equal((await restoreOffline(platform, { subject: ROSA, generation: 1, baseline: none })).kind, 'was_up')
  await become({ mayPost: false })
  const partly = { ...none, mayPost: true }
  assert.equal(
    (await restoreOffline(platform, { subject: ROSA, generation: 1, baseline: partly })).kind,
    'brought_back',
  )
  const read = await platform.readBack({ kind: 'account', id: 'rosa' })
  assert.deepEqual(read?.state, UNTOUCHED)
})

// The call fails in two ways: it was not carried out, or it was carried out and the answer got lost.
for (const fault of ['failing', 'applied_but_timed_out'] as const) {
  test(`an offline restore brings an account back despite platform trouble: ${fault}`, async (t) => {
    const working = await startWorkingDesk(t)
    await givenOfflineUnknown(working)
    const spec = { call: 'subject.apply', count: 2 } as const
    working.demo.faults.set(fault === 'failing' ? { fault, ...spec } : { fault, socket: 'close', ...spec })
    assert.equal((await bringBack(working)).kind, 'brought_back')
    assert.equal(await working.visit(ROSA), 200)
  })
}

test('an offline restore reports missing subjects and unreachable platforms', async (t) => {
  const working = await startWorkingDesk(t)
  const { platform } = working.desk
  const nobody = { subject: 'account:nobody', generation: 1, baseline: UNTOUCHED }
  assert.deepEqual(await restoreOffline(platform, nobody), { kind: 'absent' })
  working.demo.faults.set({ fault: 'down' })
  const { kind } = await restoreOffline(platform, { ...nobody, subject: ROSA })
  assert.equal(kind, 'not_seen_up')
})

test('an offline restore counts at a platform without generations', async () => {
  let state: PlatformState = { ...UNTOUCHED, visible: false }
  const platform = {
    readBack: async (subject: Subject) => ({
      subject,
      state,
      generation: -1,
      reach: 1,
      readAt: '2026-01-01T00:00:00Z',
    }),
    apply: async ({ desired, generation }: Instruction) => {
      state = desired
      return { outcome: 'applied', generation, state, appliedAt: '2026-01-01T00:00:00Z' } as const
    },
  }
  const wayBack = { subject: ROSA, generation: 7, baseline: UNTOUCHED }
  assert.equal((await restoreOffline(platform, wayBack)).kind, 'brought_back')
  assert.equal((await restoreOffline(platform, wayBack)).kind, 'was_up')
})
