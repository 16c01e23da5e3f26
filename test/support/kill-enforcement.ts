import { NOT_ASKED } from '../../src/enforcement/facts/read-platform.ts'
import { proposeJudged } from '../../src/enforcement/propose/propose.ts'
import type { Enforcement } from '../../src/enforcement/queries.ts'
import { inTransaction } from '../../src/foundation/database/db.ts'
import { loadGuards } from '../../src/policy/guards/guards-file.ts'
import { SHIPPED_GUARDS } from './guards.ts'
import { judgedBy } from './judgement-input.ts'
import { knowSubject } from './known-accounts.ts'
import type { ProcessDesk } from './process-desk.ts'

const guards = loadGuards(SHIPPED_GUARDS)

/** Proposes an enforcement on an unprotected account, as if a person had decided it. */
export async function proposeSuspension(
  { db }: ProcessDesk,
  { accountId, reach, durationMs, staffId }: { accountId: string; reach: number; durationMs: number; staffId: string },
): Promise<Enforcement> {
  await knowSubject(db, `account:${accountId}`, { id: accountId, reach })
  const proposed = await inTransaction(db, (tx) =>
    proposeJudged(tx, {
      intent: {
        kind: 'decision',
        ...{ subject: `account:${accountId}`, accountId, action: 'suspend', label: null, durationMs },
        ...{ policyId: 'spam', legalDuty: false, by: { kind: 'staff', id: staffId } },
        ...{ caseId: null, decisionId: null, openedAt: null, asked: NOT_ASKED },
      },
      judgedBy: judgedBy({ id: accountId, reach }),
      guards,
      policyHash: Buffer.alloc(32),
    }),
  )
  if (proposed.kind !== 'created') throw new Error(`enforcement ${proposed.enforcementId} stands already`)
  return proposed.enforcement
}

/** Lists the effects that the platform records for the account, in order, each with its cause. */
export async function listEffects(desk: ProcessDesk, accountId: string): Promise<string[]> {
  return (await readEffects(desk)).get(accountId) ?? []
}

/** The effects that the platform records for each account, in order, each with its cause. */
export async function readEffects(desk: ProcessDesk): Promise<ReadonlyMap<string, string[]>> {
  const { body } = await desk.readFromPlatform('GET', '/record')
  const effects = body.effects as { subject: { id: string }; to: { visible: boolean }; cause: string }[]
  const found = new Map<string, string[]>()
  for (const { subject, to, cause } of effects)
    found.set(subject.id, [...(found.get(subject.id) ?? []), `${to.visible ? 'up' : 'offline'}: ${cause}`])
  return found
}
