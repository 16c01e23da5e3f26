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
  /** The basis towards the person affected. Null or left out: none was stated. */
  basis?: object | null
}
/** A decision without a basis keeps the hash that it had before there was any. */
export const decisionHash = ({ basis, ...content }: DecisionContent): string =>
  contentHash(basis == null ? content : { ...content, basis })
