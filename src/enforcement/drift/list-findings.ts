import sql from 'sql-template-tag'
import type { Visit } from '../../foundation/connector/connector.ts'
import type { FindingKind } from './finding.ts'
import type { Queryable } from '../../foundation/database/db.ts'
import { SEES_UNBOUND } from '../../cases/claims/who-sees.ts'

export interface ListedFinding {
  id: string
  subject: string
  accountId: string
  handle: string | null
  reach: number | null
  kind: FindingKind
  was: string | null
  isNow: string | null
  answer: 'brought_up' | 'told'
  foundAt: Date
  times: number
  lastAt: Date
  endedAt: Date | null
  closedBy: string | null
  closedAt: Date | null
  closeReason: string | null
}

interface FindingFilter {
  /** The person who asks; a vendor's staff see no drift. */
  staffId: string
  findingId?: string
  accountId?: string
  openOnly?: boolean
  limit: number
}

/** Lists the drift found: the open first, then the newest. */
export async function listFindings(db: Queryable, filter: FindingFilter): Promise<ListedFinding[]> {
  const { staffId, findingId = null, accountId = null, openOnly = false, limit } = filter
  return db.list<ListedFinding>(sql`
    select found.id, found.subject, account_id as "accountId", account.handle, account.reach_counted as reach, kind, was,
      is_now as "isNow", answer, found_at as "foundAt", times, last_at as "lastAt", found.ended_at as "endedAt",
      closer.pseudonym as "closedBy", closed_at as "closedAt", close_reason as "closeReason"
    from watch_finding found join account on account.id = account_id left join staff closer on closer.id = closed_by
    where (${findingId}::text is null or found.id = ${findingId}) and (${accountId}::text is null or account_id = ${accountId})
      and (not ${openOnly}::boolean or found.ended_at is null and closed_at is null)
      and (select ${SEES_UNBOUND} from staff person where person.id = ${staffId})
    order by (found.ended_at is null and closed_at is null) desc, found_at desc, found.id limit ${limit}`)
}

interface WatchSummary {
  accounts: number
  /** The last look at the account that waits longest; null: no account was looked at. */
  oldestReadAt: Date | null
  unread: number
  unreadSince: Date | null
}

/** Summarises the progress of drift detection. */
export async function summariseWatch(db: Queryable): Promise<WatchSummary> {
  return db.only<WatchSummary>(sql`
    select count(*)::integer as accounts, min(read_at) as "oldestReadAt", count(unread_since)::integer as unread,
      min(unread_since) as "unreadSince"
    from account left join watched_account on account_id = account.id where account.protected`)
}

interface WatchedAccount {
  readAt: Date | null
  visit: Visit | null
  unreadSince: Date | null
  unreadWhy: string | null
}

/** Returns the progress of drift detection for one account; undefined: it is not protected. */
export async function findWatchedAccount(db: Queryable, accountId: string): Promise<WatchedAccount | undefined> {
  return db.find<WatchedAccount>(sql`
    select read_at as "readAt", visit, unread_since as "unreadSince", unread_why as "unreadWhy"
    from account left join watched_account on account_id = account.id where account.id = ${accountId} and account.protected`)
}
