import { SignalId, orNull, Timestamp } from '../../foundation/schemas/schemas.ts'
import { Type, type Static } from 'typebox'
import sql from 'sql-template-tag'
import { CATEGORIES } from '../../foundation/domain.ts'
import type { Queryable, Tx } from '../../foundation/database/db.ts'
import type { Details } from './signal-details.ts'

/** A signal of a source about a subject. */
export const Signal = Type.Object({
  id: SignalId,
  source: Type.String(),
  kind: Type.Enum(['classifier', 'hash_match']),
  name: Type.String({ description: 'The name of the classifier or list.' }),
  version: orNull(Type.String()),
  score: orNull(Type.Number({ description: 'How sure it is, from 0 to 1. Null: it stands on a list.' })),
  category: Type.Enum(CATEGORIES),
  seenAt: Timestamp,
  receivedAt: Timestamp,
})
/** A signal with the explanation of its source. */
export type Signal = Static<typeof Signal> & { details: Details | null }

/** The most signals shown per source, so that a frequent source does not displace the others. */
const SHOWN_MAX = 50

const SIGNAL = sql`id, source, kind, name, version, score, category, seen_at as "seenAt", received_at as "receivedAt", details`

/** Lists the signals about a subject, newest first. */
export async function listSignals(db: Queryable, subject: string): Promise<Signal[]> {
  return db.list<Signal>(sql`
    select ${SIGNAL} from (
      select distinct source as of_source from signal where subject = ${subject}) known
    cross join lateral (
      select * from signal where subject = ${subject} and source = of_source
      order by received_at desc, id desc limit ${SHOWN_MAX}) said
    order by received_at desc, id desc`)
}

export interface NewSignal extends Omit<Signal, 'id' | 'receivedAt'> {
  keyId: string
  clientId: string
  bodyHash: Buffer
  subject: string
}

const KEPT = sql`id, body_hash as "bodyHash", source, received_at as "receivedAt"`

/**
 * Stores a signal once per API key and id. Undefined: one is stored already. It waits for a concurrent insert of the
 * same id.
 */
export async function insertSignal(tx: Tx, signal: NewSignal): Promise<Kept | undefined> {
  const { keyId, clientId, bodyHash, source, subject, kind, name, version, score, category, seenAt, details } = signal
  return tx.find<Kept>(sql`
    insert into signal (key_id, client_id, body_hash, source, subject, kind, name, version, score, category, seen_at, details)
    values (${keyId}, ${clientId}, ${bodyHash}, ${source}, ${subject}, ${kind}, ${name}, ${version}, ${score}, ${category}, ${seenAt},
      ${details && JSON.stringify(details)}::jsonb)
    on conflict do nothing returning ${KEPT}`)
}

export interface Kept {
  id: string
  bodyHash: Buffer
  source: string
  receivedAt: Date
}

export async function findKept(db: Queryable, keyId: string, clientId: string): Promise<Kept | undefined> {
  return db.find<Kept>(sql`
    select ${KEPT} from signal where key_id = ${keyId} and client_id = ${clientId}`)
}
