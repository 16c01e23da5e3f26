import sql from 'sql-template-tag'
import { inTransaction, type Pool, sqlState, type Tx } from '../../foundation/database/db.ts'
import { CONTENT_MATCHES, isNoteTold, NOTE_HAS_WORDS, wordsAsked } from './case-queries.ts'
import { QUERY_CANCELED, type Search } from './search.ts'

const EXCERPT_WORDS = 'StartSel="", StopSel="", MaxWords=40, MinWords=20'
const EXCERPTS_MS_MAX = 1_000

/**
 * Returns an excerpt with the words for each case: from the content, or else from the newest matching note or comment. When
 * long texts take too long, it returns none.
 */
export async function listExcerpts(db: Pool, search: Search, caseIds: readonly string[]): Promise<Map<string, string>> {
  try {
    return await inTransaction(db, async (tx) => {
      await tx.query(sql`select set_config('statement_timeout', ${`${EXCERPTS_MS_MAX}ms`}, true)`)
      return findExcerpts(tx, search, caseIds)
    })
  } catch (error) {
    if (sqlState(error) !== QUERY_CANCELED) throw error
    return new Map()
  }
}

async function findExcerpts(
  tx: Tx,
  { words, staffId }: Search,
  caseIds: readonly string[],
): Promise<Map<string, string>> {
  const { rows } = await tx.query<{ id: string; excerpt: string }>(sql`
    with asked as materialized (${wordsAsked(words)}),
    told as (
      select candidate.id, coalesce(
        (select concat_ws(' ', nullif(content.text, ''), item_text(content.item)) from content
          where content.id = subject_id(candidate.subject, 'content') and ${CONTENT_MATCHES}),
        (select note.detail ->> 'text' from case_event note
          where note.case_id = candidate.id and ${NOTE_HAS_WORDS} and ${isNoteTold(staffId)} order by note.id desc limit 1),
        (select concat_ws(' ', report.comment, item_text(report.item)) from report_words comment
          join report on report.received_at = comment.received_at and report.id = comment.report_id
          where comment.case_id = candidate.id and comment.words @@ (select query from asked)
          order by comment.received_at desc limit 1)) as text
      from review_case candidate where candidate.id = any (${caseIds}) and not is_restricted(candidate.subject))
    select told.id, ts_headline('simple', search_piece(told.text, asked.query), asked.query, ${EXCERPT_WORDS}) as excerpt
    from told cross join asked where told.text is not null`)
  return new Map(rows.map(({ id, excerpt }) => [id, excerpt]))
}
