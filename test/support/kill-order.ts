import { proposeOrder } from '../../src/enforcement/propose/propose-order.ts'
import type { Order } from '../../src/enforcement/queries.ts'
import { loadGuards } from '../../src/policy/guards/guards-file.ts'
import { inTransaction } from '../../src/foundation/database/db.ts'
import { SHIPPED_GUARDS } from './guards.ts'
import { judgedBy } from './judged.ts'
import { knowSubject } from './known-accounts.ts'
import type { ProcessDesk } from './process-desk.ts'

/** An order as if a person had decided it, on an account that nobody protects. */
export async function orderSuspension(
  { db }: ProcessDesk,
  given: { accountId: string; reach: number; durationMs: number; staffId: string },
): Promise<Order> {
  await knowSubject(db, `account:${given.accountId}`, { id: given.accountId, reach: given.reach })
  const proposed = await inTransaction(db, (tx) =>
    proposeOrder(tx, {
      subject: `account:${given.accountId}`,
      judgedBy: judgedBy({ id: given.accountId, reach: given.reach }),
      guards: loadGuards(SHIPPED_GUARDS),
      action: 'suspend',
      label: null,
      durationMs: given.durationMs,
      policyId: 'spam',
      policyHash: Buffer.alloc(32),
      legalDuty: false,
      caseId: null,
      decisionId: null,
      source: 'person',
      by: { kind: 'staff', id: given.staffId },
    }),
  )
  if (proposed.kind !== 'ordered') throw new Error(`order ${proposed.orderId} stands already`)
  return proposed.order
}

/** What the platform itself says it did to the account, in order, and why. */
export async function listEffects(desk: ProcessDesk, accountId: string): Promise<string[]> {
  const { body } = await desk.askPlatform('GET', '/record')
  const effects = body.effects as { subject: { id: string }; to: { visible: boolean }; cause: string }[]
  return effects
    .filter(({ subject }) => subject.id === accountId)
    .map(({ to, cause }) => `${to.visible ? 'up' : 'dark'}: ${cause}`)
}
