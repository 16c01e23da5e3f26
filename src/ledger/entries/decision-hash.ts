import { contentHash } from './content-hash.ts'

/** The columns of a decision except its time and state, which ledger entries have. */
export interface DecisionContent {
  id: string
  caseId: string
  staffId: string
  conclusion: string
  policyId: string | null
  rationale: string
  actions: readonly object[]
  shown: readonly object[]
  secondsOnCase: number
  assessment: object | null
  escalatedTo: string | null
  urgency: string | null
}
export const decisionHash = (content: DecisionContent): string => contentHash(content)
