import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { startWorkingDesk, type WorkingDesk } from '../../../test/support/working-desk.ts'
import { findEnforcement } from '../queries.ts'
import { driveSubject } from './drive/drive-subjects.ts'

const KEY = 'account:rosa'
const due = (attempt: number) => ({ kind: 'drive', key: KEY, priority: 'effect', leaseId: 0, attempt }) as const

async function countTrouble({ desk }: WorkingDesk): Promise<number> {
  const { rows } = await desk.db.query<{ n: number }>(sql`
    select count(*) as n from ledger_payload where kind = 'needs_attention'`)
  return rows[0]?.n ?? 0
}

test('a repeated failure is shown once, also after a lost attempt', async (t) => {
  const working = await startWorkingDesk(t)
  const enforcement = await working.enforcement({ subject: KEY, action: 'suspend' })
  working.demo.faults.set({ fault: 'failing' })
  await driveSubject(working.desk, due(4))
  assert.equal(await countTrouble(working), 0)
  // The worker of the fifth try was killed.
  await driveSubject(working.desk, due(6))
  await driveSubject(working.desk, due(7))
  assert.equal(await countTrouble(working), 1)
  assert.ok((await findEnforcement(working.desk.db, enforcement.id))?.needsAttention)
})

test('a failure of the desk itself is shown to people', async (t) => {
  const working = await startWorkingDesk(t)
  const enforcement = await working.enforcement({ subject: KEY, action: 'suspend' })
  const platform = { ...working.desk.platform, readBack: () => Promise.reject(new TypeError('a mistake of ours')) }
  await assert.rejects(driveSubject({ ...working.desk, platform }, due(6)), TypeError)
  assert.match((await findEnforcement(working.desk.db, enforcement.id))?.needsAttention ?? '', /log/)
})
