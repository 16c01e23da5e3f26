import type { SubjectFacts } from '@countersign/platform-kit'
import type { Tx } from '../../foundation/database/db.ts'
import { prepared } from '../../foundation/database/prepared.ts'

/**
 * Stores the platform's counts of an account's contents. PostgreSQL computes the hidden share of an account from these
 * rows, so only a connector's answer may be written here. `askedAt`: the desk's time before the request.
 */
export function queueContentCounts(tx: Tx, read: readonly SubjectFacts[], askedAt: Date): void {
  const rows = read.flatMap(({ account: { id, contents } }) => {
    if (contents === undefined || !areCoherent(contents)) return []
    const { all, month, sinceChange } = contents
    return [{ id, all, month, since: sinceChange ?? null }]
  })
  if (rows.length === 0) return
  tx.queue(prepared('insert-content-counts')`
    insert into content_count (account_id, read_at, own, hidden, own_month, hidden_month, changed_at, own_since, hidden_since)
    select id, ${askedAt}, ("all" ->> 'own')::bigint, ("all" ->> 'hidden')::bigint, (month ->> 'own')::bigint,
      (month ->> 'hidden')::bigint, (since ->> 'at')::timestamptz, coalesce((since ->> 'own')::bigint, 0),
      coalesce((since ->> 'hidden')::bigint, 0)
    from json_to_recordset(${JSON.stringify(rows)}::json) given(id text, "all" jsonb, month jsonb, since jsonb)`)
}

type Counts = NonNullable<SubjectFacts['account']['contents']>

/** True when no count of a part exceeds the whole. Contradictory counts are stored as unknown. */
function areCoherent({
  all,
  month,
  sinceChange: since = { own: 0, hidden: 0 },
}: Omit<Counts, 'sinceChange'> & {
  sinceChange?: Counts['all']
}): boolean {
  const fits = (part: Counts['all'], whole: Counts['all']) => part.own <= whole.own && part.hidden <= whole.hidden
  return (
    all.hidden <= all.own &&
    month.hidden <= month.own &&
    since.hidden <= since.own &&
    fits(month, all) &&
    fits(since, month)
  )
}
