import sql from 'sql-template-tag'
import { seesPlatform } from '../../cases/claims/who-fits.ts'
import { SEES_UNBOUND } from '../../cases/claims/who-sees.ts'
import type { Visit } from '../../foundation/connector/connector.ts'
import type { Queryable } from '../../foundation/database/db.ts'
import {
  ascending,
  descending,
  type PageOf,
  type PageRequest,
  selectPage,
} from '../../foundation/database/select-page.ts'
import type { DriftKind } from './drift.ts'

export interface ListedDrift {
  id: string
  subject: string
  accountId: string
  handle: string | null
  reach: number | null
  kind: DriftKind
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

interface DriftFilter {
  /** The person who reads the list. A vendor's staff see no drift. */
  staffId: string
  driftId?: string
  accountId?: string
  openOnly?: boolean
}

/** Lists recorded drift: open drift first, then the newest. */
export async function listDrifts(db: Queryable, filter: DriftFilter, page: PageRequest): Promise<PageOf<ListedDrift>> {
  const { staffId, driftId = null, accountId = null, openOnly = false } = filter
  const rows = sql`
    select found.id, found.subject, account_id as "accountId", account.handle, account.reach_counted as reach, kind, was,
      is_now as "isNow", answer, found_at as "foundAt", times, last_at as "lastAt", found.ended_at as "endedAt",
      closer.pseudonym as "closedBy", closed_at as "closedAt", close_reason as "closeReason"
    from drift found join account on account.id = account_id left join staff closer on closer.id = closed_by
    where (${driftId}::text is null or found.id = ${driftId}) and (${accountId}::text is null or account_id = ${accountId})
      and (not ${openOnly}::boolean or found.ended_at is null and closed_at is null)
      and (select ${SEES_UNBOUND} and ${seesPlatform('found.subject')} from staff person where person.id = ${staffId})`
  const key = [
    descending(sql`(listed."endedAt" is null and listed."closedAt" is null)::integer`, 'number'),
    descending(sql`listed."foundAt"`, 'time'),
    ascending(sql`listed.id`, 'text'),
  ]
  return selectPage<ListedDrift>(db, { rows, key }, page)
}

interface DriftSummary {
  accounts: number
  /** The last check of the account that has waited longest. Null: no account was checked. */
  oldestReadAt: Date | null
  unread: number
  unreadSince: Date | null
}

/** Summarises the progress of drift detection. */
export async function summariseDriftDetection(db: Queryable): Promise<DriftSummary> {
  return db.only<DriftSummary>(sql`
    select count(*)::integer as accounts, min(read_at) as "oldestReadAt", count(unread_since)::integer as unread,
      min(unread_since) as "unreadSince"
    from account left join drift_reading on account_id = account.id where account.protected`)
}

interface AccountReading {
  readAt: Date | null
  visit: Visit | null
  unreadSince: Date | null
  unreadWhy: string | null
}

/** Returns the progress of drift detection for one account. Undefined: the account is not protected. */
export async function findAccountReading(db: Queryable, accountId: string): Promise<AccountReading | undefined> {
  return db.find<AccountReading>(sql`
    select read_at as "readAt", visit, unread_since as "unreadSince", unread_why as "unreadWhy"
    from account left join drift_reading on account_id = account.id where account.id = ${accountId} and account.protected`)
}
