import sql from 'sql-template-tag'
import type { Answer } from '../../foundation/domain.ts'
import type { Queryable, Tx } from '../../foundation/database/db.ts'

export interface NewAnswer {
  enforcementId: string
  staffId: string
  answer: Answer
  reason: string | null
  core: string
  asShown: string
  /** The signature of an approval or a confirmation. Null: the answer needs none. */
  signatureId: string | null
  materialHash: Buffer
}

/** Stores an answer to an enforcement. PostgreSQL refuses it when this person may not give it at this moment. */
export function queueAnswer(
  tx: Tx,
  { enforcementId, staffId, answer, reason, core, asShown, signatureId, materialHash }: NewAnswer,
): void {
  tx.queue(sql`
    insert into approval (enforcement_id, staff_id, answer, reason, core, as_shown, signature_id, material_hash)
    values (${enforcementId}, ${staffId}, ${answer}, ${reason}, ${core}, ${asShown}, ${signatureId}, ${materialHash})`)
}

export interface GivenAnswer {
  by: string
  answer: Answer
  reason: string | null
  at: Date
  /** True when the answer was given on the current material; an answer on older material is void. */
  stands: boolean
}

/** Lists the answers to an enforcement, the oldest first. */
export async function listAnswers(db: Queryable, enforcementId: string): Promise<GivenAnswer[]> {
  return db.list<GivenAnswer>(sql`
    select 'staff:' || staff_id as by, answer, reason, signed_at as at,
      approval.material_hash = enforcement.material_hash as stands
    from approval join enforcement on enforcement.id = approval.enforcement_id
    where enforcement_id = ${enforcementId} order by approval.id`)
}
