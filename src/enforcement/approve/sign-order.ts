import { createHash } from 'node:crypto'
import sql from 'sql-template-tag'
import type { Desk } from '../../policy/desk.ts'
import type { Answer, StaffCaller } from '../../foundation/domain.ts'
import { canonicalJson, type Json } from '../../foundation/canonical.ts'
import type { Queryable } from '../../foundation/database/db.ts'
import { DeskError } from '../../foundation/errors.ts'
import type { Signable } from '../../foundation/acts.ts'
import { findAskedFor, type Order } from '../queries.ts'
import { showOrder } from '../present/show-order.ts'
import { WHY_NOT_SENTENCES, whyNot } from '../approvers/who-may.ts'

/** What somebody would sign of an order, if they may say so now. */
export async function prepareAnswer(
  { db }: Pick<Desk, 'db'>,
  answer: 'agree' | 'confirm',
  { about: orderId, by }: { about: string; by: StaffCaller },
): Promise<Signable> {
  const order = await findAskedFor(db, orderId, by.id)
  if (order === undefined) {
    throw new DeskError('not_found', `There is no order ${orderId} that you could be asked about.`)
  }
  await refuseUnless(db, orderId, by.id, answer)
  return signableOrder(db, order)
}

/** Throws why this person can't give this answer at this moment. */
export async function refuseUnless(db: Queryable, orderId: string, staffId: string, answer: Answer): Promise<void> {
  const why = await whyNot(db, orderId, staffId, answer)
  if (why === null) return
  if (why === 'too_quick') throw await tooQuick(db, orderId, staffId)
  // It came to lack something just now: what was judged anew is kept, so that its proposer finds what they owe.
  const code = why === 'incomplete' ? 'conflict' : 'not_allowed'
  throw new DeskError(code, `Not done: ${WHY_NOT_SENTENCES[why]}.`, { why })
}

/** Nothing is lost: the same can be signed once the time is over. */
async function tooQuick(db: Queryable, orderId: string, staffId: string): Promise<DeskError> {
  const { rows } = await db.query<{ secondsLeft: number }>(sql`
    select ceil(extract(epoch from agrees_from(desk_order, ${staffId}) - desk_now()))::integer as "secondsLeft"
    from desk_order where id = ${orderId}`)
  const secondsLeft = Math.max(1, rows[0]?.secondsLeft ?? 1)
  const when = secondsLeft === 1 ? 'in a second' : `in ${secondsLeft} seconds`
  return new DeskError(
    'conflict',
    `Not done: ${WHY_NOT_SENTENCES.too_quick}. Approve ${when}; declining and stopping never wait.`,
    {
      ...{ why: 'too_quick', secondsLeft },
    },
  )
}

/** What a yes is a yes to: nothing of the core can change without it being another. */
export async function signableOrder(db: Queryable, order: Order): Promise<Signable> {
  const shown = await showOrder(db, order)
  return {
    about: order.id,
    core: {
      order: order.id,
      subject: order.subject,
      handle: shown.handle,
      action: order.action,
      label: order.label,
      durationMs: order.durationMs,
      ...(order.countries && { countries: order.countries }),
      ...(order.ground && { ground: order.ground, groundRef: order.groundRef }),
      confirmMs: order.confirmMs,
      clauses: createHash('sha256')
        .update(canonicalJson(shown.requirement.approvals as unknown as Json))
        .digest('hex'),
      expiresAt: order.expiresAt.toISOString(),
    },
    asShown: { ...(shown as unknown as Record<string, Json>), material: order.materialHash?.toString('hex') ?? null },
  }
}
