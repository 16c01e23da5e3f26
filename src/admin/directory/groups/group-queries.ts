import sql, { type Sql } from 'sql-template-tag'
import type { Queryable, Tx } from '../../../foundation/database/db.ts'
import type { FilterColumns } from '../filter/filter-sql.ts'
import type { DirectoryGroup, FoundGroup } from './group.ts'
import type { Slice } from '../users/user-queries.ts'

const GROUP = sql`id, display_name as "displayName", external_id as "externalId", created_at as "createdAt",
  modified_at as "modifiedAt",
  array(select person_id from directory_member member where member.group_id = directory_group.id order by person_id) as members`

/** The attributes by which groups can be filtered. */
export const GROUP_COLUMNS: FilterColumns = {
  id: { is: 'exact', column: sql`id` },
  externalid: { is: 'exact', column: sql`external_id` },
  displayname: { is: 'folded', column: sql`display_name` },
  members: {
    is: 'list',
    some: (condition) => sql`exists (select from directory_member member where member.group_id = directory_group.id
      and ${condition})`,
    parts: {
      value: { is: 'exact', column: sql`member.person_id` },
      type: { is: 'folded', column: sql`'User'` },
    },
  },
  'meta.created': { is: 'time', column: sql`created_at` },
  'meta.lastmodified': { is: 'time', column: sql`modified_at` },
}

/** Lists the groups that satisfy the filter, in the order of their creation, and counts them. */
export async function listGroups(
  db: Queryable,
  where: Sql,
  { offset, count }: Slice,
): Promise<{ total: number; groups: FoundGroup[] }> {
  const counted = await db.query<{ total: number }>(sql`select count(*) as total from directory_group where ${where}`)
  const { rows } = await db.query<FoundGroup>(sql`
    select ${GROUP} from directory_group where ${where} order by created_at, id limit ${count} offset ${offset}`)
  return { total: counted.rows[0]?.total ?? 0, groups: rows }
}

export async function findGroup(db: Queryable, id: string): Promise<FoundGroup | undefined> {
  return db.find<FoundGroup>(sql`select ${GROUP} from directory_group where id = ${id}`)
}

export async function insertGroup(tx: Tx, { displayName, externalId }: DirectoryGroup): Promise<string> {
  const row = await tx.find<{ id: string }>(sql`
    insert into directory_group (display_name, external_id) values (${displayName}, ${externalId}) returning id`)
  if (row === undefined) throw new Error('the insert answered no row')
  return row.id
}

export async function updateGroup(tx: Tx, id: string, { displayName, externalId }: DirectoryGroup): Promise<void> {
  await tx.query(sql`
    update directory_group set display_name = ${displayName}, external_id = ${externalId}, modified_at = desk_now()
    where id = ${id}`)
}

export async function deleteGroup(tx: Tx, id: string): Promise<void> {
  await tx.query(sql`delete from directory_group where id = ${id}`)
}

/** Makes these people the only members of a group. Returns the number of its members. */
export async function setMembers(tx: Tx, groupId: string, people: readonly string[]): Promise<number> {
  await tx.query(sql`delete from directory_member where group_id = ${groupId} and person_id <> all (${people})`)
  await tx.query(sql`
    insert into directory_member (group_id, person_id)
    select ${groupId}, id from directory_person where id = any (${people}) and removed_at is null on conflict do nothing`)
  return tx.onlyValue<number>(sql`
    select count(*) as there from directory_member where group_id = ${groupId}`)
}

/** Lists the names of a person's groups. */
export async function listGroupNames(tx: Tx, personId: string): Promise<string[]> {
  return tx.listValues<string>(sql`
    select display_name as name from directory_member join directory_group on id = group_id where person_id = ${personId}`)
}
