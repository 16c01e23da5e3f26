import { contentHash } from './content-hash.ts'

/** All of a decision's row but the time, which the leaf has. */
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
  standing: 'final' | 'proposed'
  escalatedTo: string | null
  urgency: string | null
}
export const decisionHash = (content: DecisionContent): string => contentHash(content)
