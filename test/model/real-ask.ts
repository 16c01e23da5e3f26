import sql from 'sql-template-tag'
import { readFromPlatform, asksPlatform, NOT_ASKED } from '../../src/enforcement/facts/read-platform.ts'
import { accountsTakenFrom } from '../../src/enforcement/facts/lock-accounts.ts'
import { WAITING } from '../../src/enforcement/enforcement-state.ts'
import { lockToPropose } from '../../src/enforcement/propose/lock-to-propose.ts'
import { propose } from '../../src/enforcement/propose/propose.ts'
import { inTransaction } from '../../src/foundation/database/db.ts'
import type { StaffCaller } from '../../src/foundation/domain.ts'
import type { Desk } from '../../src/policy/desk.ts'
import { signOwn } from '../support/sign.ts'
import type { Wish } from './gate.ts'
import type { ModelPlatform } from './model-platform.ts'

export const ASSESSMENT = {
  whoSpeaks: 'a minister',
  publicInterest: 'travellers hear from it',
  harm: 'it sells what is not there',
  alternatives: 'a label would do less',
}

/** Proposes an enforcement as a decision does, without case and preview, on which no rule of the gate depends. */
export async function ask(desk: Desk, who: StaffCaller, platform: ModelPlatform, wish: Wish) {
  const subject = platform.key(wish.subject)
  const accountId = platform.accountOf(wish.subject)
  const { action, legalDuty, durationMs } = wish
  const asked = asksPlatform(action) ? await readFromPlatform(desk, subject) : NOT_ASKED
  const proposed = await inTransaction(desk.db, async (tx) => {
    const accountIds = accountsTakenFrom({ action, accountId, gathered: asked.gathered })
    await lockToPropose(tx, { accountIds, by: who, subjects: [subject] })
    return propose(desk, tx, {
      kind: 'decision',
      ...{ subject, accountId, action, durationMs, policyId: 'scam', legalDuty, asked },
      by: { kind: 'staff', id: who.id },
      label: action === 'label' ? 'disputed' : null,
      ...{ caseId: null, decisionId: null, openedAt: null, reviewSeconds: 120 },
      ...(wish.complete ? { identifiedAs: accountId, assessment: ASSESSMENT } : {}),
    })
  })
  if (proposed.kind !== 'created') return { enforcementId: proposed.enforcementId, how: proposed.kind }
  if (wish.isUnsigned !== true && (await lacksSignature(desk, proposed.enforcement.id)))
    await signOwn(desk, who, proposed.enforcement.id)
  return { enforcementId: proposed.enforcement.id, how: proposed.kind }
}

async function lacksSignature({ db }: Desk, enforcementId: string): Promise<boolean> {
  const { rowCount } = await db.query(sql`
    select from enforcement where id = ${enforcementId} and state = any (${WAITING}) and lacks_proposer_signature(enforcement)`)
  return rowCount === 1
}
