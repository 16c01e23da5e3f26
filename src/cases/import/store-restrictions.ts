import { createHash } from 'node:crypto'
import { canonicalJson, type Json } from '../../foundation/canonical.ts'
import { type Actor, subjectKey } from '../../foundation/domain.ts'
import type { Tx } from '../../foundation/database/db.ts'
import { prepared } from '../../foundation/database/prepared.ts'
import { hashOf } from '../../ledger/entries/content-hash.ts'
import { queueEntry } from '../../ledger/queue-entry.ts'
import type { RestrictionLine } from './restriction-line.ts'

/** `taken`: the id belongs to another restriction. */
export type RestrictionOutcome = 'new' | 'known' | 'taken' | 'in_future'

/** The columns of a restriction that never change. Times in ISO 8601, the body's hash in hex. */
export const restrictionHash = hashOf(
  ...(['keyId', 'clientId', 'bodyHash', 'action', 'label', 'since', 'until', 'decidedBy', 'reason'] as const),
)

/** Stores restrictions of another tool, each once, with a ledger entry. Returns an outcome for each, in their order. */
export async function storeRestrictions(
  tx: Tx,
  keyId: string,
  given: readonly RestrictionLine[],
): Promise<RestrictionOutcome[]> {
  const rows = given.map((line) => toRow(keyId, line))
  const stored = rows.filter(({ since }) => Date.parse(since) <= tx.now.getTime())
  const fresh = await insertRestrictions(tx, stored)
  const by: Actor = { kind: 'key', id: keyId }
  for (const { clientId, id } of fresh) {
    const row = rows.find((each) => each.clientId === clientId)
    if (row === undefined) throw new Error(`the restriction ${id} was not in the batch`)
    const { tool, subject } = row
    queueEntry(tx, { kind: 'standing_imported', standingId: id, tool, contentHash: restrictionHash(row), by, subject })
  }
  const known = await listHashes(tx, keyId, rows)
  const unseen = new Set(fresh.map(({ clientId }) => clientId))
  return rows.map(({ clientId, bodyHash, since }) => {
    if (Date.parse(since) > tx.now.getTime()) return 'in_future'
    if (known.get(clientId) !== bodyHash) return 'taken'
    // A line that occurs twice in the batch is new once.
    return unseen.delete(clientId) ? 'new' : 'known'
  })
}

type Row = ReturnType<typeof toRow>

function toRow(keyId: string, line: RestrictionLine) {
  const { id: clientId, subject, label = null, until, decidedBy = null, reason = null } = line
  return {
    ...{ keyId, clientId, action: line.action, tool: line.tool, label, decidedBy, reason },
    subject: subjectKey(subject),
    since: new Date(line.since).toISOString(),
    until: until === undefined ? null : new Date(until).toISOString(),
    bodyHash: createHash('sha256')
      .update(canonicalJson(line as unknown as Json))
      .digest('hex'),
  }
}

const insertRestrictions = (tx: Tx, rows: readonly Row[]): Promise<{ id: string; clientId: string }[]> =>
  tx.list(prepared('insert-restrictions')`
    insert into standing_restriction (key_id, client_id, body_hash, subject, action, label, tool, since, until, decided_by, reason)
    select "keyId", "clientId", decode("bodyHash", 'hex'), subject, action, label, tool, since, until, "decidedBy", reason
    from json_to_recordset(${JSON.stringify(rows)}::json) given("keyId" text, "clientId" text, "bodyHash" text, subject text,
      action text, label text, tool text, since timestamptz, until timestamptz, "decidedBy" text, reason text)
    on conflict (key_id, client_id) do nothing
    returning id, client_id as "clientId"`)

async function listHashes(tx: Tx, keyId: string, rows: readonly Row[]): Promise<Map<string, string>> {
  const found = await tx.list<{ clientId: string; hash: string }>(prepared('list-restriction-hashes')`
    select client_id as "clientId", encode(body_hash, 'hex') as hash from standing_restriction
    where key_id = ${keyId} and client_id = any (${rows.map(({ clientId }) => clientId)})`)
  return new Map(found.map(({ clientId, hash }) => [clientId, hash]))
}
