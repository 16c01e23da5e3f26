import sql from 'sql-template-tag'
import { WAITING } from '../../src/enforcement/order-state.ts'
import { proposeOrder } from '../../src/enforcement/propose/propose-order.ts'
import type { Desk } from '../../src/policy/desk.ts'
import type { StaffCaller } from '../../src/foundation/domain.ts'
import { askPlatform, asksPlatform, NOT_ASKED } from '../../src/enforcement/facts/ask-platform.ts'
import { readFacts } from '../../src/enforcement/facts/gather-facts.ts'
import { queueAccountLock } from '../../src/enforcement/facts/hold-accounts.ts'
import { inTransaction } from '../../src/foundation/database/db.ts'
import { DeskError } from '../../src/foundation/errors.ts'
import { holdStanding } from '../../src/people/staff/standing.ts'
import { signOwn } from '../support/sign.ts'
import type { Wish } from './gate.ts'
import type { ModelPlatform } from './model-platform.ts'

export const ASSESSMENT = {
  whoSpeaks: 'a minister',
  publicInterest: 'travellers hear from it',
  harm: 'it sells what is not there',
  alternatives: 'a label would do less',
}

/** Asks for an order as a decision does, but for the case and the preview, which no rule of the gate turns on. */
export async function ask(desk: Desk, who: StaffCaller, platform: ModelPlatform, wish: Wish) {
  const subject = platform.key(wish.subject)
  const accountId = platform.accountOf(wish.subject)
  const { action, legalDuty, durationMs } = wish
  const { gathered, reading } = asksPlatform(action) ? await askPlatform(desk, subject) : NOT_ASKED
  const by = { kind: 'staff', id: who.id } as const
  const { guards, hash } = desk.policies
  const proposed = await inTransaction(desk.db, async (tx) => {
    queueAccountLock(tx, { action, accountId, gathered })
    const standing = await holdStanding(tx, who.id)
    if (!standing?.active) throw new DeskError('not_allowed', 'you are no longer here')
    const asked = { subject, accountId, action, by, source: 'person', legalDuty } as const
    const about = { ...asked, openedAt: null, reviewSeconds: 120, gathered }
    return proposeOrder(tx, {
      ...about,
      judgedBy: await readFacts(tx, guards, about),
      guards,
      policyHash: Buffer.from(hash, 'hex'),
      label: action === 'label' ? 'disputed' : null,
      durationMs,
      policyId: 'scam',
      caseId: null,
      decisionId: null,
      ...(reading ? { reading } : {}),
      ...(wish.complete ? { identifiedAs: accountId, assessment: ASSESSMENT } : {}),
    })
  })
  if (proposed.kind !== 'ordered') return { orderId: proposed.orderId, how: proposed.kind }
  if (await isUnsigned(desk, proposed.order.id)) await signOwn(desk, who, proposed.order.id)
  return { orderId: proposed.order.id, how: proposed.kind }
}

async function isUnsigned({ db }: Desk, orderId: string): Promise<boolean> {
  const { rowCount } = await db.query(sql`
    select from desk_order where id = ${orderId} and state = any (${WAITING}) and lacks_proposer_signature(desk_order)`)
  return rowCount === 1
}
