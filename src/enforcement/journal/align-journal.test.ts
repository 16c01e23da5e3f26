import assert from 'node:assert/strict'
import { rm } from 'node:fs/promises'
import { test } from 'node:test'
import { startWorkingDesk } from '../../../test/support/working-desk.ts'
import { restoreEnforcement } from '../restore/restore-enforcement.ts'
import { UNTOUCHED } from '../../foundation/domain.ts'
import { readJournal } from '../../foundation/recovery-journal/read-journal.ts'
import { alignJournal } from './align-journal.ts'

const ROSA = 'account:rosa'
const AT = '2026-05-04T09:00:00.000Z'
const LEAD = { kind: 'staff', id: 'staff_0', pseudonym: 'plover', roles: ['lead'] } as const

test('a lost recovery journal is rebuilt with every open restore point', async (t) => {
  const working = await startWorkingDesk(t)
  const stop = working.work()
  const enforcement = await working.enforcement({ subject: ROSA, action: 'suspend' })
  const label = await working.enforcement({ subject: 'account:vale', action: 'label' })
  for (const { id } of [enforcement, label]) await working.enforcementIn(id, 'in_effect')
  await stop()
  const { recoveryJournal } = working.desk
  await rm(recoveryJournal.path)
  await alignJournal(working.desk)
  const lines = await readJournal(recoveryJournal.path)
  assert.deepEqual([...lines.keys()], [ROSA])
  const { at: _, ...line } = lines.get(ROSA) ?? {}
  const generation = lines.get(ROSA)?.generation
  assert.deepEqual(line, { kind: 'way_back', subject: ROSA, generation, baseline: UNTOUCHED })

  const since = { subject: ROSA, generation: 1_000_000, baseline: UNTOUCHED, reason: 'gone', at: AT } as const
  await recoveryJournal.keep({ kind: 'brought_back', ...since })
  await alignJournal(working.desk)
  assert.equal((await readJournal(recoveryJournal.path)).get(ROSA)?.kind, 'brought_back')
})

test('a recovery journal also records restores made by other machines', async (t) => {
  const working = await startWorkingDesk(t)
  const stop = working.work()
  const enforcement = await working.enforcement({ subject: ROSA, action: 'suspend' })
  await working.enforcementIn(enforcement.id, 'in_effect')
  await stop()
  const { recoveryJournal } = working.desk
  const before = (await readJournal(recoveryJournal.path)).get(ROSA)
  const undone = await restoreEnforcement(working.desk, {
    enforcementId: enforcement.id,
    by: LEAD,
    cause: 'mistake',
    reason: null,
  })
  await alignJournal(working.desk)
  assert.deepEqual((await readJournal(recoveryJournal.path)).get(ROSA), before)
  working.work()
  await working.enforcementIn(undone.id, 'restored')
  // As the file of a machine that had no part in it.
  await rm(recoveryJournal.path)
  if (before) await recoveryJournal.keep(before)
  await alignJournal(working.desk)
  assert.equal((await readJournal(recoveryJournal.path)).get(ROSA)?.kind, 'up')
})
