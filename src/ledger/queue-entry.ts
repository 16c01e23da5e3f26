import { hash, randomBytes } from 'node:crypto'
import { type Actor, actorKey } from '../foundation/domain.ts'
import { canonicalJson, type Json } from '../foundation/canonical.ts'
import type { Tx } from '../foundation/database/db.ts'
import { prepared } from '../foundation/database/prepared.ts'
import type { EntryPayload } from './entries/entry-payload.ts'

const SALT_BYTES = 32

/** A ledger entry: its kind and content, its actor, and the subject and enforcement that it concerns. */
type NewEntry = EntryPayload & { by: Actor; subject?: string; enforcementId?: string }

/**
 * Adds a ledger entry in the transaction of its event: both commit, or neither. The sequencer assigns the number later,
 * so writers never wait for each other here.
 */
export function queueEntry(tx: Tx, entry: NewEntry): void {
  const { by, ...rest } = entry
  const actor = actorKey(by)
  const payload = Buffer.from(canonicalJson({ ...rest, by: actor, at: tx.now.toISOString() } as Json))
  const salt = randomBytes(SALT_BYTES)
  const clear = Buffer.from(canonicalJson(clearLeaf(tx.now, [commit(salt, payload)])))
  const { kind, subject = null, enforcementId = null } = entry
  rowsOf(tx).push({ clear, kind, subject, enforcementId, actor, salt, payload })
}

interface Row {
  clear: Buffer
  kind: string
  subject: string | null
  enforcementId: string | null
  actor: string
  salt: Buffer
  payload: Buffer
}

/**
 * The entries of a transaction are inserted together at its end: no statement of the transaction reads them earlier.
 */
const unwritten = new WeakMap<Tx, Row[]>()

function rowsOf(tx: Tx): Row[] {
  const known = unwritten.get(tx)
  if (known) return known
  const rows: Row[] = []
  unwritten.set(tx, rows)
  tx.atEnd(() => {
    unwritten.delete(tx)
    queueRows(tx, rows)
  })
  return rows
}

/**
 * Inserts the entries in the order of their events. Each leaf is unique, because its commitment is salted; the join
 * finds its payload.
 */
function queueRows(tx: Tx, rows: readonly Row[]): void {
  tx.queue(prepared('append')`
    with given as materialized (
      select * from unnest(${rows.map(({ clear }) => clear)}::bytea[], ${rows.map(({ kind }) => kind)}::text[],
        ${rows.map(({ subject }) => subject)}::text[], ${rows.map(({ enforcementId }) => enforcementId)}::text[],
        ${rows.map(({ actor }) => actor)}::text[], ${rows.map(({ salt }) => salt)}::bytea[],
        ${rows.map(({ payload }) => payload)}::bytea[])
        with ordinality as given (clear, kind, subject, enforcement_id, actor, salt, payload, place)),
    leaf as (insert into ledger_leaf (leaf) select clear from given order by place returning id, leaf)
    insert into ledger_payload (leaf_id, kind, subject, enforcement_id, actor, salt, payload)
    select id, kind, subject, enforcement_id, actor, salt, payload from given join leaf on leaf.leaf = given.clear order by id`)
}

/** Returns the commitment: SHA-256 of salt and payload. Without the salt it reveals nothing about the payload. */
export const commit = (salt: Buffer, payload: Buffer): string =>
  hash('sha256', Buffer.concat([salt, payload]), 'base64url')

/** Returns the leaf, which is the public part of an entry: version, hour in UTC, and its commitments. */
function clearLeaf(at: Date, commitments: readonly string[]): Json {
  return { v: 1, hour: `${at.toISOString().slice(0, 13)}Z`, commitments }
}
