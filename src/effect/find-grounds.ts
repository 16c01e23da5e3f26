import { listStanding } from '../approval/queries.ts'
import { counts } from '../approval/retarget.ts'
import type { EffectGrounds } from '../connector/effect-signer.ts'
import type { Queryable } from '../lib/db.ts'

/** What the platform is told that an instruction stands on: the orders that have a say in what the subject should be. */
export async function findGrounds(db: Queryable, subject: string): Promise<EffectGrounds> {
  const standing = (await listStanding(db, subject)).filter((order) => counts(order) && order.action !== 'warn')
  const orders = standing.map((order) => ({
    order: order.id,
    action: order.action,
    legalDuty: order.legalDuty,
    until: order.endsAt?.toISOString() ?? null,
  }))
  return { orders, approvals: [] }
}
