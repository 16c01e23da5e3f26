import assert from 'node:assert/strict'
import { mkdir, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { test } from 'node:test'
import { waitFor } from '../../../test/support/wait-for.ts'
import { checkLedger, startWorkingDesk } from '../../../test/support/working-desk.ts'
import { findEnforcement } from '../queries.ts'
import { restoreEnforcement } from '../restore/restore-enforcement.ts'

const ROSA = 'account:rosa'
const LEAD = { kind: 'staff', id: 'staff_0', pseudonym: 'plover', roles: ['lead'] } as const

test('a full disk for the recovery journal blocks restrictions and alerts', async (t) => {
  const working = await startWorkingDesk(t)
  await rm(dirname(working.desk.recoveryJournal.path), { recursive: true, maxRetries: 5 })
  working.work()
  const enforcement = await working.enforcement({ subject: ROSA, action: 'suspend' })
  const told = await waitFor(
    'it to be told',
    async () => (await findEnforcement(working.desk.db, enforcement.id))?.needsAttention ?? false,
  )
  assert.match(told, /recovery journal is on/)
  assert.equal(await working.visit(ROSA), 200)
  assert.ok(working.logged.some(({ msg, level }) => level === 50 && /way back/.test(String(msg))))
  await mkdir(dirname(working.desk.recoveryJournal.path))
  await working.enforcementIn(enforcement.id, 'in_effect')
  assert.equal(await working.visit(ROSA), 410)
  await checkLedger(working.desk)
})

test('a full disk for the recovery journal never blocks restores', async (t) => {
  const working = await startWorkingDesk(t)
  working.work()
  const suspended = await working.enforcement({ subject: ROSA, action: 'suspend' })
  const limited = await working.enforcement({ subject: ROSA, action: 'limit' })
  for (const { id } of [suspended, limited]) await working.enforcementIn(id, 'in_effect')
  await rm(dirname(working.desk.recoveryJournal.path), { recursive: true, maxRetries: 5 })
  for (const { id } of [suspended, limited]) {
    await restoreEnforcement(working.desk, { enforcementId: id, by: LEAD, cause: 'mistake', reason: null })
    await working.enforcementIn(id, 'restored')
    assert.equal(await working.visit(ROSA), 200)
  }
  await checkLedger(working.desk)
})
