import sql, { raw, type Sql } from 'sql-template-tag'
import { listHiddenActors } from '../../enforcement/approve/kept-from.ts'
import { subjectKey } from '../../foundation/domain.ts'
import type { Tx } from '../../foundation/database/db.ts'
import { CASE, type CaseRow } from '../../cases/queue/queries.ts'
import { MAY_OPEN } from '../../cases/claims/who-fits.ts'
import { MAY_SEE_ACCOUNT } from '../../cases/claims/who-sees.ts'
import { HAS_ACCOUNT_WORDS, hasHandle, NAMED_ACCOUNTS_MAX } from './account-queries.ts'
import { listNames } from '../../foundation/list-names.ts'
import { itemOf, satisfies } from './facets/search-filter.ts'
import type { Place } from './place.ts'
import { type ListTier, listByWords, type Search, type Tier } from './search.ts'

export interface FoundCase extends Place {
  /** The holder's pseudonym. */
  holder: string | null
  /** The item type. Null: none is known. */
  item: string | null
  row: CaseRow
}

type FoundRow = CaseRow & Omit<FoundCase, 'row'>

/** The words of a search as written, and by their stems. */
export const wordsAsked = (words: string): Sql =>
  sql`select search_query(${words}) as query, search_stem_query(${words}) as stems`

/**
 * The search text as words. `named` holds the cases that it names: by the id of a case, enforcement, account or content,
 * by a handle, or by the address of one of these.
 */
export const asked = ({ words, staffId, withheld }: Search): Sql => {
  const { ids, handles } = listNames(words)
  // PostgreSQL looks up arrays in the indexes, however large it believes the tables to be.
  return sql`
  asked as materialized (${wordsAsked(words)}),
  person as materialized (select * from staff where id = ${staffId}),
  accounts as materialized (
    select unnest(${ids}::text[]) as id
    union (select account.id from account where ${hasHandle(handles)} limit ${NAMED_ACCOUNTS_MAX})),
  named as materialized (
    select unnest(${ids}::text[]) as id
    union select case_id from enforcement where enforcement.id = any (${ids}) and enforcement.id <> all (${withheld})
    union select review_case.id from review_case join enforcement on enforcement.subject = review_case.subject
      where enforcement.id = any (${ids}) and enforcement.id <> all (${withheld})
    union select id from review_case where subject = any (${ids.map((id) => subjectKey({ kind: 'content', id }))})
    union select review_case.id from review_case join accounts on accounts.id = review_case.account_id
    union select review_case.id from review_case join accounts on review_case.subject = 'account:' || accounts.id)`
}

export const IS_NAMED = sql`candidate.id in (select id from named where id is not null)`
const CONTENT_HAS_WORDS = sql`search_words(content.text) @@ (select query from asked)`
const ITEM_HAS_WORDS = sql`described.words @@ (select query from asked)`
const HAS_STEMS = sql`stemmed.stems @@ (select stems from asked)`
/** SQL condition for one content that is found by its id. The index of each kind of words is read on its own otherwise. */
export const CONTENT_MATCHES = sql`(${CONTENT_HAS_WORDS}
  or exists (select from content_stems stemmed where stemmed.content_id = content.id and ${HAS_STEMS})
  or exists (select from content_item_words described where described.content_id = content.id and ${ITEM_HAS_WORDS}))`
export const NOTE_HAS_WORDS = sql`note.kind = 'note' and search_words(note.detail ->> 'text') @@ (select query from asked)`

/**
 * SQL condition: the reader may see the note. A proposer's note stays hidden until the reader's independent review, and
 * until they conclude on an appeal.
 */
export const isNoteTold = (staffId: string): Sql => sql`(
  not exists (select from enforcement asked where is_waiting(asked.state)
    and (asked.subject = candidate.subject or asked.account_id = candidate.account_id))
  and not exists (select from appeal where state = 'open' and (subject = candidate.subject or account_id = candidate.account_id))
  or note.by <> all (${listHiddenActors(staffId, sql`candidate.subject`, sql`candidate.account_id`)}))`

/** SQL condition: the case satisfies the filters of the search. */
export const isWanted = ({ filter }: Search): Sql =>
  satisfies(filter, {
    state: sql`candidate.state`,
    queue: sql`candidate.queue`,
    language: sql`candidate.language`,
    item: itemOf(sql`candidate.id`),
    subject: sql`candidate.subject`,
    at: sql`candidate.opened_at`,
  })

/** The order: the newest first. */
export const ORDER = sql`candidate.opened_at desc, candidate.id desc`
export const isBehind = (after: Place | undefined): Sql =>
  after === undefined
    ? sql`true`
    : sql`(candidate.opened_at, candidate.id)
        < (timestamptz 'epoch' + ${after.key}::bigint * interval '1 microsecond', ${after.id} collate "C")`

export const columns = (tier: number): Sql => sql`
  ${tier}::integer as tier, ((extract(epoch from candidate.opened_at) * 1000000)::bigint)::text as key, ${CASE}, ${itemOf(sql`candidate.id`)} as item,
  (select holder.pseudonym from staff holder
    where holder.id = candidate.claimed_by and candidate.claimed_until > desk_now()) as holder`

export async function listRows(tx: Tx, statement: Sql): Promise<FoundCase[]> {
  const { rows } = await tx.query<FoundRow>(statement)
  return rows.map(({ tier, key, holder, item, ...row }) => ({ tier, key, id: row.id, holder, item, row }))
}

const byName: ListTier<FoundCase> = (tx, search, { after, size }) =>
  listRows(
    tx,
    sql`
      with ${asked(search)}
      select ${columns(0)} from review_case candidate cross join person
      where ${IS_NAMED} and ${isBehind(after)} and ${isWanted(search)} and ${MAY_OPEN}
      order by ${ORDER} limit ${size}`,
  )

const byWords: ListTier<FoundCase> = (tx, search, { after, size }) => {
  // Results are sorted before the check of rights, which then runs only until the page is full.
  const list = (matched: Sql, within: Sql): Promise<FoundCase[]> =>
    listRows(
      tx,
      sql`
        with ${asked(search)}, matched as materialized (${matched})
        select ${columns(1)}
        from (
          select id, opened_at from matched candidate where ${isBehind(after)} and ${within} order by ${ORDER}) found
        cross join lateral (select * from review_case where review_case.id = found.id offset 0) candidate
        cross join person
        where not ${IS_NAMED} and ${isWanted(search)} and ${MAY_OPEN} and not is_restricted(candidate.subject)
        order by found.opened_at desc, found.id desc limit ${size}`,
    )
  return listByWords(size, {
    read: async (max) => {
      const next = await listNext(tx, after, max)
      const last = next[max - 1]
      return last === undefined || (await hasLongTexts(tx, next)) ? [] : list(matchesRead(search, next), isBefore(last))
    },
    count: (max) => countMatches(tx, search, max),
    near: async (max) => {
      const ahead = await listAhead(tx, after, max)
      const last = ahead[max - 1]
      const contentIds = ahead.map(({ contentId }) => contentId)
      // The ids are passed as a value, so PostgreSQL combines their index with that of the words and reads only
      // contents in both.
      const rows = await list(
        matches(search, (contentId) => sql`${contentId} = any (${contentIds})`),
        last === undefined ? sql`true` : isBefore(last),
      )
      return { rows, whole: last === undefined }
    },
    all: () => list(allMatches(search), sql`true`),
  })
}

type Next = { id: string; micros: string; contentId: string | null }

const listNext = (tx: Tx, after: Place | undefined, max: number) =>
  tx.list<Next>(sql`
    select id, (extract(epoch from opened_at) * 1000000)::bigint::text as micros, subject_id(subject, 'content') as "contentId"
    from review_case candidate where ${isBehind(after)} order by ${ORDER} limit ${max}`)

/** The most bytes of text that are read one by one: the longest texts of an attacker would take minutes. */
const READ_BYTES_MAX = 256_000

const hasLongTexts = (tx: Tx, next: readonly Next[]): Promise<boolean> =>
  tx.onlyValue<boolean>(sql`
    select coalesce(sum(octet_length(text)), 0) > ${READ_BYTES_MAX} from content
    where id = any (${next.map(({ contentId }) => contentId)}::text[])`)

/**
 * The matches among these cases, whose contents are read one by one: the index of a common word has most contents. With
 * "offset 0" the rows are found by their ids first.
 */
function matchesRead(search: Search, next: readonly Next[]): Sql {
  const contentIds = next.map(({ contentId }) => contentId)
  const read = (table: string, key: string) =>
    sql`(select * from ${raw(table)} where ${raw(key)} = any (${contentIds}::text[]) offset 0)`
  return sql`
    select id, opened_at from review_case where id = any (array(
      select next.id from unnest(${next.map(({ id }) => id)}::text[], ${contentIds}::text[]) next (id, content_id)
      where next.content_id in (
        select content.id from ${read('content', 'id')} content where ${CONTENT_HAS_WORDS}
        union all select content_id from ${read('content_stems', 'content_id')} stemmed where ${HAS_STEMS}
        union all select content_id from ${read('content_item_words', 'content_id')} described where ${ITEM_HAS_WORDS})))
    union ${notesThatMatch(search)}`
}

const matches = (search: Search, isOf: (contentId: Sql) => Sql): Sql => sql`
  select candidate.id, candidate.opened_at
  from (select content.id from content where ${CONTENT_HAS_WORDS} and ${isOf(sql`content.id`)} offset 0) matched
  join review_case candidate on candidate.subject = 'content:' || matched.id
  union
  select candidate.id, candidate.opened_at
  from (select stemmed.content_id from content_stems stemmed
    where ${HAS_STEMS} and ${isOf(sql`stemmed.content_id`)} offset 0) matched
  join review_case candidate on candidate.subject = 'content:' || matched.content_id
  union
  select candidate.id, candidate.opened_at
  from (select described.content_id from content_item_words described
    where ${ITEM_HAS_WORDS} and ${isOf(sql`described.content_id`)} offset 0) matched
  join review_case candidate on candidate.subject = 'content:' || matched.content_id
  union ${notesThatMatch(search)}`

const allMatches = (search: Search): Sql => matches(search, () => sql`true`)

const notesThatMatch = ({ staffId }: Search): Sql => sql`
  select candidate.id, candidate.opened_at
  from case_event note join review_case candidate on candidate.id = note.case_id
  where ${NOTE_HAS_WORDS} and ${isNoteTold(staffId)}`

/** SQL condition: the case is this one or stands before it. */
const isBefore = ({ id, micros }: { id: string; micros: string }): Sql =>
  sql`not ${isBehind({ tier: 1, key: micros, id })}`

/** Lists the next cases with a known content, whether they contain the words or not. */
async function listAhead(tx: Tx, after: Place | undefined, max: number) {
  return tx.list<{ id: string; micros: string; contentId: string }>(sql`
    select candidate.id, (extract(epoch from candidate.opened_at) * 1000000)::bigint::text as micros,
      content.id as "contentId"
    from review_case candidate
    join content on content.id = subject_id(candidate.subject, 'content')
    where ${isBehind(after)} order by ${ORDER} limit ${max}`)
}

async function countMatches(tx: Tx, search: Search, max: number): Promise<number> {
  const { rows } = await tx.query<{ count: number }>(sql`
    with asked as materialized (${wordsAsked(search.words)})
    select (select count(*) from (select from content where ${CONTENT_HAS_WORDS} limit ${max}) matched)
      + (select count(*) from (select from content_stems stemmed where ${HAS_STEMS} limit ${max}) matched)
      + (select count(*) from (select from content_item_words described where ${ITEM_HAS_WORDS} limit ${max}) matched)
      + (select count(*) from (select from case_event note where ${NOTE_HAS_WORDS} limit ${max}) matched) as count`)
  return rows[0]?.count ?? 0
}

/** A search whose words stand in the handle or name of more accounts finds none of their cases. */
const ACCOUNTS_MAX = 200
/** A note that is withheld from the reader finds nothing, so it must exclude nothing either. */
export const isFoundByWords = (staffId: string): Sql => sql`(exists (
    select from content where content.id = subject_id(candidate.subject, 'content') and ${CONTENT_MATCHES})
  or exists (select from case_event note where note.case_id = candidate.id and ${NOTE_HAS_WORDS} and ${isNoteTold(staffId)}))`

/** The accounts whose handle or name has the words, unless they are many. */
export const FEW_ACCOUNTS = sql`
  known as materialized (select id from account where ${HAS_ACCOUNT_WORDS} limit ${ACCOUNTS_MAX + 1}),
  few as materialized (select id from known where (select count(*) from known) <= ${ACCOUNTS_MAX})`

const byAccount: ListTier<FoundCase> = (tx, search, { after, size }) =>
  listRows(
    tx,
    sql`
      with ${asked(search)},
      ${FEW_ACCOUNTS}
      select ${columns(2)}
      from few join account using (id) join review_case candidate on candidate.account_id = account.id cross join person
      where ${isBehind(after)} and ${isWanted(search)} and not ${IS_NAMED} and not ${isFoundByWords(search.staffId)}
        and ${MAY_SEE_ACCOUNT} and ${MAY_OPEN} and not is_restricted(candidate.subject)
      order by ${ORDER} limit ${size}`,
  )

/**
 * The tiers of case results: by id, handle or address, by the words of content or notes, then by the words in the handle
 * or name of the account.
 */
export const CASE_TIERS: readonly Tier<FoundCase>[] = [
  { part: 'names', list: byName },
  { part: 'texts', list: byWords },
  { part: 'accounts', list: byAccount },
]
