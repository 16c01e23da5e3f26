import sql, { type Sql } from 'sql-template-tag'

/** Selects the version of the policies that was in force at a time, and the time from which it was. */
export const policiesAt = (at: Sql): Sql => sql`(
  select version, coalesce(effective_at, adopted_at) as since from version_in_force('policies', ${at}))`

/** The descriptions of the two fields in which a reply states the version. */
export const POLICY_VERSION = {
  version: 'The version of the policies in force at the decision. Null: none was in force then, or it is withheld.',
  since: 'The time from which that version was in force.',
} as const
