import sql, { join, raw, type Sql } from 'sql-template-tag'
import type { Tx } from '../../foundation/database/db.ts'
import { MAY_OPEN } from '../../cases/claims/who-fits.ts'
import { MAY_SEE_ACCOUNT } from '../../cases/claims/who-sees.ts'
import { listNames } from '../../foundation/list-names.ts'
import type { Place } from './place.ts'
import { type ListTier, listByWords, type Search, type Tier as SearchTier } from './search.ts'

export interface FoundAccount extends Place {
  handle: string | null
  displayName: string | null
  verified: boolean | null
  tags: string[]
  reachCounted: number | null
  protected: boolean
  factsAt: Date
}

/** The SQL expressions, written exactly as in the indexes. */
export const HANDLE = 'search_handle(account.handle) collate "C"'
export const NAME = 'search_name(account.display_name) collate "C"'
export const HAS_ACCOUNT_WORDS =
  raw(`search_words(coalesce(account.handle, '') || ' ' || coalesce(account.display_name, ''))
  @@ (select query from asked)`)

/** The most accounts that a handle names: two platforms, or an earlier and a later owner, may have the same. */
export const NAMED_ACCOUNTS_MAX = 50
/** The shortest text that is searched inside handles and names: most of them contain a shorter one. */
const INSIDE_CHARS_MIN = 3
/** Returns an SQL expression: the pattern of `like` for texts that contain this text; null: it is too short. */
const patternOf = (text: string): string => `case when length(${text}) >= ${INSIDE_CHARS_MIN}
  then '%' || regexp_replace(${text}, '([\\\\%_])', '\\\\\\1', 'g') || '%' end`

/**
 * The search text as a handle (null: empty after normalising), as a name, as patterns for the texts that contain it, and
 * as words. `named` holds the ids that it may name.
 */
const asked = ({ words, staffId, withheld }: Search): Sql => {
  const { ids, handles } = listNames(words)
  return sql`
  asked as materialized (
    select handle, name, ${raw(patternOf('handle'))} as handles, ${raw(patternOf('name'))} as names,
      search_query(${words}) as query
    from (select nullif(search_handle(${words.replace(/^@/, '')}), '') as handle, search_name(${words}) as name) said),
  person as materialized (select * from staff where id = ${staffId}),
  named as materialized (
    select unnest(${ids}::text[]) as id
    union select account_id from content where content.id = any (${ids})
    union select account_id from enforcement where enforcement.id = any (${ids}) and enforcement.id <> all (${withheld})
    union (select account.id from account where ${hasHandle(handles.slice(1))} limit ${NAMED_ACCOUNTS_MAX})
    union select candidate.account_id from review_case candidate cross join person
      where candidate.id = any (${ids}) and ${MAY_OPEN})`
}

/** Returns the condition that an account has one of the handles. */
export const hasHandle = (handles: readonly string[]): Sql => sql`search_handle(account.handle) collate "C"
  = any (array(select search_handle(handle) collate "C" from unnest(${handles}::text[]) handle))`

/** The last Unicode character: each text with a prefix sorts before the prefix followed by it. */
const LAST = 'chr(1114111)'
/** Returns a prefix match as a range, which an index serves even when the prefix is known only at run time. */
const begins = (text: string, prefix: string): string =>
  `${text} >= (select ${prefix} from asked) and ${text} < (select ${prefix} || ${LAST} from asked)`

const IS_NAMED = 'account.id in (select id from named where id is not null)'
/**
 * PostgreSQL reads every handle and name for this. Most are ASCII, of which search_handle and search_name make the same
 * as this does in a fifth of the time: a test compares them.
 */
const folded = (column: string, chars: string, otherwise: string): string =>
  `case when octet_length(${column}) = length(${column}) then ${chars} else ${otherwise} end`
export const FOLDED_HANDLE = folded('account.handle', 'lower(account.handle)', HANDLE)
export const FOLDED_NAME = folded('account.display_name', 'left(lower(account.display_name), 64)', NAME)
const CONTAINS = `(${FOLDED_HANDLE} like (select handles from asked) or ${FOLDED_NAME} like (select names from asked))`
const IS_HANDLE = `${HANDLE} = (select handle from asked)`
export const HANDLE_BEGINS = begins(HANDLE, 'handle')
const NAME_BEGINS = begins(NAME, 'name')

interface Tier {
  tier: number
  /** The sort key of the tier, before the id. */
  key: string
  where: string
  /** The conditions of earlier tiers, whose results are excluded. */
  butNot: readonly string[]
}

const rowsOf = ({ tier, key, where, butNot }: Tier, after: Place | undefined): { columns: Sql; condition: Sql } => ({
  columns: sql`${tier}::integer as tier, ${raw(key)} as key, account.id, account.handle,
    account.display_name as "displayName", account.verified, account.tags, account.reach_counted as "reachCounted",
    account.protected, account.facts_at as "factsAt"`,
  condition: join(
    [
      raw(where),
      ...butNot.map((earlier) => raw(`(${earlier}) is not true`)),
      ...(after ? [isBehind(key, after)] : []),
      MAY_SEE_ACCOUNT,
    ],
    ' and ',
  ),
})

const isBehind = (key: string, after: Place): Sql =>
  sql`(${raw(key)}, account.id) > (${after.key} collate "C", ${after.id} collate "C")`

/** Lists one tier of results in the order of its index. */
const inOrder =
  (tier: Tier): ListTier<FoundAccount> =>
  async (tx, search, { after, size }) => {
    const { columns, condition } = rowsOf(tier, after)
    return tx.list<FoundAccount>(sql`
      with ${asked(search)}
      select ${columns} from account cross join person where ${condition}
      order by ${raw(tier.key)}, account.id limit ${size}`)
  }

const BY_WORDS: Tier = { tier: 4, key: HANDLE, where: 'true', butNot: [IS_NAMED, HANDLE_BEGINS, NAME_BEGINS] }

const byWords: ListTier<FoundAccount> = (tx, search, { after, size }) => {
  const { columns, condition } = rowsOf(BY_WORDS, after)
  const list = async (matched: Sql): Promise<FoundAccount[]> => {
    return tx.list<FoundAccount>(sql`
      with ${asked(search)}, matched as materialized (${matched})
      select ${columns} from matched account cross join person where ${condition}
      order by ${raw(HANDLE)}, account.id limit ${size}`)
  }
  const behind = after ? isBehind(HANDLE, after) : sql`true`
  return listByWords(size, {
    count: (max) => countMatches(tx, search, max),
    near: async (max) => ({
      rows: await list(sql`
        select * from (
          select * from account where ${behind} order by ${raw(HANDLE)}, account.id limit ${max}) account
        where ${HAS_ACCOUNT_WORDS}`),
      whole: false,
    }),
    all: () => list(sql`select * from account where ${HAS_ACCOUNT_WORDS} and ${behind}`),
  })
}

async function countMatches(tx: Tx, search: Search, max: number): Promise<number> {
  const { rows } = await tx.query<{ count: number }>(sql`
    with asked as materialized (select search_query(${search.words}) as query)
    select count(*) as count from (select from account where ${HAS_ACCOUNT_WORDS} limit ${max}) matched`)
  return rows[0]?.count ?? 0
}

const BY_PARTS: Tier = {
  tier: 5,
  key: HANDLE,
  where: 'true',
  butNot: [IS_NAMED, HANDLE_BEGINS, NAME_BEGINS, HAS_ACCOUNT_WORDS.sql],
}
/** The next accounts, among which a part that many names have fills a page. */
const READ_FIRST = 2_000

/** Lists the accounts with the text inside the handle or name: among the next ones, or else among all. */
const byParts: ListTier<FoundAccount> = async (tx, search, { after, size }) => {
  if (await isTooShort(tx, search)) return []
  const { columns, condition } = rowsOf(BY_PARTS, after)
  const behind = after ? isBehind(HANDLE, after) : sql`true`
  const list = (matched: Sql) =>
    tx.list<FoundAccount>(sql`
      with ${asked(search)}, matched as materialized (${matched})
      select ${columns} from matched account cross join person where ${condition}
      order by ${raw(HANDLE)}, account.id limit ${size}`)
  const next = sql`select * from account where ${behind} order by ${raw(HANDLE)}, account.id limit ${READ_FIRST}`
  const near = await list(sql`select * from (${next}) account where ${raw(CONTAINS)}`)
  return near.length >= size ? near : list(sql`select * from account where ${raw(CONTAINS)} and ${behind}`)
}

const isTooShort = (tx: Tx, search: Search): Promise<boolean> =>
  tx.onlyValue<boolean>(sql`with ${asked(search)} select coalesce(handles, names) is null from asked`)

const NO_KEY = `''::text`

/**
 * The tiers of account results: by id or address, by whole handle, by the beginning of handle or name, by words, then by
 * a part of handle or name.
 */
const LISTS: readonly ListTier<FoundAccount>[] = [
  inOrder({ tier: 0, key: NO_KEY, where: IS_NAMED, butNot: [] }),
  inOrder({ tier: 1, key: NO_KEY, where: IS_HANDLE, butNot: [IS_NAMED] }),
  inOrder({ tier: 2, key: HANDLE, where: HANDLE_BEGINS, butNot: [IS_NAMED, IS_HANDLE] }),
  inOrder({ tier: 3, key: NAME, where: NAME_BEGINS, butNot: [IS_NAMED, HANDLE_BEGINS] }),
  byWords,
  byParts,
]

export const ACCOUNT_TIERS: readonly SearchTier<FoundAccount>[] = LISTS.map((list) => ({ part: 'names', list }))
