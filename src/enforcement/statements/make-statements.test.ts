import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startWorkingDesk } from '../../../test/support/working-desk.ts'
import type { StaffCaller } from '../../foundation/domain.ts'
import { restoreEnforcement } from '../restore/restore-enforcement.ts'
import { makeStatements } from './make-statements.ts'

const LEAD: StaffCaller = { kind: 'staff', id: 'staff_0', pseudonym: 'plover', roles: ['lead'] }
const SUBJECTS = ['account:rosa', 'account:theo'] as const

test('statements are made without waiting for a restore that locks them', async (t) => {
  const { desk, enforcement } = await startWorkingDesk(t)
  const ids: string[] = []
  for (const subject of SUBJECTS) ids.push((await enforcement({ subject, action: 'suspend' })).id)
  const restore = await desk.db.connect()
  try {
    await restore.query('begin')
    // A restore in bulk locks in an order of its own: here the last one first.
    const lock = (subject: string) =>
      restore.query(`select from statement where subject = $1 for no key update`, [subject])
    await lock(SUBJECTS[1])
    const made = await makeStatements(desk, desk.db, SUBJECTS)
    assert.deepEqual(
      SUBJECTS.map((subject) => made.get(subject)?.length),
      [1, 0],
    )
    await lock(SUBJECTS[0])
    await restore.query('commit')
  } finally {
    restore.release()
  }
  assert.equal((await makeStatements(desk, desk.db, SUBJECTS)).get(SUBJECTS[1])?.length, 1, 'the next attempt makes it')
  for (const enforcementId of ids)
    await restoreEnforcement(desk, { enforcementId, by: LEAD, cause: 'undo', reason: null })
})
