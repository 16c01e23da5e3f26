import type { BulkActionState } from '../../src/bulk/actions/bulk-action-queries.ts'
import type { Action } from '../../src/foundation/domain.ts'
import type { BulkActionRules } from '../../src/policy/budgets/bulk-action-rules.ts'
import type { Outcome, SubjectName } from './gate.ts'

/** Rules with limits so small that histories reach each of them. */
export const BULK_ACTION_RULES: BulkActionRules = {
  subjects: 50,
  sample: 3,
  wrong: 0.3,
  expiresMs: 24 * 3_600_000,
  stages: [
    { share: 0.3, look: true },
    { share: 0.7, look: false },
    { share: 1, look: false },
  ],
  stops: {
    restores: { count: 2, share: 0.01 },
    appeals: { count: 1, share: 0 },
    guarded: { count: 2, share: 0 },
  },
}

export interface SeenItem {
  subject: SubjectName
  /** Guarded: others must approve it, so it doesn't run with the bulk action. */
  expected: 'ordinary' | 'guarded' | null
  outcome: 'created' | 'joined' | 'stands' | 'dropped' | null
  enforcementId: string | null
}

export interface SeenBulkAction {
  id: string
  action: Action
  state: BulkActionState
  stage: number
  proposedBy: number
  approvedBy: number | null
  approvedAtMs: number | null
  items: readonly SeenItem[]
  /** The samples that were drawn, by person, with their judgements. */
  judged: readonly { by: number; said: number; wrong: number; drawn: number; subjects: readonly SubjectName[] }[]
}

/** The acts of people on bulk actions. */
export interface BulkActionActs {
  propose(by: number, action: 'suspend' | 'limit', subjects: readonly SubjectName[]): Promise<Outcome>
  /** Draws a person's sample and judges it all, `wrong` subjects as no violation. */
  judge(by: number, id: string, wrong: number): Promise<Outcome>
  approve(by: number, id: string): Promise<Outcome>
  decline(by: number, id: string): Promise<Outcome>
  goOn(by: number, id: string): Promise<Outcome>
  stop(by: number, id: string): Promise<Outcome>
  /** Restores everything that a bulk action did, by one person, or by two where the desk requires it. */
  undo(by: number, other: number, id: string): Promise<Outcome>
  /** An intruder with the application role adds a subject to a fixed set. */
  smuggle(id: string, subject: SubjectName): Promise<Outcome>
}
