import sql, { join, raw, type Sql } from 'sql-template-tag'
import type { Tx } from '../../foundation/database/db.ts'
import { MAY_OPEN } from '../../cases/claims/who-fits.ts'
import { MAY_SEE_ACCOUNT } from '../../cases/claims/who-sees.ts'
import type { Place } from './place.ts'
import { type ListTier, listByWords, type Search } from './search.ts'

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
const HANDLE = 'search_handle(account.handle) collate "C"'
const NAME = 'search_name(account.display_name) collate "C"'
const HAS_WORDS = raw(`search_words(coalesce(account.handle, '') || ' ' || coalesce(account.display_name, ''))
  @@ (select query from asked)`)

/**
 * The search text as a handle (null: empty after normalising), as a name and as words. `named` holds the ids that it
 * may name.
 */
const asked = ({ words, staffId }: Search): Sql => sql`
  asked as materialized (
    select nullif(search_handle(${words.replace(/^@/, '')}), '') as handle, search_name(${words}) as name,
      search_query(${words}) as query),
  person as materialized (select * from staff where id = ${staffId}),
  named as materialized (
    select ${words} as id
    union select account_id from content where content.id = ${words}
    union select account_id from enforcement where enforcement.id = ${words}
    union select candidate.account_id from review_case candidate cross join person
      where candidate.id = ${words} and ${MAY_OPEN})`

/** The last Unicode character: each text with a prefix sorts before the prefix followed by it. */
const LAST = 'chr(1114111)'
/** Returns a prefix match as a range, which an index serves even when the prefix is known only at run time. */
const begins = (text: string, prefix: string): string =>
  `${text} >= (select ${prefix} from asked) and ${text} < (select ${prefix} || ${LAST} from asked)`

const IS_NAMED = 'account.id in (select id from named where id is not null)'
const IS_HANDLE = `${HANDLE} = (select handle from asked)`
const HANDLE_BEGINS = begins(HANDLE, 'handle')
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
        where ${HAS_WORDS}`),
      whole: false,
    }),
    all: () => list(sql`select * from account where ${HAS_WORDS} and ${behind}`),
  })
}

async function countMatches(tx: Tx, search: Search, max: number): Promise<number> {
  const { rows } = await tx.query<{ count: number }>(sql`
    with asked as materialized (select search_query(${search.words}) as query)
    select count(*) as count from (select from account where ${HAS_WORDS} limit ${max}) matched`)
  return rows[0]?.count ?? 0
}

const NO_KEY = `''::text`

/** The tiers of account results: by id, by whole handle, by the beginning of handle or name, then by words. */
export const ACCOUNT_TIERS: readonly ListTier<FoundAccount>[] = [
  inOrder({ tier: 0, key: NO_KEY, where: IS_NAMED, butNot: [] }),
  inOrder({ tier: 1, key: NO_KEY, where: IS_HANDLE, butNot: [IS_NAMED] }),
  inOrder({ tier: 2, key: HANDLE, where: HANDLE_BEGINS, butNot: [IS_NAMED, IS_HANDLE] }),
  inOrder({ tier: 3, key: NAME, where: NAME_BEGINS, butNot: [IS_NAMED, HANDLE_BEGINS] }),
  byWords,
]
