import sql, { join } from 'sql-template-tag'
import { ascending, type PageOf, type PageRequest, selectPage } from '../../foundation/database/select-page.ts'
import type { Queryable } from '../../foundation/database/db.ts'
import { CASE, type CaseRow } from './queries.ts'
import { MAY_OPEN } from '../claims/who-fits.ts'

interface CaseFilter {
  queue?: string
  state?: CaseRow['state']
  subject?: string
  claimedBy?: string
  late?: boolean
  /** Appeals against what it did. */
  bulkAction?: string
}

type ListedCase = CaseRow & { claimant: string | null }

/** Lists one page of the cases that a person may open, by opening time. */
export async function listCases(
  db: Queryable,
  staffId: string,
  filter: CaseFilter,
  page: PageRequest,
): Promise<PageOf<ListedCase>> {
  const conditions = [sql`${MAY_OPEN}`]
  if (filter.queue) conditions.push(sql`candidate.queue = ${filter.queue}`)
  if (filter.state) conditions.push(sql`candidate.state = ${filter.state}`)
  if (filter.bulkAction) conditions.push(sql`candidate.bulk_action_id = ${filter.bulkAction}`)
  if (filter.subject) conditions.push(sql`candidate.subject = ${filter.subject}`)
  if (filter.claimedBy)
    conditions.push(sql`candidate.claimed_until > desk_now()
      and candidate.id in (select case_id from case_claim where staff_id = ${filter.claimedBy})`)
  if (filter.late === true) conditions.push(sql`candidate.state = 'open' and candidate.missed_due_at is not null`)
  if (filter.late === false) conditions.push(sql`(candidate.state <> 'open' or candidate.missed_due_at is null)`)
  const rows = sql`
    select ${CASE}, claimant.pseudonym as claimant
    from review_case candidate join staff person on person.id = ${staffId}
    left join staff claimant on claimant.id = candidate.claimed_by and candidate.claimed_until > desk_now()
    where ${join(conditions, ' and ')}`
  const key = [ascending(sql`listed."openedAt"`, 'time'), ascending(sql`listed.id`, 'text')]
  return selectPage<ListedCase>(db, { rows, key }, page)
}
