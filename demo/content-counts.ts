import type { ContentCount, ContentCounts } from '@countersign/platform-kit'
import type { Sql } from './demo-store.ts'

const DAY_MS = 86_400_000
const MONTH_DAYS = 30

/**
 * Counts an account's own posts and those among them that some visitors cannot see, hidden by any actor. Reposts are
 * not counted.
 */
export function findContentCounts(sql: Sql, accountId: string, now: Date): ContentCounts {
  const before = (days: number) => new Date(now.getTime() - days * DAY_MS).toISOString()
  const changed = sql.get`select at from credentials_change where account_id = ${accountId} and at >= ${before(1)}`
  const counts = { all: countSince(sql, accountId, ''), month: countSince(sql, accountId, before(MONTH_DAYS)) }
  if (changed === undefined) return counts
  const at = String(changed.at)
  return { ...counts, sinceChange: { at, ...countSince(sql, accountId, at) } }
}

/** A post with an unknown time may be of any time, so it counts. */
function countSince(sql: Sql, accountId: string, since: string): ContentCount {
  const row = sql.get`select count(*) as own,
      coalesce(sum(coalesce(state.visible = 0 or state.blocked_countries <> '[]', 0)), 0) as hidden
    from content left join subject_state state on state.kind = 'content' and state.id = content.id
    where content.account_id = ${accountId} and content.kind <> 'repost' and coalesce(content.created_at, '9') >= ${since}`
  return { own: Number(row?.own ?? 0), hidden: Number(row?.hidden ?? 0) }
}
