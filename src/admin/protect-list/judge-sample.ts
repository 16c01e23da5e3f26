import sql from 'sql-template-tag'
import { ascending, type PageOf, type PageRequest, selectPage } from '../../foundation/database/select-page.ts'
import type { Desk } from '../../policy/desk.ts'
import type { StaffCaller } from '../../foundation/domain.ts'
import { message } from '../../foundation/messages/message.ts'
import { queueEntry } from '../../ledger/queue-entry.ts'
import type { Queryable } from '../../foundation/database/db.ts'
import { DeskError } from '../../foundation/errors.ts'
import { findChange } from '../change/change-queries.ts'
import { changing } from '../change/propose-change.ts'
import type { MatchedBy } from './match-list.ts'

interface Sampled {
  accountId: string
  handle: string | null
  displayName: string | null
  reach: number | null
  bioDomains: string[] | null
  by: MatchedBy
}

/** Lists the accounts of a protect list that its approver must judge, drawn at random at the proposal. */
export async function listSample(db: Queryable, changeId: string, page: PageRequest): Promise<PageOf<Sampled>> {
  await refuseOtherKinds(db, changeId)
  const rows = sql`
    select account.id as "accountId", handle, display_name as "displayName", reach_counted as reach,
      bio_domains as "bioDomains", entry.matched_by as by
    from protect_list_sample(${changeId}) sampled(id) join account on account.id = sampled.id
    join protect_list_entries(${changeId}) entry on entry.account_id = account.id`
  return selectPage<Sampled>(db, { rows, key: [ascending(sql`listed."accountId"`, 'text')] }, page)
}

/**
 * Records which accounts of the sample don't belong on the protect list. Each person judges once, and never the
 * proposer.
 */
export async function judgeSample(
  desk: Pick<Desk, 'db'>,
  { changeId, wrong, by }: { changeId: string; wrong: readonly string[]; by: StaffCaller },
): Promise<void> {
  await refuseOtherKinds(desk.db, changeId)
  await changing(desk.db, async (tx) => {
    await tx.query(sql`
      insert into protect_list_judgement (change_id, staff_id, wrong) values (${changeId}, ${by.id}, ${wrong})`)
    queueEntry(tx, {
      kind: 'protect_list_judged',
      changeId,
      wrong: [...wrong].sort(),
      by: { kind: 'staff', id: by.id },
    })
  })
}

async function refuseOtherKinds(db: Queryable, changeId: string): Promise<void> {
  const change = await findChange(db, changeId)
  if (change?.kind === 'protect_list') return
  throw new DeskError('not_found', message('protectList.unknown', { changeId }))
}
