import sql from 'sql-template-tag'
import { DESK, type Role } from '../domain.ts'
import { isMet, type Requirement } from '../guard/requirement.ts'
import { append } from '../ledger/append.ts'
import type { Tx } from '../lib/db.ts'
import { notifyLane } from '../lib/due.ts'
import { prepared } from '../lib/prepared.ts'
import { type Order, updateOrderAttention } from './queries.ts'
import { couldApprove } from './who-may.ts'

/** What somebody is told at once, each at most once of one order. */
export type PageKind =
  | 'asked'
  | 'nobody'
  | 'fate'
  | 'unconfirmed'
  | 'restore'
  | 'lesser'
  | 'freeze'
  | 'budget'
  | 'change'
  | 'approver'
  | 'exception'
  | 'reading'
  | 'passkey'
  | 'left'
  | 'restricted'

export interface NewPage {
  kind: PageKind
  to: { staff: string } | { role: Role }
  why: string
  subject?: string
  orderId?: string
}

/**
 * Tells somebody something now, on the record. Who it is told to sees it at `GET /v1/pages`, and the webhook for pages hears
 * of it, if there is one.
 */
export function insertPage(tx: Tx, page: NewPage): void {
  const [staff, role] = 'staff' in page.to ? [page.to.staff, null] : [null, page.to.role]
  tx.send(prepared('insert-page')`
    with told as (
      insert into page (kind, to_staff, to_role, why, subject, order_id)
      values (${page.kind}, ${staff}, ${role}, ${page.why}, ${page.subject ?? null}, ${page.orderId ?? null})
      on conflict do nothing returning id)
    insert into due (kind, key, lane) select 'page', id::text, 'background' from told`)
  notifyLane(tx, 'background')
  append(tx, {
    kind: 'paged',
    why: page.why,
    to: staff ?? `role:${role}`,
    by: DESK,
    ...(page.subject === undefined ? {} : { subject: page.subject }),
    ...(page.orderId === undefined ? {} : { orderId: page.orderId }),
  })
}

export const pageLeads = (tx: Tx, order: Order, kind: PageKind, why: string): void =>
  insertPage(tx, { kind, to: { role: 'lead' }, why, subject: order.subject, orderId: order.id })

/** When all who are on duty could together not agree to an order, leads hear of it at once and it is marked for all to see. */
export async function pageUnapprovable(tx: Tx, order: Order, requirement: Requirement): Promise<void> {
  const people = await couldApprove(tx, order.id)
  if (isMet(requirement.approvals, people)) return
  updateOrderAttention(tx, [order.id], NOBODY)
  pageLeads(tx, order, 'nobody', `${NOBODY}: ${order.action} waits for people who are not there`)
}

export const NOBODY = 'nobody on duty can approve this'

/** What became of an order goes back to whoever asked for it; if they left, to the leads. */
export async function pageFate(tx: Tx, order: Order, became: string): Promise<void> {
  const { rows } = await tx.query<{ id: string; active: boolean }>(sql`
    select party.staff_id as id, standing.active from order_party party
    cross join lateral staff_standing(party.staff_id) standing
    where party.order_id = ${order.id} and party.how <> 'undid'`)
  const told = { kind: 'fate', why: became, subject: order.subject, orderId: order.id } as const
  for (const { id } of rows.filter(({ active }) => active)) insertPage(tx, { ...told, to: { staff: id } })
  if (rows.some(({ active }) => !active)) insertPage(tx, { ...told, to: { role: 'lead' } })
}
