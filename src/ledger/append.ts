import { createHash, randomBytes } from 'node:crypto'
import { type Actor, actorKey } from '../domain.ts'
import { canonicalJson, type Json } from '../lib/canonical.ts'
import type { Tx } from '../lib/db.ts'
import { prepared } from '../lib/prepared.ts'
import type { LeafContent } from './leaf-content.ts'

const SALT_BYTES = 32

/** What is recorded: what happened (its kind and content), who did it, and which subject and order it concerns. */
export type Leaf = LeafContent & { by: Actor; subject?: string; orderId?: string }

/**
 * Records something in the ledger, in the transaction that makes it true: both hold, or neither. The number comes
 * later, from the sequencer, so writers never wait for each other here.
 */
export function append(tx: Tx, leaf: Leaf): void {
  const { by, ...rest } = leaf
  const payload = Buffer.from(canonicalJson({ ...rest, by: actorKey(by), at: tx.now.toISOString() } as Json))
  const salt = randomBytes(SALT_BYTES)
  const clear = Buffer.from(canonicalJson(clearLeaf(tx.now, [commit(salt, payload)])))
  tx.send(prepared('append')`
    with leaf as (insert into ledger_leaf (leaf) values (${clear}) returning id)
    insert into ledger_payload (leaf_id, kind, subject, order_id, actor, salt, payload)
    select id, ${leaf.kind}, ${leaf.subject ?? null}, ${leaf.orderId ?? null}, ${actorKey(by)}, ${salt}, ${payload} from leaf`)
}

/** SHA-256 of salt and payload: says nothing of the payload to whoever lacks the salt. */
export const commit = (salt: Buffer, payload: Buffer): string =>
  createHash('sha256').update(salt).update(payload).digest('base64url')

/** A leaf as anyone may see it: version, hour in UTC, and what it commits to. */
function clearLeaf(at: Date, commitments: readonly string[]): Json {
  return { v: 1, hour: `${at.toISOString().slice(0, 13)}Z`, commitments }
}
