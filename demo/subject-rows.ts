import type { Sql } from './demo-store.ts'

export interface AccountRow {
  id: string
  handle: string
  displayName: string
  bio?: string
  reach: number | null
  verified: boolean
  tags: readonly string[]
  createdAt: string | null
}

export interface ContentRow {
  id: string
  accountId: string
  kind: string
  text: string
  language?: string | null
  parentId?: string | null | undefined
  createdAt: string | null
}

/** Inserts an account or updates its facts. The effects that the desk caused on it stay. */
export function upsertAccount(tx: Sql, account: AccountRow): void {
  const { id, handle, displayName, bio, reach, verified, tags, createdAt } = account
  tx.run`insert into account (id, handle, display_name, bio, reach, verified, tags, created_at)
    values (${id}, ${handle}, ${displayName}, ${bio ?? ''}, ${reach}, ${Number(verified)}, ${JSON.stringify(tags)}, ${createdAt})
    on conflict (id) do update set handle = excluded.handle, display_name = excluded.display_name, bio = excluded.bio,
      reach = excluded.reach, verified = excluded.verified, tags = excluded.tags, created_at = excluded.created_at`
}

/** Inserts a content or updates it. Throws if its account does not exist. */
export function upsertContent(tx: Sql, content: ContentRow): void {
  const { id, accountId, kind, text, language, parentId, createdAt } = content
  tx.run`insert into content (id, account_id, kind, text, language, parent_id, created_at)
    values (${id}, ${accountId}, ${kind}, ${text}, ${language ?? null}, ${parentId ?? null}, ${createdAt})
    on conflict (id) do update set account_id = excluded.account_id, kind = excluded.kind, text = excluded.text,
      language = excluded.language, parent_id = excluded.parent_id, created_at = excluded.created_at`
}
