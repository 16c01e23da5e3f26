import sql from 'sql-template-tag'
import { type SubjectKind, subjectKey, accountKey, parseSubjectKey } from '../../foundation/domain.ts'
import type { Pool } from '../../foundation/database/db.ts'
import { ACCOUNT_TIERS } from './account-queries.ts'
import { CASE_TIERS } from './case-queries.ts'
import { findPage, listWithheld, tooSlow } from './search.ts'

/** A search whose results a bulk action uses: accounts themselves, or accounts or contents by their cases. */
export interface SubjectSearch {
  kind: 'account' | 'case'
  words: string
  on: SubjectKind
}

/**
 * Returns the subjects that a person finds by a search: only those they may see, nothing restricted, and nothing of a
 * protected account. `isMore`: there are more than `most`. Answers in a bounded time, or refuses.
 */
export async function findSubjects(
  db: Pool,
  { kind, words, on }: SubjectSearch,
  { staffId, most }: { staffId: string; most: number },
): Promise<{ subjects: string[]; found: number; isMore: boolean }> {
  if (words === '') return { subjects: [], found: 0, isMore: false }
  const withheld = await listWithheld(db, staffId)
  const search = { words, staffId, withheld, filter: {}, after: undefined, size: most }
  if (kind === 'account') {
    const { rows, next, incomplete } = await findPage(db, search, ACCOUNT_TIERS)
    if (incomplete.length > 0) throw tooSlow()
    const unprotected = rows.filter((row) => !row.protected)
    const subjects = unprotected.map(({ id }) => subjectKey({ kind: 'account', id }))
    return { subjects, found: unprotected.length, isMore: next !== undefined }
  }
  const { rows, next, incomplete } = await findPage(db, search, CASE_TIERS)
  if (incomplete.length > 0) throw tooSlow()
  const kept = await listKept(
    db,
    rows.map(({ row }) => row.id),
  )
  const open = rows.map(({ row }) => row).filter(({ id }) => !kept.has(id))
  const accounts = open.flatMap(({ accountId }) => accountId ?? []).map(accountKey)
  const contents = open.map(({ subject }) => subject).filter((subject) => parseSubjectKey(subject).kind === 'content')
  return {
    subjects: [...new Set(on === 'account' ? accounts : contents)],
    found: open.length,
    isMore: next !== undefined,
  }
}

/** Lists the cases about restricted contents or protected accounts. */
async function listKept(db: Pool, caseIds: readonly string[]): Promise<ReadonlySet<string>> {
  const kept = await db.listValues<string>(sql`
    select review_case.id from review_case left join account on account.id = review_case.account_id
    where review_case.id = any (${caseIds}) and (is_restricted(review_case.subject) or account.protected)`)
  return new Set(kept)
}
