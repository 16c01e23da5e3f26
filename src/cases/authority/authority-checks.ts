import sql from 'sql-template-tag'
import type { CrossCheck } from '../../ledger/checks/cross-check.ts'
import {
  type AuthorityContent,
  type AuthorityOrderContent,
  authorityHash,
  authorityOrderHash,
} from '../../ledger/entries/law-hash.ts'

const isoOf = (time: unknown): string => new Date(String(time)).toISOString()

/** Checks that each registered authority rests on its change, and each revocation on another. */
const authorities: CrossCheck = {
  table: 'authority',
  rowsById: 'one',
  says: (leaf) => {
    if (leaf.kind === 'authority_registered') {
      const { authorityId: id, changeId, contentHash: content, at } = leaf
      return [{ id, begins: true, row: { changeId, content, at, revokedBy: null } }]
    }
    return leaf.kind === 'authority_revoked' ? [{ id: leaf.authorityId, row: { revokedBy: leaf.changeId } }] : []
  },
  rows: sql`
    select id, 0 as turn, name, country, contact, registered_by as "changeId", registered_at as at, revoked_by as "revokedBy"
    from authority`,
  shows: ({ id: _id, turn: _turn, changeId, at, revokedBy, ...content }) => ({
    changeId,
    at,
    revokedBy,
    content: authorityHash(content as unknown as AuthorityContent),
  }),
}

/** Checks each authority's order: its API key or the person who entered it, and the hash of its document. */
const orders: CrossCheck = {
  table: 'authority_order',
  rowsById: 'one',
  says: (leaf) => {
    if (leaf.kind !== 'authority_order_received') return []
    const { authorityOrderId: id, authorityId, contents, receivedAt, contentHash: content, by, at } = leaf
    return [{ id, begins: true, row: { authorityId, contents, receivedAt, content, by, at } }]
  },
  rows: sql`
    select id, 0 as turn, authority_id as "authorityId", contents, received_at as "receivedAt",
      coalesce('key:' || key_id, 'staff:' || entered_by) as by, entered_at as at, authority, reference, kind as "orderKind",
      policy_id as "policyId", countries, encode(document_sha256, 'hex') as "documentSha256",
      (select encode(sha256(bytes), 'hex') from authority_order_document where order_id = authority_order.id) as "fileSha256"
    from authority_order`,
  shows: ({ id: _id, turn: _turn, authorityId, contents, receivedAt, by, at, ...content }) => ({
    authorityId,
    contents,
    receivedAt: isoOf(receivedAt),
    content: authorityOrderHash(content as unknown as AuthorityOrderContent),
    by,
    at,
  }),
}

/** Checks each removal request until its erasure: its sender, its content and its validity. */
const requests: CrossCheck = {
  table: 'removal_request',
  rowsById: 'one',
  says: (leaf) => {
    if (leaf.kind !== 'removal_request_received') return []
    const { requestId: id, policyId, valid, receivedAt, saidHash, by, at } = leaf
    return [{ id, begins: true, row: { policyId, valid, receivedAt, saidHash, by, at } }]
  },
  rows: sql`
    select id, 0 as turn, policy_id as "policyId", valid, received_at as "receivedAt",
      coalesce('key:' || key_id, 'staff:' || entered_by) as by, entered_at as at,
      case when salt is null or said_hash = hash_request(removal_request) then encode(said_hash, 'hex') else 'changed' end as "saidHash"
    from removal_request`,
  shows: ({ id: _id, turn: _turn, receivedAt, ...row }) => ({ ...row, receivedAt: isoOf(receivedAt) }),
}

/** The checks of authorities, of their orders, and of the requests of people affected. */
export const AUTHORITY_CHECKS: readonly CrossCheck[] = [authorities, orders, requests]
