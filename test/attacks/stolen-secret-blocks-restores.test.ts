import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import type { Instruction, KeyList } from '@countersign/platform-kit'
import sql from 'sql-template-tag'
import { listOf, makePerson, signRestore } from '../../platform-kit/test/signing-people.ts'
import { restoreEnforcement } from '../../src/enforcement/restore/restore-enforcement.ts'
import { ConnectorError } from '../../src/foundation/connector/connector.ts'
import { NO_GROUNDS } from '../../src/foundation/connector/effect-signer.ts'
import { type EnforcementState, UNTOUCHED } from '../../src/foundation/domain.ts'
import { restoreOffline } from '../../src/enforcement/journal/restore-offline.ts'
import { checkLedger, startWorkingDesk, type WorkingDesk } from '../support/working-desk.ts'

const ROSA = 'account:rosa'
const SUBJECT = { kind: 'account', id: 'rosa' } as const
const LEAD = { kind: 'staff', id: 'staff_0', pseudonym: 'plover', roles: ['lead'] } as const
const OFFLINE = { ...UNTOUCHED, visible: false, mayPost: false }
const PEOPLE = ['ana', 'ben'].map((name) => makePerson(name))
const STEP = 2 ** 20

const takeOffline = (generation: number): Instruction => ({
  subject: SUBJECT,
  generation,
  desired: OFFLINE,
  baseline: OFFLINE,
  reverts: [],
  events: [],
})

/** The thief has the secret and the signing key, as the desk's own connector does. */
const steal = ({ desk }: WorkingDesk, generation: number): Promise<string> =>
  desk.platform.apply(takeOffline(generation), NO_GROUNDS).then(
    () => 'applied',
    (error: unknown) => (error instanceof ConnectorError ? error.failure : String(error)),
  )

async function givenSuspended(working: WorkingDesk): Promise<string> {
  const { id } = await working.enforcement({ subject: ROSA, action: 'suspend' })
  await working.enforcementIn(id, 'in_effect')
  return id
}

async function undo(working: WorkingDesk, enforcementId: string, to: EnforcementState = 'restored'): Promise<void> {
  await restoreEnforcement(working.desk, { enforcementId, by: LEAD, cause: 'mistake', reason: null })
  await working.enforcementIn(enforcementId, to)
}

function startPinned(t: TestContext): Promise<WorkingDesk> {
  const list: KeyList = { ...listOf(PEOPLE), expiresAt: new Date(Date.now() + 86_400_000).toISOString() }
  return startWorkingDesk(t, { pinned: () => list })
}

test('a thief with secret and key cannot use up the generations', async (t) => {
  const working = await startWorkingDesk(t)
  working.work()
  const enforcementId = await givenSuspended(working)
  assert.equal(await steal(working, Number.MAX_SAFE_INTEGER), 'generation_jump')
  assert.equal(await steal(working, 2 ** 48), 'generation_jump')
  for (const generation of [STEP, 2 * STEP, 3 * STEP]) assert.equal(await steal(working, generation), 'applied')
  await undo(working, enforcementId)
  assert.equal(await working.visit(ROSA), 200)
  await checkLedger(working.desk)
})

test('a desk with a higher generation continues from the platform’s', async (t) => {
  const working = await startWorkingDesk(t)
  working.work()
  const enforcementId = await givenSuspended(working)
  // As after a platform that once answered with a number far too high, or was itself restored from a backup.
  await working.database.ownerPool.query(sql`update subject_state set generation = ${2 ** 40} where subject = ${ROSA}`)
  await undo(working, enforcementId)
  assert.equal(await working.visit(ROSA), 200)
  await undo(working, await givenSuspended(working))
  assert.equal(await working.visit(ROSA), 200, 'and so does everything after it')
  await checkLedger(working.desk)
})

test("an offline restore raises the generation within the platform's step", async (t) => {
  const working = await startWorkingDesk(t)
  assert.equal(await steal(working, 1), 'applied')
  const wayBack = { subject: ROSA, generation: 2 ** 40, baseline: UNTOUCHED }
  assert.equal((await restoreOffline(working.desk.platform, wayBack)).kind, 'brought_back')
  assert.equal(await working.visit(ROSA), 200)
})

test("two passkeys undo a thief's takedown; then the desk continues", async (t) => {
  const working = await startPinned(t)
  const { desk } = working
  const stop = working.work()
  const enforcementId = await givenSuspended(working)
  await stop()
  assert.equal(await steal(working, STEP), 'applied')
  const expiresAt = new Date(Date.now() + 300_000).toISOString()
  const signatures = PEOPLE.map((by) => signRestore(by, 1, { expiresAt }, SUBJECT))
  assert.equal((await desk.platform.restore?.(SUBJECT, 1, signatures))?.state.visible, true)
  assert.equal(await working.visit(ROSA), 200)
  assert.equal(await steal(working, STEP + 1), 'stale_epoch', 'late calls change nothing')
  working.work()
  await undo(working, enforcementId)
  assert.equal(await working.visit(ROSA), 200)
  const again = await givenSuspended(working)
  assert.equal(await working.visit(ROSA), 410)
  await undo(working, again)
  assert.equal(await working.visit(ROSA), 200)
  await checkLedger(desk)
})

test('an enforcement never repeats after two people restored its subject', async (t) => {
  const working = await startPinned(t)
  const stop = working.work()
  await givenSuspended(working)
  await stop()
  const expiresAt = new Date(Date.now() + 300_000).toISOString()
  const signatures = PEOPLE.map((by) => signRestore(by, 1, { expiresAt }, SUBJECT))
  await working.desk.platform.restore?.(SUBJECT, 1, signatures)
  working.work()
  const label = await working.enforcement({ subject: ROSA, action: 'label' })
  await working.enforcementIn(label.id, 'in_effect')
  assert.equal(await working.visit(ROSA), 200)
})
