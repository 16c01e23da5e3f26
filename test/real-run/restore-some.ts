import sql from 'sql-template-tag'
import type { Pool } from '../../src/foundation/database/db.ts'
import { retryWhenBusy } from './ask-again.ts'
import { type DeskClient, expectDone } from './desk-client.ts'

const RESTORED_SHARE = 10

interface Suspension {
  id: string
  caseId: string
}

/** Restores every tenth suspension as a mistake. Returns their cases, which must open again. */
export async function restoreSome(db: Pool, client: DeskClient): Promise<Set<string>> {
  const suspensions = await retryWhenBusy(() => listSuspensions(db))
  const mistaken = suspensions.filter((_suspension, place) => place % RESTORED_SHARE === 0)
  for (const { id } of mistaken) {
    const body = { cause: 'mistake', reason: 'On another look this was no reason to suspend.' }
    expectDone(`Restoring ${id}`, await client.post(`/v1/enforcements/${id}/restore`, body), 202)
  }
  return new Set(mistaken.map(({ caseId }) => caseId))
}

/** In an enforcement that is the same however the reviewers shared the work. */
async function listSuspensions(db: Pool): Promise<Suspension[]> {
  const { rows } = await db.query<Suspension>(sql`
    select enforcement.id, case_id as "caseId" from enforcement join review_case on review_case.id = case_id
    where action = 'suspend' and enforcement.state in ('in_effect', 'confirmed') order by review_case.subject`)
  return rows
}

/** True when exactly these cases are open, and each as a returned one. */
export async function areReturned(db: Pool, caseIds: ReadonlySet<string>): Promise<boolean> {
  const { rows } = await db.query<{ id: string; returned: boolean }>(sql`
    select id, returned from review_case where state = 'open'`)
  return rows.length === caseIds.size && rows.every(({ id, returned }) => returned && caseIds.has(id))
}
