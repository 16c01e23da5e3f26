import { randomBytes } from 'node:crypto'
import sql, { type Sql } from 'sql-template-tag'
import type { Queryable, Tx } from '../../../foundation/database/db.ts'
import type { FilterColumns } from '../filter/filter-sql.ts'
import type { DirectoryUser, FoundUser } from './user.ts'

const SALT_BYTES = 16

const HERE = sql`(staff.id is not null and staff.ended_at is null and (staff.ends_at is null or staff.ends_at > desk_now()))`
const USER = sql`
  person.id, person.staff_id as "staffId", person.active, ${HERE} as here, person.user_name as "userName",
  coalesce(cardinality(staff.roles) > 0 or cardinality(staff.clearances) > 0, false) as "hasRights",
  person.external_id as "externalId", person.display_name as "displayName", person.given_name as "givenName",
  person.family_name as "familyName", person.formatted_name as "formattedName", person.email, person.created_at as "createdAt", person.modified_at as "modifiedAt",
  array(select role from directory_role said where said.person_id = person.id and source = 'user' and said.said
    order by role) as roles,
  coalesce((select json_agg(json_build_object('value', one.id, 'display', one.display_name) order by one.id)
    from directory_member member join directory_group one on one.id = member.group_id
    where member.person_id = person.id), '[]') as groups`
const FROM = sql`directory_person person left join staff on staff.id = person.staff_id`

/** The attributes by which people can be filtered. */
export const USER_COLUMNS: FilterColumns = {
  id: { is: 'exact', column: sql`person.id` },
  externalid: { is: 'exact', column: sql`person.external_id` },
  username: { is: 'folded', column: sql`person.user_name` },
  displayname: { is: 'folded', column: sql`person.display_name` },
  'name.givenname': { is: 'folded', column: sql`person.given_name` },
  'name.familyname': { is: 'folded', column: sql`person.family_name` },
  'name.formatted': { is: 'folded', column: sql`person.formatted_name` },
  active: { is: 'flag', column: sql`(person.active and ${HERE})` },
  emails: { is: 'folded', column: sql`person.email` },
  'emails.value': { is: 'folded', column: sql`person.email` },
  'emails.type': { is: 'folded', column: sql`case when person.email is not null then 'work' end` },
  'emails.primary': { is: 'flag', column: sql`(person.email is not null)` },
  roles: {
    is: 'list',
    some: (condition) => sql`exists (select from directory_role said
      where said.person_id = person.id and said.source = 'user' and said.said and ${condition})`,
    parts: { value: { is: 'folded', column: sql`said.role` } },
  },
  groups: {
    is: 'list',
    some: (
      condition,
    ) => sql`exists (select from directory_member member join directory_group one on one.id = member.group_id
      where member.person_id = person.id and ${condition})`,
    parts: {
      value: { is: 'exact', column: sql`one.id` },
      display: { is: 'folded', column: sql`one.display_name` },
    },
  },
  'meta.created': { is: 'time', column: sql`person.created_at` },
  'meta.lastmodified': { is: 'time', column: sql`person.modified_at` },
}

/** A part of a list: its offset, and the most entries. */
export interface Slice {
  offset: number
  count: number
}

/** Lists the directory users who satisfy the filter, in the order of their creation, and counts them. */
export async function listUsers(
  db: Queryable,
  where: Sql,
  slice: Slice,
): Promise<{ total: number; users: FoundUser[] }> {
  const counted = await db.query<{ total: number }>(sql`
    select count(*) as total from ${FROM} where person.removed_at is null and ${where}`)
  const { rows } = await db.query<FoundUser>(sql`
    select ${USER} from ${FROM} where person.removed_at is null and ${where}
    order by person.created_at, person.id limit ${slice.count} offset ${slice.offset}`)
  return { total: counted.rows[0]?.total ?? 0, users: rows }
}

export async function findUser(db: Queryable, id: string): Promise<FoundUser | undefined> {
  return db.find<FoundUser>(sql`
    select ${USER} from ${FROM} where person.removed_at is null and person.id = ${id}`)
}

/**
 * Takes the exclusive lock of the directory. Its messages are processed one at a time, so that the limit counts people
 * who leave at once.
 */
export async function lockDirectory(tx: Tx): Promise<void> {
  await tx.query(sql`select pg_advisory_xact_lock(hashtext('countersign directory'))`)
}

export async function insertUser(tx: Tx, user: DirectoryUser, staffId: string | null): Promise<string> {
  const row = await tx.find<{ id: string }>(sql`
    insert into directory_person (staff_id, active, user_name, external_id, display_name, given_name, family_name,
      formatted_name, email, salt)
    values (${staffId}, ${user.active}, ${user.userName}, ${user.externalId}, ${user.displayName}, ${user.givenName},
      ${user.familyName}, ${user.formattedName}, ${user.email}, ${randomBytes(SALT_BYTES)})
    returning id`)
  if (row === undefined) throw new Error('the insert answered no row')
  return row.id
}

export async function updateUser(tx: Tx, id: string, user: DirectoryUser, staffId: string | null): Promise<void> {
  await tx.query(sql`
    update directory_person set staff_id = ${staffId}, active = ${user.active}, user_name = ${user.userName},
      external_id = ${user.externalId}, display_name = ${user.displayName}, given_name = ${user.givenName},
      family_name = ${user.familyName}, formatted_name = ${user.formattedName}, email = ${user.email}, modified_at = desk_now()
    where id = ${id}`)
}

/** Deletes a person's attributes. The row stays, for the ledger entries about it. */
export async function forgetUser(tx: Tx, id: string): Promise<void> {
  await tx.query(sql`delete from directory_member where person_id = ${id}`)
  await tx.query(sql`
    update directory_person set user_name = null, external_id = null, display_name = null, given_name = null,
      family_name = null, formatted_name = null, email = null, salt = null, removed_at = desk_now(), modified_at = desk_now(), active = false
    where id = ${id}`)
}

/** Returns the content whose hash the ledger stores. Entries from before formatted names have none in their content. */
export async function findKept(tx: Tx, id: string): Promise<Record<string, string | null>> {
  const { rows } = await tx.query<Record<string, string | null>>(sql`
    select encode(salt, 'hex') as salt, user_name as "userName", external_id as "externalId", display_name as "displayName",
      given_name as "givenName", family_name as "familyName", formatted_name as "formattedName", email
    from directory_person where id = ${id}`)
  const { formattedName = null, ...kept } = rows[0] ?? {}
  return formattedName === null ? kept : { ...kept, formattedName }
}
