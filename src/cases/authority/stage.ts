import sql from 'sql-template-tag'
import { accountKey, contentKey } from '../../foundation/domain.ts'
import type { AlertRows } from '../../policy/stage/alert-kinds.ts'
import { type Stage, tagged } from '../../policy/stage/stage.ts'
import { shows, showsList, showsNothing } from '../../policy/stage/view.ts'
import type { OrderActKind } from './order-acts/act-body.ts'
import { eraseOrders } from './order-acts/erase-orders.ts'
import { retryAddresses } from './order-acts/retry-addresses.ts'
import { watchOrders } from './order-acts/watch-orders.ts'
import { authorityOrderRoutes } from './order-routes.ts'
import { removalRequestRoutes } from './request-routes.ts'

const AUTHORITY_ALERTS = {
  authority_order: {
    calls: false,
    act: 'Read the order, decide its cases, and answer the authority.',
  },
} as const satisfies AlertRows

declare module '../../policy/stage/alert-kinds.ts' {
  interface AlertKinds {
    authority: keyof typeof AUTHORITY_ALERTS
  }
}

declare module '../../ledger/entries/entry-payload.ts' {
  interface LedgerEntries {
    authority:
      | { kind: 'authority_registered'; authorityId: string; changeId: string; contentHash: string }
      | { kind: 'authority_revoked'; authorityId: string; changeId: string }
      | {
          /** An authority's order, sent with its own key or entered by a person. */
          kind: 'authority_order_received'
          authorityOrderId: string
          authorityId: string | null
          contents: readonly string[]
          receivedAt: string
          contentHash: string
          /** Absent: it was received before the desk stored terms. */
          accounts?: readonly string[]
          dueAt?: string | null
          termsHash?: string
        }
      /** A person verified, answered, contested or resumed an order, or its authority extended something. */
      | {
          kind: 'authority_order_acted'
          authorityOrderId: string
          actId: string
          act: OrderActKind
          outcome: string | null
          until: string | null
          contentHash: string
        }
      /** A platform knows an address of an order now that it did not know before: `subject`. */
      | { kind: 'authority_order_item_found'; authorityOrderId: string }
      /** The documents and words of orders were deleted after their time of storage. */
      | { kind: 'authority_orders_erased'; orderIds: readonly string[] }
      /** A removal request. `saidHash`: the salted hash of its content. */
      | {
          kind: 'removal_request_received'
          requestId: string
          policyId: string
          valid: boolean
          receivedAt: string
          saidHash: string
        }
  }
}

/** An order, or its document, counts as a view of each content and account that it names. */
const ofAuthorityOrder = shows<{ contents: readonly string[]; accounts: readonly string[] }>(({ contents, accounts }) =>
  [...contents.map(contentKey), ...accounts.map(accountKey)].map((subject) => ({ kind: 'list', subject, shown: 1 })),
)

export const authorityStage: Stage = {
  personal: [
    {
      kind: 'law',
      about: ['contact', 'account', 'staff'],
      deletedBy: null,
      tables: ['authority', 'authority_order', 'authority_order_address'],
    },
    {
      kind: 'order',
      about: ['contact', 'account', 'staff'],
      deletedBy: 'delete-expired-orders',
      tables: ['authority_order_document', 'authority_order_terms', 'authority_order_act'],
    },
    {
      kind: 'notice',
      about: ['contact', 'account', 'staff'],
      deletedBy: 'delete-removal-requests',
      tables: ['removal_request'],
    },
  ],
  alerts: AUTHORITY_ALERTS,
  routes: [authorityOrderRoutes, removalRequestRoutes],
  operations: tagged('intake', {
    'GET /v1/authorities': { id: 'listAuthorities', shows: showsNothing },
    'POST /v1/authority-orders': {
      id: 'receiveAuthorityOrder',
      request: {
        reference: 'HH-2026-0417',
        kind: 'removal_order',
        policyId: 'public-danger',
        contents: ['post-771'],
      },
      answer: {
        ...{ id: 'order_1', reference: 'HH-2026-0417', receivedAt: '2026-05-04T07:00:00.204Z' },
        ...{ dueAt: '2026-05-04T08:00:00.204Z', cases: ['case_9'], unresolved: [] },
      },
    },
    'GET /v1/authority-orders': { id: 'listAuthorityOrders', shows: showsList },
    'GET /v1/authority-orders/:orderId': { id: 'readAuthorityOrder', shows: ofAuthorityOrder },
    'GET /v1/authority-orders/:orderId/document': { id: 'readAuthorityOrderDocument', shows: ofAuthorityOrder },
    'POST /v1/authority-orders/:orderId/acts': {
      id: 'actOnAuthorityOrder',
      request: {
        kind: 'contested',
        ground: 'insufficient_information',
        note: 'The address names no content of this platform. Please send the exact one.',
      },
      shows: ofAuthorityOrder,
    },
    'POST /v1/removal-requests': {
      id: 'receiveRemovalRequest',
      request: {
        id: 'form-88',
        policyId: 'intimate-images',
        content: 'post-772',
        signature: 'Rosa Marsh',
        identification: 'https://harbour.example/posts/post-772',
        goodFaith: 'I believe in good faith that this picture of me was published without my consent.',
        contact: 'rosa@mail.example',
      },
      answer: {
        id: 'form-88',
        requestId: 'removal_1',
        valid: true,
        missing: [],
        receivedAt: '2026-05-04T07:00:00.204Z',
        caseId: 'case_10',
      },
    },
    'GET /v1/removal-requests': { id: 'listRemovalRequests', shows: showsList },
  }),
  periodicTasks: [
    { name: 'retry-addresses-of-orders', everyMs: 60_000, run: retryAddresses },
    { name: 'alert-unanswered-orders', everyMs: 30_000, run: watchOrders },
    { name: 'delete-expired-orders', everyMs: 3_600_000, run: eraseOrders },
    {
      name: 'delete-removal-requests',
      everyMs: 3_600_000,
      run: ({ db }) => db.query(sql`select delete_expired_removal_requests()`),
    },
  ],
}
