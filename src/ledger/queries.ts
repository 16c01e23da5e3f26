import sql, { raw } from 'sql-template-tag'
import type { Queryable } from '../foundation/database/db.ts'
import type { ChainedEntry } from './chain.ts'
import type { StoredEntry } from './recorded-entry.ts'

const ENTRIES_PER_BATCH_MAX = 2_000
/** A batch of entries ends after the payload that exceeds this size, which limits memory. */
const BYTES_PER_BATCH = 4 * 1024 * 1024
const STRAYS_MAX = 1_000
/** The largest entry number: larger ones are inexact in JavaScript, and no ledger reaches them. */
const NUMBER_MAX = Number.MAX_SAFE_INTEGER

/** An entry with its payload; `place` distinguishes two rows with one number. */
export type NumberedEntry = ChainedEntry & StoredEntry & { place: string }

/** The columns of an entry that copy parts of its payload. */
export const STORED_PAYLOAD =
  raw(`payload.leaf_id as "payloadOf", payload.kind, payload.subject, payload.enforcement_id as "enforcementId",
  payload.actor, payload.salt, payload.payload, payload.erased_at is not null as erased`)

const bytesBefore = (enforcement: string) =>
  raw(`sum(coalesce(octet_length(payload.payload), 0)) over (order by ${enforcement} rows unbounded preceding)
    - coalesce(octet_length(payload.payload), 0)`)

/** Returns the next entries after this one, with their payloads, in the order of their numbers. */
export async function listNumbered(
  snapshot: Queryable,
  after: { number: number; place: string },
): Promise<NumberedEntry[]> {
  return snapshot.list<NumberedEntry>(sql`
    select * from (
      select entry.number, entry.place::text as place, entry.leaf_id as "leafId", entry.leaf_hash as "leafHash", entry.chain,
        leaf.leaf, ${STORED_PAYLOAD}, ${bytesBefore('entry.number, entry.place')} as "bytesBefore"
      from (
        select number, ctid as place, leaf_id, leaf_hash, chain from ledger_entry
        where (number, ctid) > (${after.number}, ${after.place}::tid) and number <= ${NUMBER_MAX}
        order by number, ctid limit ${ENTRIES_PER_BATCH_MAX}) entry
      left join ledger_leaf leaf on leaf.id = entry.leaf_id
      left join ledger_payload payload on payload.leaf_id = entry.leaf_id) batch
    where "bytesBefore" <= ${BYTES_PER_BATCH} order by number, place::tid`)
}

/** A ledger entry without a number. `waiting`: it will get one within moments. */
type UnnumberedEntry = StoredEntry & { waiting: boolean }

/** Returns the next entries without a number after this one. */
export async function listUnnumbered(snapshot: Queryable, afterLeafId: number): Promise<UnnumberedEntry[]> {
  return snapshot.list<UnnumberedEntry>(sql`
    select * from (
      select leaf.id as "leafId", leaf.leaf, leaf_pending.leaf_id is not null as waiting, ${STORED_PAYLOAD},
        ${bytesBefore('leaf.id')} as "bytesBefore"
      from (
        select id, leaf from ledger_leaf
        where id > ${afterLeafId} and not exists (select from ledger_entry entry where entry.leaf_id = ledger_leaf.id)
        order by id limit ${ENTRIES_PER_BATCH_MAX}) leaf
      left join leaf_pending on leaf_pending.leaf_id = leaf.id
      left join ledger_payload payload on payload.leaf_id = leaf.id) batch
    where "bytesBefore" <= ${BYTES_PER_BATCH} order by "leafId"`)
}

interface Stray {
  table: string
  id: string
  detail: string
}

/** Lists rows that should not exist: an entry with an impossible number, a second entry of one leaf, a pending row of a
 * numbered leaf, and a pending row or payload without a leaf. */
export async function listStrays(snapshot: Queryable): Promise<Stray[]> {
  return snapshot.list<Stray>(sql`
    select 'ledger_entry' as table, number::text as id, 'no entry can have this number' as detail
    from ledger_entry where number < 1 or number > ${NUMBER_MAX}
    union all
    select 'ledger_entry', number::text, 'its leaf has another number already'
    from (select number, row_number() over (partition by leaf_id order by number, ctid) as nth from ledger_entry) entry where nth > 1
    union all
    select 'leaf_pending', waiting.leaf_id::text, 'it waits for a number and has one'
    from leaf_pending waiting join ledger_entry entry using (leaf_id)
    union all
    select 'leaf_pending', leaf_id::text, 'there is no such leaf'
    from leaf_pending where not exists (select from ledger_leaf where id = leaf_id)
      and not exists (select from ledger_entry entry where entry.leaf_id = leaf_pending.leaf_id)
    union all
    select 'ledger_payload', leaf_id::text, 'there is no such leaf'
    from ledger_payload where not exists (select from ledger_leaf where id = leaf_id)
      and not exists (select from ledger_entry entry where entry.leaf_id = ledger_payload.leaf_id)
    limit ${STRAYS_MAX}`)
}
