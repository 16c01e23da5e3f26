import { inPlannedTransaction, type Tx } from '../../foundation/database/db.ts'
import { actorKey, type StaffCaller } from '../../foundation/domain.ts'
import { DeskError } from '../../foundation/errors.ts'
import { type Message, message } from '../../foundation/messages/message.ts'
import { invalidField } from '../../foundation/schemas/invalid-field.ts'
import { queueEntry } from '../../ledger/queue-entry.ts'
import type { Desk } from '../../policy/desk.ts'
import { type CaseBefore, findReceiver, lockCaseFor, updateQueue, updateReserved } from './move-queries.ts'
import { insertEvent, queueClaimantLock } from './queries.ts'

/** The receiver of a case: a queue, or a person by their pseudonym. */
type TransferTo = { queue: string } | { person: string }

interface Transfer {
  caseId: string
  by: StaffCaller
  to: TransferTo
  reason: string
}

/** The receiver, as the ledger entry records it. */
type Moved = { toQueue: string } | { toStaff: string }

/**
 * Transfers a case to another queue, or reserves it for a person whom it fits. Allowed for its holder, and for a lead
 * who may open it. The case has no holder afterwards.
 */
export async function transferCase(desk: Pick<Desk, 'db' | 'policies'>, transfer: Transfer): Promise<void> {
  const { caseId, by: caller, reason } = transfer
  await inPlannedTransaction(desk.db, async (tx) => {
    queueClaimantLock(tx, caller.id)
    const before = await lockCaseFor(tx, caseId, caller.id)
    if (!before?.atTheirPlace) throw new DeskError('not_found', message('case.unknown', { caseId }))
    checkMayMove(before, caller)
    const moved = await move(tx, desk, before, transfer)
    const by = { kind: 'staff', id: caller.id } as const
    const detail = { fromQueue: before.queue, ...moved, reason }
    await insertEvent(tx, { caseId, kind: 'transferred', by: actorKey(by), detail })
    queueEntry(tx, { kind: 'case_transferred', caseId, ...detail, by, subject: before.subject })
  })
}

const notMoved = (why: Message): DeskError => new DeskError('conflict', message('case.notMoved', { why }))

function checkMayMove({ id, state, claimedBy, mayOpen, isLead }: CaseBefore, caller: StaffCaller): void {
  if (state === 'closed') throw notMoved(message('case.closed', { caseId: id }))
  if (claimedBy === caller.id) return
  if (!isLead) throw notMoved(message('case.notHeld', { caseId: id }))
  if (!mayOpen) throw new DeskError('not_allowed', message('case.clearance', { caseId: id }))
}

async function move(tx: Tx, desk: Pick<Desk, 'policies'>, before: CaseBefore, { to }: Transfer): Promise<Moved> {
  if ('person' in to) return { toStaff: await reserve(tx, before.id, to.person) }
  const queue = desk.policies.queues.get(to.queue)
  if (queue === undefined) {
    throw invalidField(
      'to/queue',
      message('field.oneOf', { values: { as: 'or', list: [...desk.policies.queues.keys()] } }),
    )
  }
  if (before.escalationId !== null) throw notMoved(message('case.escalated', { caseId: before.id }))
  if (queue.id === before.queue) throw notMoved(message('case.inQueue', { caseId: before.id, queue: queue.id }))
  await updateQueue(tx, before.id, queue)
  return { toQueue: queue.id }
}

async function reserve(tx: Tx, caseId: string, pseudonym: string): Promise<string> {
  const receiver = await findReceiver(tx, caseId, pseudonym)
  // The refusal must not reveal which condition fails, because one of them is a planned dismissal.
  if (!receiver?.fits) throw notMoved(message('case.noReceiver', { pseudonym, caseId }))
  if (!receiver.atWork) throw notMoved(message('case.receiverAway', { pseudonym, caseId }))
  await updateReserved(tx, caseId, receiver.id)
  return receiver.id
}
