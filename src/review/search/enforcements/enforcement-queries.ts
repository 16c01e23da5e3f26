import sql, { join, raw, type Sql } from 'sql-template-tag'
import { type Action, contentKey, type EnforcementState } from '../../../foundation/domain.ts'
import { listNames } from '../../../foundation/list-names.ts'
import type { Policies } from '../../../policy/policies.ts'
import { MAY_OPEN } from '../../../cases/claims/who-fits.ts'
import { MAY_SEE_ACCOUNT } from '../../../cases/claims/who-sees.ts'
import { seenBy } from '../../../enforcement/queries.ts'
import { HAS_ACCOUNT_WORDS, HANDLE_BEGINS, hasHandle, NAMED_ACCOUNTS_MAX } from '../account-queries.ts'
import { readEnforcementWords } from './enforcement-words.ts'
import { itemOf, satisfies } from '../facets/search-filter.ts'
import type { Place } from '../place.ts'
import type { ListTier, Search, Tier } from '../search.ts'
import type { StoredAction } from '../../../policy/items/own-actions.ts'

export interface FoundEnforcement extends Place {
  subject: string
  accountId: string | null
  handle: string | null
  displayName: string | null
  caseId: string | null
  action: Action
  own: StoredAction | null
  policyId: string
  state: EnforcementState
  protected: boolean
  interim: boolean
  proposedAt: Date
  /** The queue and language of its case. */
  queue: string | null
  language: string | null
  /** The item type of its case. Null: none is known. */
  item: string | null
}

/** The most accounts whose enforcements the words of a handle or a name find. */
const ACCOUNTS_MAX = 200

/** The reader, and the accounts that the search names by handle, id or words. */
const asked = ({ words, staffId }: Search, rest: string): Sql => {
  const { ids, handles } = listNames(words)
  return sql`
  asked as materialized (
    select nullif(search_handle(${rest.replace(/^@/, '')}), '') as handle, search_query(${rest}) as query),
  person as materialized (select * from staff where id = ${staffId}),
  named as materialized (
    select unnest(${ids}::text[]) as account_id
    union (select account.id from account where ${hasHandle(handles)} limit ${NAMED_ACCOUNTS_MAX})),
  called as materialized (
    (select id from account where ${raw(HANDLE_BEGINS)} limit ${ACCOUNTS_MAX})
    union (select id from account where ${HAS_ACCOUNT_WORDS} limit ${ACCOUNTS_MAX}))`
}

/**
 * SQL condition: the person may see an enforcement, its account, and its case. An account that the desk does not know
 * counts as protected.
 */
const isVisible = ({ staffId, withheld }: Search): Sql => sql`enforcement.id <> all (${withheld})
  and ${seenBy(staffId)}
  and case when account.id is null then 'protected' = any (person.clearances) else ${MAY_SEE_ACCOUNT} end
  and (enforcement.case_id is null or exists (
    select from review_case candidate where candidate.id = enforcement.case_id and ${MAY_OPEN}))`

const isWanted = ({ filter }: Search): Sql =>
  satisfies(filter, {
    state: sql`enforcement.state`,
    queue: sql`placed.queue`,
    language: sql`placed.language`,
    item: itemOf(sql`enforcement.case_id`),
    subject: sql`enforcement.subject`,
    at: sql`enforcement.proposed_at`,
  })

const isNamed = ({ words }: Search): Sql => {
  const { ids } = listNames(words)
  const contents = ids.map(contentKey)
  return sql`(enforcement.id = any (${ids}) or enforcement.case_id = any (${ids}) or enforcement.subject = any (${contents})
    or enforcement.account_id = any (array(select account_id from named)))`
}

const ORDER = raw('enforcement.proposed_at desc, enforcement.id desc')
const isBehind = (after: Place | undefined): Sql =>
  after === undefined
    ? sql`true`
    : sql`(enforcement.proposed_at, enforcement.id)
        < (timestamptz 'epoch' + ${after.key}::bigint * interval '1 microsecond', ${after.id} collate "C")`

const listMatches: (tier: number, matches: Sql, rest: string) => ListTier<FoundEnforcement> =
  (tier, matches, rest) =>
  (tx, search, { after, size }) =>
    tx.list<FoundEnforcement>(sql`
      with ${asked(search, rest)}
      select ${tier}::integer as tier, ((extract(epoch from enforcement.proposed_at) * 1000000)::bigint)::text as key,
        enforcement.id, enforcement.subject, enforcement.account_id as "accountId", account.handle,
        account.display_name as "displayName", enforcement.case_id as "caseId", enforcement.action, enforcement.own_action as own,
        enforcement.policy_id as "policyId", enforcement.state, enforcement.protected, enforcement.interim,
        enforcement.proposed_at as "proposedAt", placed.queue, placed.language,
        ${itemOf(sql`enforcement.case_id`)} as item
      from enforcement left join account on account.id = enforcement.account_id
      left join review_case placed on placed.id = enforcement.case_id cross join person
      where ${matches} and ${isWanted(search)} and ${isBehind(after)} and ${isVisible(search)}
      order by ${ORDER} limit ${size}`)

/**
 * The tiers of enforcement results: by id, account, handle, content or case; then by state, action, policy, and the
 * beginning or the words of a handle or name. Each lists the newest first.
 */
export function enforcementTiers(
  search: Search,
  { policies, items }: Pick<Policies, 'policies' | 'items'>,
): readonly Tier<FoundEnforcement>[] {
  const words = readEnforcementWords(search.words, policies.values(), items.actions.values())
  const { states, actions, ownActions, policies: named, rest } = words
  const isThatNamed = isNamed(search)
  const conditions = [
    ...(states.length === 0 ? [] : [sql`enforcement.state = any (${states})`]),
    ...(actions.length === 0 ? [] : [sql`enforcement.action = any (${actions})`]),
    ...(ownActions.length === 0 ? [] : [sql`enforcement.own_action ->> 'action' = any (${ownActions})`]),
    ...(rest === ''
      ? []
      : [sql`(enforcement.policy_id = any (${named}) or enforcement.account_id = any (array(select id from called)))`]),
  ]
  const byWords = sql`${isThatNamed} is not true and ${join([...conditions, sql`not is_restricted(enforcement.subject)`], ' and ')}`
  const byName: Tier<FoundEnforcement> = { part: 'names', list: listMatches(0, isThatNamed, rest) }
  return conditions.length === 0 ? [byName] : [byName, { part: 'texts', list: listMatches(1, byWords, rest) }]
}
