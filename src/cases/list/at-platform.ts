import sql, { type Sql } from 'sql-template-tag'
import { SUBJECT_KINDS } from '../../foundation/domain.ts'
import { DEFAULT_PLATFORM } from '../../foundation/platforms.ts'

/**
 * SQL condition: the subject is of this platform. Ids of a named one begin with `NAME~`, so the index of subjects finds
 * them as two ranges; `~` is the last printable character of ASCII, and U+007F comes after it.
 */
export function isAtPlatform(subject: Sql, platform: string): Sql {
  if (platform === DEFAULT_PLATFORM) return sql`${subject} !~ '^(account|content):[a-z][a-z0-9-]{0,29}~'`
  const [account, content] = SUBJECT_KINDS.map((kind) => {
    const [from, until] = [`${kind}:${platform}~`, `${kind}:${platform}\u007f`]
    return sql`(${subject} >= ${from} and ${subject} < ${until})`
  })
  return sql`(${account} or ${content})`
}
