import sql from 'sql-template-tag'
import { isMet, type Requirement } from '../../policy/requirements/requirement.ts'
import type { Queryable, Tx } from '../../foundation/database/db.ts'
import type { Enforcement } from '../queries.ts'
import { findVerdicts } from '../replay/verdict-queries.ts'
import { couldApprove } from '../approvers/answer-rights.ts'

/** True when the people who have not passed the request on cannot meet the required approvals without this person. */
export async function isNeeded(tx: Tx, enforcement: Enforcement, staffId: string): Promise<boolean> {
  const passed = new Set([...(await listPassed(tx, enforcement.id)), staffId])
  const others = (await couldApprove(tx, enforcement.id)).filter((person) => !passed.has(person.staffId))
  return !isMet((await requirementOf(tx, enforcement.id)).approvals, others)
}

/** Lists the people who passed the request for an enforcement on to others. */
export async function listPassed(db: Queryable, enforcementId: string): Promise<string[]> {
  return db.listValues<string>(sql`
    select staff_id as "staffId" from enforcement_offer where enforcement_id = ${enforcementId} and passed_at is not null`)
}

/** Returns the requirement of an enforcement's latest verdict. */
export async function requirementOf(db: Queryable, enforcementId: string): Promise<Requirement> {
  const verdict = (await findVerdicts(db, [enforcementId])).get(enforcementId)
  if (verdict === undefined) throw new Error(`enforcement ${enforcementId} has no verdict`)
  return verdict.requirement
}
