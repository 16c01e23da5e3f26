import sql from 'sql-template-tag'
import type { Queryable, Tx } from '../../foundation/database/db.ts'
import { descending, type PageOf, type PageRequest, selectPage } from '../../foundation/database/select-page.ts'
import { AT_THEIR_PLACE } from '../claims/who-fits.ts'
import type { MISSING } from './request-body.ts'

export interface NewRequest {
  keyId: string | null
  enteredBy: string | null
  clientId: string
  policyId: string
  content: string | null
  signature: string | null
  identification: string | null
  goodFaith: string | null
  contact: string | null
  salt: Buffer
  bodyHash: Buffer
  /** The hash that release 0.1.0 stored: a request first sent to it may be repeated after the upgrade. */
  earlierHash: Buffer
  /** The time of receipt. Null: now. */
  receivedAt: Date | null
}

export interface RemovalRequest {
  id: string
  clientId: string
  policyId: string
  content: string | null
  /** Sealed, as the contact. */
  signature: string | null
  identification: string | null
  goodFaith: string | null
  contact: string | null
  valid: boolean
  missing: (typeof MISSING)[number][]
  receivedAt: Date
  /** The hash of the whole request. Null: the request was erased. */
  bodyHash: Buffer | null
  saidHash: Buffer
}

const REQUEST = sql`known.id, known.client_id as "clientId", known.policy_id as "policyId", known.content_id as content, known.signature,
  known.identification, known.good_faith as "goodFaith", known.contact, known.valid, known.missing,
  known.received_at as "receivedAt", known.body_hash as "bodyHash", known.said_hash as "saidHash"`

/**
 * Stores a removal request once per sender and id. Undefined: one is stored already. PostgreSQL determines the missing
 * elements.
 */
export async function insertRequest(tx: Tx, given: NewRequest): Promise<RemovalRequest | undefined> {
  return tx.find<RemovalRequest>(sql`
    with inserted as (
      insert into removal_request (key_id, entered_by, client_id, policy_id, content_id, signature, identification, good_faith,
        contact, salt, body_hash, received_at)
      values (${given.keyId}, ${given.enteredBy}, ${given.clientId}, ${given.policyId}, ${given.content}, ${given.signature},
        ${given.identification}, ${given.goodFaith}, ${given.contact}, ${given.salt}, ${given.bodyHash}, ${given.receivedAt})
      on conflict do nothing returning *)
    select ${REQUEST} from inserted known`)
}

/** Finds the removal request that is stored under its sender's own id. */
export async function findSent(
  tx: Tx,
  { keyId, enteredBy, clientId }: Pick<NewRequest, 'keyId' | 'enteredBy' | 'clientId'>,
): Promise<RemovalRequest | undefined> {
  return tx.find<RemovalRequest>(sql`
    select ${REQUEST} from removal_request known
    where coalesce(key_id, entered_by) = ${keyId ?? enteredBy} and client_id = ${clientId}`)
}

/**
 * Lists removal requests, newest first: about one content, or all; with cases at this person's site, or entered by
 * them.
 */
export async function listRequests(
  db: Queryable,
  { content, staffId }: { content: string | undefined; staffId: string },
  page: PageRequest,
): Promise<PageOf<RemovalRequest>> {
  const rows = sql`
    select ${REQUEST} from removal_request known
    where (${content ?? null}::text is null or known.content_id = ${content ?? null})
      and (known.entered_by = ${staffId} or exists (
        select from review_case candidate join staff person on person.id = ${staffId}
        where candidate.subject = 'content:' || known.content_id and ${AT_THEIR_PLACE}))`
  const key = [descending(sql`listed."receivedAt"`, 'time'), descending(sql`listed.id`, 'text')]
  return selectPage<RemovalRequest>(db, { rows, key }, page)
}
