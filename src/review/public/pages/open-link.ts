import sql from 'sql-template-tag'
import type { Queryable } from '../../../foundation/database/db.ts'
import { hashOfToken, type LinkKind } from '../../../foundation/outgoing/public-link.ts'
import type { StrangerLimits } from './stranger-limits.ts'

const TOKEN = /^[\w-]{43}$/

/**
 * Returns the row that a link is about. A token that is malformed, unknown, expired or of another kind fails in one
 * way, and counts against its network.
 */
export async function openLink(
  db: Queryable,
  limits: StrangerLimits,
  { kind, token, ip }: { kind: LinkKind; token: string; ip: string },
): Promise<string> {
  limits.checkLinks(ip)
  const found = TOKEN.test(token)
    ? await db.find<{ about: string }>(sql`
        select about from public_link
        where hash = ${hashOfToken(token)} and kind = ${kind} and expires_at > desk_now()`)
    : undefined
  if (found === undefined) throw limits.countWrongLink(ip)
  return found.about
}
