import { createHash, randomBytes } from 'node:crypto'
import type { Queryable, Statement, Tx } from '../database/db.ts'
import { prepared } from '../database/prepared.ts'
import type { PublicPages } from '../settings/public-pages.ts'
import type { RelyingParty } from '../settings/relying-party.ts'

/** The first part of the address of every page for people outside. */
export const PUBLIC_BASE = '/public'

interface Origins {
  publicPages?: Pick<PublicPages, 'origin'> | undefined
  relyingParty: Pick<RelyingParty, 'origin'>
}

/** Returns the origin of the pages for people outside: their own where it is configured, else the desk's. */
export const originOfPages = ({ publicPages, relyingParty }: Origins): string =>
  publicPages?.origin ?? relyingParty.origin

/** The kinds of links, and how long each works at least. */
const LINK_DAYS = { confirm: 3, status: 400, statement: 400, measure: 400, returned: 30 } as const
export type LinkKind = keyof typeof LINK_DAYS

const TOKEN_BYTES = 32

/** A link about a row. */
interface NewLink {
  about: string
  token: string
  /** It works until then, if that is later. */
  until?: Date
}

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
  await db.query(insertion(kind, [{ about, token }]))
  return token
}

/** Stores the hashes of many links in one statement. */
export function queueLinks(tx: Tx, kind: LinkKind, links: readonly NewLink[]): void {
  tx.queue(insertion(kind, links))
}

const insertion = (kind: LinkKind, links: readonly NewLink[]): Statement => prepared('insert-public-links')`
    insert into public_link (hash, kind, about, expires_at)
    select hash, ${kind}, about, greatest(desk_now() + ${LINK_DAYS[kind]} * interval '1 day', until)
    from unnest(${links.map(({ token }) => hashOfToken(token))}::bytea[], ${links.map(({ about }) => about)}::text[],
      ${links.map(({ until = null }) => until)}::timestamptz[]) made (hash, about, until)
    on conflict (hash) do nothing`

export const hashOfToken = (token: string): Buffer => createHash('sha256').update(token).digest()
