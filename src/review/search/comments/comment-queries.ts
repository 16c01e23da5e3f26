import sql, { type Sql } from 'sql-template-tag'
import type { Tx } from '../../../foundation/database/db.ts'
import { MAY_OPEN } from '../../../cases/claims/who-fits.ts'
import {
  asked,
  columns,
  FEW_ACCOUNTS,
  type FoundCase,
  IS_NAMED,
  isBehind,
  isFoundByWords,
  isWanted,
  listRows,
  ORDER,
} from '../case-queries.ts'
import type { ListTier, Search, Tier } from '../search.ts'

/** A word that stands in more comments is searched in the newest ones only. */
const COMMENTS_MAX = 10_000
/** The newest comments in which a common word is searched. */
const NEWEST_MAX = 40_000

const COMMENT_HAS_WORDS = sql`comment.words @@ (select query from asked)`

/**
 * Lists the cases with the words in the comment of a report, which no earlier tier found. A comment shows nothing of its
 * reporter. When a word is common, only the newest comments are searched, and the result says so.
 */
const byComments: ListTier<FoundCase> = async (tx, search, { after, size, cut }) => {
  const isCommon = (await countComments(tx, search)) > COMMENTS_MAX
  if (isCommon) cut()
  const comments = isCommon
    ? sql`(select * from report_words order by received_at desc, report_id desc limit ${NEWEST_MAX})`
    : sql`report_words`
  return listRows(tx, listCases(search, comments, isBehind(after), size))
}

/** A bulk action does not use it: what reporters write must not choose whom it takes. */
export const COMMENT_TIER: Tier<FoundCase> = { part: 'comments', list: byComments }

const listCases = (search: Search, comments: Sql, behind: Sql, size: number): Sql => sql`
  with ${asked(search)}, ${FEW_ACCOUNTS},
  matched as materialized (select distinct comment.case_id from ${comments} comment where ${COMMENT_HAS_WORDS})
  select ${columns(3)}
  from (
    select candidate.id, candidate.opened_at from matched join review_case candidate on candidate.id = matched.case_id
    where ${behind} order by ${ORDER}) found
  cross join lateral (select * from review_case where review_case.id = found.id offset 0) candidate
  cross join person
  where not ${IS_NAMED} and ${isWanted(search)} and not ${isFoundByWords(search.staffId)} and ${MAY_OPEN}
    and coalesce(candidate.account_id <> all (array(select id from few)), true) and not is_restricted(candidate.subject)
  order by found.opened_at desc, found.id desc limit ${size}`

async function countComments(tx: Tx, search: Search): Promise<number> {
  return tx.onlyValue<number>(sql`
    with asked as materialized (select search_query(${search.words}) as query)
    select count(*)::integer from (
      select from report_words comment where ${COMMENT_HAS_WORDS} limit ${COMMENTS_MAX + 1}) matched`)
}
