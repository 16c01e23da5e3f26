import sql, { type Sql } from 'sql-template-tag'

/**
 * Selects the version of the policies that was in force at a time. It is computed: versions are only ever added, each
 * with the time of its adoption, so an earlier time has the same answer for ever.
 */
export const policiesAt = (at: Sql): Sql => sql`(
  select version, adopted_at from rule_set_version
  where name = 'policies' and adopted_at <= ${at} order by version desc limit 1)`

/** The descriptions of the two fields in which a reply states the version. */
export const POLICY_VERSION = {
  version: 'The version of the policies in force at the decision. Null: none was approved then, or it is withheld.',
  since: 'The time from which that version was in force.',
} as const
