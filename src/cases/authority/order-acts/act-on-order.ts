import { queueAlert } from '../../../alerts/alert.ts'
import { inAnsweredTransaction, type Tx } from '../../../foundation/database/db.ts'
import { refuseUnstorable } from '../../../foundation/database/refuse-unstorable.ts'
import { type StaffCaller, subjectKey } from '../../../foundation/domain.ts'
import { DeskError, type ErrorCode } from '../../../foundation/errors.ts'
import { type Message, message } from '../../../foundation/messages/message.ts'
import { orderActHash } from '../../../ledger/entries/law-hash.ts'
import { queueEntry } from '../../../ledger/queue-entry.ts'
import type { Desk } from '../../../policy/desk.ts'
import { checkTime } from '../../intake/check-time.ts'
import type { AuthorityOrder } from '../order-queries.ts'
import { type ActBody, checkAct } from './act-body.ts'
import { type ActRefusal, findActRefusal, insertAct, lockOrder, type NewAct } from './act-queries.ts'
import { queueSilenceAlerts } from './alert-silence.ts'
import { holdSubjects } from './hold-subjects.ts'
import { openOrderCases } from './open-order-cases.ts'
import { endOrderClocks } from './order-clocks.ts'

/** The words of `order_act_refusal` in SQL, each with its code and text. */
export const ORDER_ACT_REFUSALS: Readonly<Record<ActRefusal, readonly [ErrorCode, Message]>> = {
  role: ['not_allowed', message('order.refused.role')],
  erased: ['conflict', message('order.refused.erased')],
  verified: ['conflict', message('order.refused.verified')],
  contested: ['conflict', message('order.refused.contested')],
  not_contested: ['conflict', message('order.refused.notContested')],
  answered: ['conflict', message('order.refused.answered')],
  removal: ['conflict', message('order.refused.removal')],
  not_offline: ['conflict', message('order.refused.notOffline')],
  silence: ['conflict', message('order.refused.silence')],
  silence_alone: ['conflict', message('order.refused.silenceAlone')],
  silence_confirmed: ['conflict', message('order.refused.silenceConfirmed')],
  until: ['conflict', message('order.refused.until')],
}

/**
 * Records what a person did with an order, and starts or ends its clocks. It changes nothing at a platform: an effect is
 * decided in the case of each item.
 */
export async function actOnOrder(
  desk: Desk,
  { order, body, by }: { order: AuthorityOrder; body: ActBody; by: StaffCaller },
): Promise<void> {
  refuseUnstorable(body)
  checkAct(body)
  const { kind, outcome = null, ground = null, note = null } = body
  const until = body.until === undefined ? null : checkTime(body.until, 'until')
  const act: NewAct = { orderId: order.id, kind, outcome, ground, until, note, actedBy: by.id }
  await inAnsweredTransaction(desk.db, (tx) => store(tx, desk.policies, order, act))
}

async function store(tx: Tx, policies: Desk['policies'], order: AuthorityOrder, given: NewAct): Promise<void> {
  await lockOrder(tx, order.id)
  const refusal = await findActRefusal(tx, given)
  if (refusal !== undefined) throw new DeskError(...ORDER_ACT_REFUSALS[refusal])
  const act = await insertAct(tx, given)
  const { id: actId, kind, outcome, until } = act
  const by = { kind: 'staff', id: act.actedBy } as const
  queueEntry(tx, {
    kind: 'authority_order_acted',
    ...{ actId, authorityOrderId: order.id, act: kind, outcome: outcome ?? null, until: until?.toISOString() ?? null },
    contentHash: orderActHash(act),
    by,
  })
  if (kind === 'resumed' && until !== null) {
    await openOrderCases(tx, policies, { order, resumed: { actId, until }, by })
  }
  if (kind === 'silence_extended') await queueSilenceAlerts(tx, order.id)
  if (kind === 'contested') await endOrderClocks(tx, { orderId: order.id, how: 'contested', by })
  if (kind === 'answered' && outcome !== 'partly') await endOrderClocks(tx, { orderId: order.id, how: 'answered', by })
  const isPreserving =
    kind === 'verified' || (kind === 'answered' && outcome === 'given' && order.verified !== 'not_verified')
  if (isPreserving && order.kind === 'removal_order') await holdSubjects(tx, { order })
  if (kind === 'preserved' && until !== null) await holdSubjects(tx, { order, until, staffId: act.actedBy })
  if (kind === 'contested' || outcome === 'not_given')
    queueUnmetAlerts(tx, order, kind === 'contested' ? 'alert.orderContested' : 'alert.orderUnmet')
}

type UnmetKey = 'alert.orderContested' | 'alert.orderUnmet'

/** One person alone ended the clocks of an order without an effect: the others learn of it. */
function queueUnmetAlerts(tx: Tx, { id: orderId, contents, accounts }: AuthorityOrder, key: UnmetKey): void {
  const [content] = contents
  const [account] = accounts
  const isOne = contents.length + accounts.length === 1
  const kind = content === undefined ? 'account' : 'content'
  const about = isOne ? { subject: subjectKey({ kind, id: content ?? account ?? '' }) } : {}
  const why = message(key, { orderId })
  for (const role of ['lead', 'policy'] as const)
    queueAlert(tx, { kind: 'authority_order', to: { role }, why, ...about })
}
