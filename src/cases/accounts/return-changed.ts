import sql from 'sql-template-tag'
import { DESK } from '../../foundation/domain.ts'
import { message } from '../../foundation/messages/message.ts'
import type { Tx } from '../../foundation/database/db.ts'
import { returnCase } from '../queue/return-case.ts'

/** The time after which a changed content returns only with a new report. */
const DAYS_MAX = 30

/**
 * Reopens the cases of these changed contents whose last decision found no violation: the decision was on other
 * material. A content with an open case keeps that case.
 */
export async function returnChanged(tx: Tx, contentIds: readonly string[]): Promise<void> {
  if (contentIds.length === 0) return
  const { rows } = await tx.query<{ caseId: string }>(sql`
    select last.id as "caseId" from unnest(${contentIds}::text[]) changed(id)
    cross join lateral (
      select id, state, closed_at from review_case where subject = 'content:' || changed.id and appeal_id is null
      order by opened_at desc, id desc limit 1) last
    cross join lateral (
      select conclusion from decision where case_id = last.id order by decided_at desc, id desc limit 1) found
    where last.state = 'closed' and last.closed_at > desk_now() - ${DAYS_MAX} * interval '1 day'
      and found.conclusion = 'no_violation'
    order by changed.id`)
  const why = message('alert.returned.changed')
  for (const { caseId } of rows) await returnCase(tx, { caseId, why, by: DESK })
}
