import { contentHash } from './content-hash.ts'

/** All of a decision's row but its time and how it stands, which leaves have. */
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
