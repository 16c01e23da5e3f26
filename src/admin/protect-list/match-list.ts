import sql from 'sql-template-tag'
import { type Static, Type } from 'typebox'
import { strict } from '../../foundation/schemas/schemas.ts'
import type { Queryable } from '../../foundation/database/db.ts'

const ENTRIES_MAX = 5_000
const NAMES_MAX = 10
const NAME_CHARS_MAX = 256
/** The most matches of one protect list: a person can't judge more by a sample. */
export const MATCHES_MAX = 2_000

const names = (description: string) =>
  Type.Array(Type.String({ minLength: 1, maxLength: NAME_CHARS_MAX }), { maxItems: NAMES_MAX, description })

/** One person or office of a protect list, with the attributes by which an account may be matched. */
const ListEntry = Type.Object(
  {
    handles: names('The handles at the platform, with or without a leading @.'),
    ids: names('The ids of the accounts at the platform.'),
    domains: names('The domains of the accounts, such as ministry.example.'),
  },
  strict,
)
export const PublicList = Type.Array(ListEntry, { minItems: 1, maxItems: ENTRIES_MAX })
export type PublicList = Static<typeof PublicList>

/**
 * The attributes by which an account was matched. Any account may link to any domain, so a domain alone proves as
 * little as a handle alone.
 */
export type MatchedBy = 'id' | 'handle_and_domain' | 'handle' | 'domain'

/** The reasons why an account is doubtful and must be included by its id. */
type Doubt = 'handle_only' | 'domain_only' | 'young' | 'open_case' | 'sanctioned'

export interface Match {
  accountId: string
  handle: string | null
  displayName: string | null
  reach: number | null
  by: MatchedBy
  doubts: Doubt[]
  /** The account has the tag already. */
  isTagged: boolean
}

/** Matches known accounts with a protect list, each by its strongest attribute. Creates no account. */
export async function matchList(
  db: Queryable,
  { tag, list }: { tag: string; list: PublicList },
): Promise<{ matches: Match[]; unmatched: number }> {
  const { rows } = await db.query<Match & { entries: number[] }>(sql`
    with listed as materialized (
      select ordinality as entry,
        array(select jsonb_array_elements_text(given -> 'ids')) as ids,
        array(select lower(ltrim(handle, '@')) from jsonb_array_elements_text(given -> 'handles') handle) as handles,
        array(select lower(domain) from jsonb_array_elements_text(given -> 'domains') domain) as domains
      from jsonb_array_elements(${JSON.stringify(list)}::jsonb) with ordinality rows(given, ordinality)),
    matched as (
      select entry, account.id, 1 as strength from listed join account on account.id = any (ids)
      union all
      select entry, account.id, case when account.bio_domains && domains then 2 else 3 end
      from listed join account on lower(account.handle) = any (handles)
      union all
      select entry, account.id, 4 from listed join account on account.bio_domains && domains),
    strongest as (
      select id, min(strength) as strength, array_agg(distinct entry::integer) as entries from matched group by id)
    select account.id as "accountId", account.handle, account.display_name as "displayName", account.reach_counted as reach,
      matched_by as by, protect_list_doubts(account.id, matched_by) as doubts, ${tag} = any (account.tags) as "isTagged", entries
    from strongest join account using (id)
    cross join lateral (select (array['id', 'handle_and_domain', 'handle', 'domain'])[strength] as matched_by) by_what
    order by strength, account.id limit ${MATCHES_MAX + 1}`)
  const found = new Set(rows.flatMap(({ entries }) => entries))
  return {
    matches: rows.map(({ entries: _entries, ...match }) => match),
    unmatched: list.length - found.size,
  }
}
