import sql from 'sql-template-tag'
import { DESK, type Role } from '../../domain.ts'
import { isMet, type Requirement } from '../../guard/requirement.ts'
import { append } from '../../ledger/append.ts'
import type { Queryable, Tx } from '../../lib/db.ts'
import { notifyLane } from '../../lib/due.ts'
import { prepared } from '../../lib/prepared.ts'
import { calls, type PageKind } from './page-kinds.ts'
import { type Order, updateOrderAttention } from '../queries.ts'
import { couldApprove, couldConfirm } from '../ask/who-may.ts'

export interface NewPage {
  kind: PageKind
  /** onCall: whoever is on call now; leads, where nobody is. */
  to: { staff: string } | { role: Role } | 'on_call'
  why: string
  subject?: string
  orderId?: string
  /** What the watch found. */
  findingId?: string
}

/**
 * Tells somebody something now, on the record. Who it is told to sees it at `GET /v1/pages`, and the webhook for pages hears
 * of it, if there is one.
 */
export function insertPage(tx: Tx, page: NewPage): void {
  if (page.to === 'on_call') {
    pageOnCall(tx, page)
    return
  }
  const [staff, role] = 'staff' in page.to ? [page.to.staff, null] : [null, page.to.role]
  tx.send(prepared('insert-page')`
    with told as (
      insert into page (kind, to_staff, to_role, why, subject, order_id, finding_id)
      values (${page.kind}, ${staff}, ${role}, ${page.why}, ${page.subject ?? null}, ${page.orderId ?? null}, ${page.findingId ?? null})
      on conflict do nothing returning id)
    insert into due (kind, key, lane) select 'page', id::text, 'notice' from told`)
  notePage(tx, page, staff ?? `role:${role}`)
}

/** So soon somebody must have said that they have seen it, else the next is told. */
export const ACKNOWLEDGE_MS = 5 * 60_000

function pageOnCall(tx: Tx, page: NewPage): void {
  tx.send(prepared('page-on-call')`
    with called as (
      select staff_id, turn from on_call_at(desk_now()) order by turn, staff_id limit 1),
    told as (
      insert into page (kind, to_staff, to_role, why, subject, order_id, finding_id, tier)
      select ${page.kind}, called.staff_id, case when called.staff_id is null then 'lead' end, ${page.why},
        ${page.subject ?? null}, ${page.orderId ?? null}, ${page.findingId ?? null}, coalesce(called.turn, 'leads')
      from (values (1)) always left join called on true
      on conflict do nothing returning id, tier)
    insert into due (kind, key, lane, due_at)
    select 'page', id::text, 'notice', desk_now() from told
    union all select 'escalate', id::text, 'background', desk_now() + ${ACKNOWLEDGE_MS} * interval '1 ms' from told
      where tier <> 'leads'`)
  notePage(tx, page, 'on_call')
}

/** On the record, and whoever sends pages on is woken. */
export function notePage(tx: Tx, page: Pick<NewPage, 'why' | 'subject' | 'orderId'>, to: string): void {
  notifyLane(tx, 'notice')
  append(tx, {
    kind: 'paged',
    why: page.why,
    to,
    by: DESK,
    ...(page.subject === undefined ? {} : { subject: page.subject }),
    ...(page.orderId === undefined ? {} : { orderId: page.orderId }),
  })
}

/** Tells whoever is on call, of what can't wait, else the leads. */
export const pageLeads = (tx: Tx, order: Order, kind: PageKind, why: string): void => {
  const to = calls(kind) ? 'on_call' : ({ role: 'lead' } as const)
  insertPage(tx, { kind, to, why, subject: order.subject, orderId: order.id })
}

/**
 * Alerts leads at once, and marks the enforcement for everyone, when those on duty who did not pass it on cannot together give what it
 * still lacks: the approvals, and one more person who promises to confirm it.
 */
export async function pageUnapprovable(
  tx: Tx,
  order: Order,
  requirement: Requirement,
  passed: readonly string[] = [],
): Promise<void> {
  const why = await findDeadEnd(tx, order.id, requirement, passed)
  if (why === null) return
  updateOrderAttention(tx, [order.id], why)
  pageLeads(tx, order, 'nobody', `${why}: an enforcement waits for people who are not on duty`)
}

/** Why nobody on duty can lead a waiting enforcement on; null: somebody can. */
export async function findDeadEnd(
  db: Queryable,
  orderId: string,
  requirement: Requirement,
  passed: readonly string[] = [],
): Promise<string | null> {
  const people = await couldApprove(db, orderId)
  const left = people.filter(({ staffId }) => !passed.includes(staffId))
  if (!isMet(requirement.approvals, left)) {
    return passed.length > 0 && isMet(requirement.approvals, people) ? PASSED : NOBODY
  }
  if (requirement.confirmMs === null) return null
  const confirmers = await couldConfirm(db, orderId)
  const leadsOn = (confirmer: string) =>
    isMet(
      requirement.approvals,
      left.filter(({ staffId }) => staffId !== confirmer),
    )
  return confirmers.some(leadsOn) ? null : NOBODY_CONFIRMS
}

export const PASSED = 'too many of those who could approve this passed it on'
export const NOBODY = 'nobody on duty can approve this'
export const NOBODY_CONFIRMS = 'nobody on duty is left who could confirm this'

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
