import { type Action, parseSubjectKey } from '../../foundation/domain.ts'
import type { Requirement } from '../../policy/requirements/requirement.ts'
import type { Queryable } from '../../foundation/database/db.ts'
import { agreeBy } from '../next-step.ts'
import type { Order } from '../queries.ts'
import { findVerdicts } from '../replay/verdict-queries.ts'
import { UNTIL_RESET } from './say-interim.ts'
import { sayOrder } from './say-order.ts'

/** An order as approvers see it before they say anything: whose account, what would happen, by when. */
export interface Shown {
  handle: string | null
  tags: readonly string[]
  reach: number | null | 'absent'
  action: Action
  label: string | null
  durationMs: number | null
  requirement: Requirement
  sentence: string
  expiresAt: string
}

export async function showOrder(db: Queryable, order: Order): Promise<Shown> {
  const verdict = (await findVerdicts(db, [order.id])).get(order.id)
  if (verdict === undefined) throw new Error(`order ${order.id} has no verdict`)
  const { requirement, account } = verdict
  const { handle, tags, reach } = account
  const { action, label, durationMs, countries } = order
  const about = { kind: parseSubjectKey(order.subject).kind, handle, tags, reach, action, label, durationMs, countries }
  const how = order.ground === 'hijack' ? { how: UNTIL_RESET } : {}
  const onGround = order.ground === null ? undefined : { unconfirmedMs: order.confirmMs, ...how }
  const sentence = sayOrder({ ...about, onGround, requirement, agreeBy: agreeBy(order), asked: 'others' })
  return {
    handle,
    tags,
    reach,
    action,
    label,
    durationMs,
    requirement,
    sentence,
    expiresAt: order.expiresAt.toISOString(),
  }
}
