import { createHash, randomBytes } from 'node:crypto'
import sql from 'sql-template-tag'
import type { Queryable, Tx } from '../../../foundation/database/db.ts'
import type { StrangerLimits } from './stranger-limits.ts'

/** The kinds of links, and how long each works. */
const LINK_DAYS = { confirm: 3, status: 400 } as const
export type LinkKind = keyof typeof LINK_DAYS

const TOKEN_BYTES = 32
const TOKEN = /^[\w-]{43}$/

/**
 * Makes a link about a row, and returns its token: 256 bits that no one can guess, of which the database stores the hash
 * alone. A token that is given has the same strength, and is stored once.
 */
export async function insertLink(
  db: Queryable | Tx,
  kind: LinkKind,
  about: string,
  token = randomBytes(TOKEN_BYTES).toString('base64url'),
): Promise<string> {
  await db.query(sql`
    insert into public_link (hash, kind, about, expires_at)
    values (${hashOf(token)}, ${kind}, ${about}, desk_now() + ${LINK_DAYS[kind]} * interval '1 day')
    on conflict (hash) do nothing`)
  return token
}

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
        where hash = ${hashOf(token)} and kind = ${kind} and expires_at > desk_now()`)
    : undefined
  if (found === undefined) throw limits.countWrongLink(ip)
  return found.about
}

const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest()
