import { randomUUID } from 'node:crypto'
import sql from 'sql-template-tag'
import { WAITING } from '../../src/enforcement/enforcement-state.ts'
import type { Action, EnforcementState, RestoreCause } from '../../src/foundation/domain.ts'
import { commit } from '../../src/ledger/queue-entry.ts'
import type { RecordedEntry } from '../../src/ledger/recorded-entry.ts'
import { canonicalJson, type Json } from '../../src/foundation/canonical.ts'
import type { TestDatabase } from './fresh-database.ts'
import { givenStaff } from './people.ts'

const GUARDED_TABLES = ['enforcement', 'enforcement_restore', 'enforcement_offer', 'approval', 'decision'] as const

export interface PastEnforcement {
  action?: Action
  policyId?: string
  caseId?: string
  accountId?: string
  protected?: boolean
  reach?: number | null
  state?: EnforcementState
  inEffectAt?: string
  /** The transitions of the enforcement after it was proposed, each with its time. */
  moves?: readonly (readonly [to: EnforcementState, at: string])[]
  restored?: { cause: RestoreCause; askedAt: string; visibleAt?: string; wholeAt?: string }
}

interface PastCase {
  queue?: string
  language?: string
  accountId?: string
  closedAt?: string
  dueAt?: string
  decidedAt?: string
  /** The policy that the decision names. */
  violated?: string
  escalatedAt?: string
}

/**
 * Writes past events straight into the tables, as the owner and with the guard triggers of those tables disabled: no
 * act can produce them. For figures, which must equal what was written.
 */
export async function startPast({ ownerPool: db }: Pick<TestDatabase, 'ownerPool'>) {
  for (const table of GUARDED_TABLES) await db.query(`alter table ${table} disable trigger user`)
  await db.query('alter table approval drop constraint approval_signature_id_fkey')
  const { id: staffId } = await givenStaff(db)
  return {
    /** Inserts a case, with the time of its decision if there is one. */
    async case(openedAt: string, more: PastCase = {}) {
      const { rows } = await db.query<{ id: string }>(sql`
        insert into review_case (subject, account_id, queue, language, category, rank, partition_id, state, opened_at, due_at,
          closed_at)
        values (${`content:${randomUUID()}`}, ${more.accountId ?? null}, ${more.queue ?? 'general'}, ${more.language ?? null}, 'VIOLENCE', 1, 1, ${more.closedAt ? 'closed' : 'open'}, ${openedAt},
          ${more.dueAt ?? '2099-01-01T00:00:00Z'}, ${more.closedAt ?? null}) returning id`)
      const caseId = rows[0]?.id ?? ''
      const decide = (conclusion: string, at: string) =>
        db.query(sql`
          insert into decision (case_id, staff_id, draft_id, body_hash, conclusion, rationale, seconds_on_case, decided_at,
            policy_id, escalated_to, urgency)
          values (${caseId}, ${staffId}, ${randomUUID().slice(0, 30)}, sha256(''), ${conclusion}, 'x', 1, ${at},
            ${conclusion === 'violation' ? (more.violated ?? null) : null},
            ${conclusion === 'escalate' ? 'lead' : null}, ${conclusion === 'escalate' ? 'normal' : null})`)
      if (more.escalatedAt) await decide('escalate', more.escalatedAt)
      if (more.decidedAt) await decide(more.violated === undefined ? 'no_violation' : 'violation', more.decidedAt)
      return caseId
    },
    async enforcement(given: PastEnforcement = {}) {
      const accountId = given.accountId ?? randomUUID()
      const state = given.state ?? (given.inEffectAt === undefined ? 'releasing' : 'in_effect')
      const { rows } = await db.query<{ id: string }>(sql`
        insert into enforcement (subject, account_id, action, policy_id, case_id, source, proposed_by, reach, protected, state, moved_by,
          expires_at, released_at, in_effect_at, generation)
        values (${`account:${accountId}`}, ${accountId}, ${given.action ?? 'deactivate'}, ${given.policyId ?? 'scam'},
          ${given.caseId ?? null}, 'person', 'desk', ${given.reach ?? null},
          ${given.protected ?? true}, ${state}, 'desk', desk_now(), ${given.inEffectAt ?? null}, ${given.inEffectAt ?? null},
          ${[...WAITING, 'expired'].includes(state) ? null : 1}) returning id`)
      const enforcementId = rows[0]?.id ?? ''
      let from: EnforcementState = 'proposed'
      for (const [to, at] of given.moves ?? []) {
        await db.query(sql`
          insert into enforcement_move (enforcement_id, from_state, to_state, by, at) values (${enforcementId}, ${from}, ${to}, 'desk', ${at})`)
        from = to
      }
      const { restored } = given
      if (restored) {
        await db.query(sql`
          insert into enforcement_restore (enforcement_id, cause, by, asked_at, visible_at, restored_at)
          values (${enforcementId}, ${restored.cause}, 'desk', ${restored.askedAt}, ${restored.visibleAt ?? null}, ${restored.wholeAt ?? null})`)
      }
      return enforcementId
    },
    /** Offers an enforcement to an approver and, if an answer is given, records it. */
    async answer(by: string, offeredAt: string, answer?: 'agree' | 'decline', at?: string, given?: PastEnforcement) {
      const enforcementId = await this.enforcement({ state: 'expired', ...given })
      await db.query(sql`
        insert into enforcement_offer (enforcement_id, staff_id, offered_at, until) values (${enforcementId}, ${by}, ${offeredAt}, ${offeredAt})`)
      if (answer === undefined) return
      await db.query(sql`
        insert into approval (enforcement_id, staff_id, answer, core, as_shown, signature_id, material_hash, signed_at)
        values (${enforcementId}, ${by}, ${answer}, '{}', '{}', ${answer === 'agree' ? 'signing_1' : null}, sha256(''), ${at})`)
    },
    /** Inserts a ledger entry of that time, without a number yet. */
    async entry(recorded: RecordedEntry) {
      const [payload, salt] = [Buffer.from(canonicalJson(recorded as unknown as Json)), Buffer.alloc(32, 7)]
      const clear = { v: 1, hour: `${recorded.at.slice(0, 13)}Z`, commitments: [commit(salt, payload)] }
      await db.query(sql`
        with leaf as (insert into ledger_leaf (leaf) values (${Buffer.from(canonicalJson(clear))}) returning id)
        insert into ledger_payload (leaf_id, kind, subject, enforcement_id, actor, salt, payload)
        select id, ${recorded.kind}, ${recorded.subject ?? null}, ${recorded.enforcementId ?? null}, ${recorded.by}, ${salt}, ${payload}
        from leaf`)
    },
    async report(receivedAt: string) {
      await db.query(sql`
        insert into report (received_at, key_id, client_id, case_id, subject, ground, category, reporter_id, reported_at)
        values (${receivedAt}, 'key_1', ${randomUUID()}, 'case_1', 'content:x', 'terms', 'VIOLENCE', 'r', ${receivedAt})`)
    },
  }
}
