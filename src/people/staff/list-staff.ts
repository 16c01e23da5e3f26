import sql, { type Sql } from 'sql-template-tag'
import type { Queryable } from '../../foundation/database/db.ts'
import {
  ascending,
  type ListedRows,
  type PageOf,
  type PageRequest,
  selectAll,
  selectPage,
} from '../../foundation/database/select-page.ts'
import type { Role } from '../../foundation/domain.ts'
import type { RolePlatforms } from './role-rules.ts'

/** A person as auditors, administrators and leads on shift see them. */
export interface ListedStaff {
  id: string
  pseudonym: string
  roles: readonly Role[]
  rolePlatforms: RolePlatforms
  languages: readonly string[]
  clearances: readonly string[]
  employer: string
  site: string
  team: string
  startsAt: Date
  /** The end as far as the caller may know it: only administrators see an involuntary end. */
  endsAt: Date | null
  endedAt: Date | null
  onShift: boolean
  onCall: boolean
  restricted: boolean
  /** A field for administrators only, like the name. */
  name: string | null
  notice: 'voluntary' | 'involuntary' | null
}

interface StaffFilter {
  ended: boolean
  /** A person with their name and the true end, for administrators. */
  asAdmin: boolean
  /** Filter: words that stand in what every reader of the list sees of a person. */
  text?: string | undefined
}

/** Lists people in the order in which they were added: all, or a page of them. */
export const listStaff = (db: Queryable, filter: StaffFilter): Promise<ListedStaff[]> =>
  selectAll<ListedStaff>(db, staffRows(filter))

export const listStaffPage = (db: Queryable, filter: StaffFilter, page: PageRequest): Promise<PageOf<ListedStaff>> =>
  selectPage<ListedStaff>(db, staffRows(filter), page)

const staffRows = ({ ended, asAdmin, text }: StaffFilter): ListedRows => ({
  rows: sql`
    select member.id, member.created_at as "createdAt", pseudonym, roles, role_platforms as "rolePlatforms", languages, clearances, employer, site, team, starts_at as "startsAt",
      case when ${asAdmin}::boolean or notice_kind is distinct from 'involuntary' then ends_at else told_ends_at end as "endsAt",
      ended_at as "endedAt", standing.on_shift as "onShift", standing.on_call as "onCall", standing.restricted,
      case when ${asAdmin}::boolean then coalesce(nullif(trim(concat_ws(' ', person.given_name, person.family_name)), ''),
        person.display_name, person.user_name, name) end as name, case when ${asAdmin}::boolean then notice_kind end as notice
    from staff member cross join lateral staff_standing(member.id) standing
    left join directory_person person on person.staff_id = member.id
    where (ended_at is null or ${ended}::boolean) and ${text === undefined ? sql`true` : hasWords(text)}`,
  key: [ascending(sql`listed."createdAt"`, 'time'), ascending(sql`listed.id`, 'text')],
})

/**
 * SQL condition: each word of the text stands in the pseudonym, id, roles, team, site or employer. Never in the name or
 * the e-mail address: a search that finds a pseudonym by them would unseal the name without a second person.
 */
const hasWords = (text: string): Sql => sql`not exists (
  select from regexp_split_to_table(search_name(${text}), '\\s+') word
  where position(word in concat_ws(' ', search_name(pseudonym), member.id, array_to_string(roles, ' '), search_name(team),
    search_name(site), search_name(employer))) = 0)`
