import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { startWorkingDesk } from '../../../test/support/working-desk.ts'
import { findSubjectState } from '../desired-state/subject-state.ts'
import { ConnectorError } from '../../foundation/connector/connector.ts'
import { driveSubject } from './drive/drive-subjects.ts'
import { handleFailure } from './handle-failure.ts'

const KEY = 'account:rosa'
const due = (attempt: number) => ({ kind: 'drive', key: KEY, priority: 'effect', leaseId: 0, attempt }) as const

test('a call answered by another worker starts no new generation', async (t) => {
  const { desk, enforcement } = await startWorkingDesk(t)
  await enforcement({ subject: KEY, action: 'warn' })
  await driveSubject(desk, due(1))
  const settled = await findSubjectState(desk.db, KEY)
  assert.equal(settled?.settledGeneration, settled?.generation)

  // This attempt found the warning delivered, so it sent the same generation without it.
  const refused = new ConnectorError('conflicting_body', 'this generation was carried out with another body')
  assert.equal(await handleFailure(desk, desk.db, due(2), settled?.generation, refused), 'handled')
  assert.deepEqual(await findSubjectState(desk.db, KEY), settled)
  const { rows } = await desk.db.query(sql`select from job where kind = 'drive'`)
  assert.equal(rows.length, 0)
})
