import sql from 'sql-template-tag'
import { type SubjectKind, subjectKey, accountKey, parseSubjectKey } from '../../foundation/domain.ts'
import type { Pool } from '../../foundation/database/db.ts'
import { ACCOUNT_TIERS } from './account-queries.ts'
import { CASE_TIERS } from './case-queries.ts'
import { findPage } from './search.ts'

/** A search whose results a bulk action uses: accounts themselves, or accounts or contents by their cases. */
export interface SubjectSearch {
  kind: 'account' | 'case'
  words: string
  on: SubjectKind
}

/**
 * Returns the subjects that a person finds by a search: only those they may see, and nothing restricted. `isMore`:
 * there are more than `most`. Answers in a bounded time, or refuses.
 */
export async function findSubjects(
  db: Pool,
  { kind, words, on }: SubjectSearch,
  { staffId, most }: { staffId: string; most: number },
): Promise<{ subjects: string[]; found: number; isMore: boolean }> {
  const search = { words, staffId, after: undefined, size: most }
  if (words === '') return { subjects: [], found: 0, isMore: false }
  if (kind === 'account') {
    const { rows, next } = await findPage(db, search, ACCOUNT_TIERS)
    const subjects = rows.map(({ id }) => subjectKey({ kind: 'account', id }))
    return { subjects, found: rows.length, isMore: next !== undefined }
  }
  const { rows, next } = await findPage(db, search, CASE_TIERS)
  const restricted = await listRestricted(
    db,
    rows.map(({ row }) => row.subject),
  )
  const open = rows.map(({ row }) => row).filter(({ subject }) => !restricted.has(subject))
  const accounts = open.flatMap(({ accountId }) => accountId ?? []).map(accountKey)
  const contents = open.map(({ subject }) => subject).filter((subject) => parseSubjectKey(subject).kind === 'content')
  return {
    subjects: [...new Set(on === 'account' ? accounts : contents)],
    found: open.length,
    isMore: next !== undefined,
  }
}

async function listRestricted(db: Pool, subjects: readonly string[]): Promise<ReadonlySet<string>> {
  const restricted = await db.listValues<string>(sql`
    select subject from unnest(${subjects}::text[]) subject where is_restricted(subject)`)
  return new Set(restricted)
}
