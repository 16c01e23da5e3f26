import sql from 'sql-template-tag'
import type { Desk } from '../../policy/desk.ts'
import { inTransaction, type Queryable, type Tx } from '../../foundation/database/db.ts'
import { prepared } from '../../foundation/database/prepared.ts'
import { skeletonOf, stemOf } from './skeleton.ts'

const FILLED_AT_ONCE_MAX = 5_000

interface LookOf {
  id: string
  handle: string
  displayName: string
}

interface Known {
  reachCounted: number | null
  verified: boolean | null
  tags: readonly string[]
}

const lookOf = ({ id, handle, displayName }: LookOf) => ({
  id,
  handleSkeleton: skeletonOf(handle),
  nameSkeleton: skeletonOf(displayName),
  handleStem: stemOf(handle),
  nameStem: stemOf(displayName),
})

/**
 * Writes the skeletons and reach of locked accounts, and whether they are verified or tagged, if any of these changed.
 */
export function queueLookalikes(tx: Tx, accounts: readonly (LookOf & Known)[]): void {
  const looks = accounts.map((account) => ({
    ...lookOf(account),
    reach: account.reachCounted ?? 0,
    vouched: account.verified === true || account.tags.length > 0,
  }))
  tx.queue(prepared('update-lookalikes')`
    insert into account_lookalike (account_id, handle_skeleton, name_skeleton, handle_stem, name_stem, reach, vouched)
    select id, "handleSkeleton", "nameSkeleton", "handleStem", "nameStem", reach, vouched
    from json_to_recordset(${JSON.stringify(looks)}::json) given(id text, "handleSkeleton" text, "nameSkeleton" text,
      "handleStem" text, "nameStem" text, reach bigint, vouched boolean)
    where not exists (
      select from account_lookalike same
      where same.account_id = given.id and same.handle_skeleton = given."handleSkeleton"
        and same.name_skeleton = given."nameSkeleton" and same.reach = given.reach and same.vouched = given.vouched
        and same.handle_stem is not distinct from given."handleStem" and same.name_stem is not distinct from given."nameStem")
    order by id
    on conflict (account_id) do update set handle_skeleton = excluded.handle_skeleton,
      name_skeleton = excluded.name_skeleton, handle_stem = excluded.handle_stem, name_stem = excluded.name_stem,
      reach = excluded.reach, vouched = excluded.vouched`)
}

/** Computes the skeletons of some older accounts without them. Skeletons written meanwhile stay. */
export async function fillLookalikes({ db }: Pick<Desk, 'db'>): Promise<void> {
  await inTransaction(db, async (tx) => {
    const missing = await takeMissing(tx)
    if (missing.length === 0) return
    await tx.query(sql`
      update account_lookalike set handle_skeleton = given."handleSkeleton", name_skeleton = given."nameSkeleton",
        handle_stem = given."handleStem", name_stem = given."nameStem"
      from json_to_recordset(${JSON.stringify(missing.map(lookOf))}::json) given(id text, "handleSkeleton" text,
        "nameSkeleton" text, "handleStem" text, "nameStem" text)
      where account_id = given.id`)
  })
}

async function takeMissing(db: Queryable): Promise<LookOf[]> {
  return db.list<LookOf>(sql`
    select account.id, coalesce(handle, '') as handle, coalesce(display_name, '') as "displayName"
    from account_lookalike join account on account.id = account_id
    where handle_skeleton is null order by account_id limit ${FILLED_AT_ONCE_MAX} for update of account_lookalike skip locked`)
}
