import sql from 'sql-template-tag'
import type { CrossCheck } from '../../ledger/checks/cross-check.ts'
import { authorityHash, authorityOrderHash, orderActHash, orderTermsHash } from '../../ledger/entries/law-hash.ts'

/** Checks that each registered authority rests on its change, and each revocation on another. */
const authorities: CrossCheck = {
  table: 'authority',
  rowsById: 'one',
  says: {
    authority_registered: ({ authorityId: id, changeId, contentHash: content, at }) => ({
      id,
      begins: true,
      row: { changeId, content, at, revokedBy: null },
    }),
    authority_revoked: ({ authorityId: id, changeId: revokedBy }) => ({ id, row: { revokedBy } }),
  },
  rows: sql`
    select id, 0 as turn, name, country, contact, registered_by as "changeId", registered_at as at, revoked_by as "revokedBy"
    from authority`,
  shows: (row) => ({ ...row, content: authorityHash(row) }),
}

/** Checks each authority's order: the API key or the person who entered it, and the hash of its document. */
const orders: CrossCheck = {
  table: 'authority_order',
  rowsById: 'one',
  says: {
    authority_order_received: (entry) => {
      const { authorityOrderId: id, authorityId, contents, receivedAt, contentHash: content, by, at } = entry
      return { id, begins: true, row: { authorityId, contents, receivedAt, content, by, at, erased: false } }
    },
    authority_orders_erased: ({ orderIds }) => orderIds.map((id) => ({ id, row: { erased: true } })),
  },
  rows: sql`
    select id, 0 as turn, authority_id as "authorityId", contents, received_at as "receivedAt",
      coalesce('key:' || key_id, 'staff:' || entered_by) as by, entered_at as at, authority, reference, kind as "orderKind",
      policy_id as "policyId", countries, encode(document_sha256, 'hex') as "documentSha256", erased_at is not null as erased,
      case when erased_at is not null then encode(document_sha256, 'hex')
        else (select encode(sha256(bytes), 'hex') from authority_order_document where order_id = authority_order.id)
      end as "fileSha256"
    from authority_order`,
  shows: (row) => ({ ...row, content: authorityOrderHash(row) }),
}

/** Checks the terms of each order, until they are erased. */
const terms: CrossCheck = {
  table: 'authority_order_terms',
  rowsById: 'one',
  says: {
    authority_order_received: ({ authorityOrderId: id, accounts, dueAt, termsHash }) =>
      termsHash === undefined ? undefined : { id, begins: true, row: { accounts, dueAt, termsHash } },
  },
  rows: sql`
    select order_id as id, 0 as turn, accounts, due_at as "dueAt",
      to_char(silent_until at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "silentUntil", verified,
      member_state as "memberState", language, contact, legal_basis as "legalBasis", reasons, redress, unresolved,
      (select erased_at is not null from authority_order where id = order_id) as erased
    from authority_order_terms`,
  shows: (row) => ({ ...row, termsHash: row.erased === true ? undefined : orderTermsHash(row) }),
}

/** Checks each act on an order. Its words count until they are erased. */
const acts: CrossCheck = {
  table: 'authority_order_act',
  rowsById: 'one',
  says: {
    authority_order_acted: (entry) => {
      const { actId: id, authorityOrderId: orderId, act, outcome, until, contentHash: content, by, at } = entry
      return { id, begins: true, row: { orderId, act, outcome, until, content, by, at } }
    },
  },
  rows: sql`
    select id, 0 as turn, order_id as "orderId", kind as act, outcome, until, ground, note, 'staff:' || acted_by as by, at,
      (select erased_at is not null from authority_order where id = order_id) as erased
    from authority_order_act`,
  shows: (row) => ({ ...row, content: row.erased === true ? undefined : orderActHash(row) }),
}

/** Checks each item of an order that was found later. */
const foundItems: CrossCheck = {
  table: 'authority_order_address',
  rowsById: 'each',
  says: {
    authority_order_item_found: ({ authorityOrderId: id, subject, at }) => ({
      id,
      begins: true,
      row: { subject: subject ?? null, at },
    }),
  },
  rows: sql`
    select order_id as id, row_number() over (partition by order_id order by found_at, place) as turn, subject, found_at as at
    from authority_order_address`,
}

/** Checks each removal request until its erasure: its sender, its content and its validity. */
const requests: CrossCheck = {
  table: 'removal_request',
  rowsById: 'one',
  says: {
    removal_request_received: ({ requestId: id, policyId, valid, receivedAt, saidHash, by, at }) => ({
      id,
      begins: true,
      row: { policyId, valid, receivedAt, saidHash, by, at },
    }),
  },
  rows: sql`
    select id, 0 as turn, policy_id as "policyId", valid, received_at as "receivedAt",
      coalesce('key:' || key_id, 'staff:' || entered_by) as by, entered_at as at,
      case when salt is null or said_hash = hash_request(removal_request) then encode(said_hash, 'hex') else 'changed' end as "saidHash"
    from removal_request`,
}

/** The ledger checks of authorities, of their orders and the acts on these, and of removal requests by people affected. */
export const AUTHORITY_CHECKS: readonly CrossCheck[] = [authorities, orders, terms, acts, foundItems, requests]
