import type { Action, Category, EnforcementSource, Ground, RestoreCause, SubjectKind } from '../../foundation/domain.ts'
import type { StoredAction } from '../../policy/items/own-actions.ts'
import type { Keyword } from '../../policy/notices/keywords.ts'
import type { AutomatedDecision, DetectionSource, StatementKind } from '../../policy/notices/variables.ts'

/**
 * The basis of a decision towards the person affected, as its reviewer stated it. What is left out follows from the
 * policy, the reports and the content.
 */
export interface DecisionBasis {
  ground?: Ground
  /** The id of a clause of the terms, from policies.yaml. */
  clause?: string
  /** The id of a law, from policies.yaml. */
  law?: string
  /** For a decision by the terms: whether the content is illegal too. */
  alsoIllegal?: boolean
  explanation?: string
  /** The facts and circumstances relied on. */
  facts?: string
  source?: DetectionSource
  automatedDetection?: boolean
  /** The day of the content, as YYYY-MM-DD. */
  contentDate?: string
  /** The language of the content, as BCP 47 names it. */
  contentLanguage?: string
  /** The countries to which the decision applies (ISO 3166-1 alpha-2). Left out: those of the enforcement. */
  territorialScope?: readonly string[]
}

/** The rows from which a statement is made. */
export interface StatementSource {
  statementId: string
  /** The random part of its link. Null: an early statement. */
  linkPart: string | null
  kind: StatementKind
  enforcementId: string
  subject: string
  action: Action
  label: string | null
  ownAction: StoredAction | null
  countries: readonly string[] | null
  policyId: string
  source: EnforcementSource
  appliedAt: Date
  /** The end of an authority's silence, which holds it back until then. Null: none. */
  silentUntil: Date | null
  endsAt: Date | null
  basis: DecisionBasis | null
  /** True when another person approved it before it took effect. */
  approved: boolean
  /** The restore that ends it. Null: a statement of its beginning. */
  /** milder: an appeal replaced it by less. */
  cause: RestoreCause | 'milder' | null
  endedAt: Date | null
  contentCreatedAt: Date | null
  contentLanguage: string | null
  /** The kinds of its media, and `text` where it has one. */
  contentTypes: readonly string[]
  accountCreatedAt: Date | null
  /** The causes of the case: an order, a notice of illegal content, a report by the terms, a signal of a machine. */
  ordered: boolean
  noticed: boolean
  reported: boolean
  signalled: boolean
  /** The words that identify people of the desk, and that occur in the reviewer's texts. */
  withheld: readonly string[]
  /** The ids of reporters that occur in them. */
  withheldIds: readonly string[]
}

/**
 * The facts of a statement as they are stored: each field of a statement in the DSA Transparency Database follows from
 * one of them. Times in ISO 8601, days as YYYY-MM-DD.
 */
export interface StatementFacts {
  kind: StatementKind
  enforcementId: string
  subjectKind: SubjectKind
  action: Action
  ownAction: { action: string; takes: readonly string[]; title: string } | null
  label: string | null
  /** The countries in which it is in force. Null: everywhere. */
  territorialScope: readonly string[] | null
  appliedAt: string
  endsAt: string | null
  policyId: string
  category: Category
  keywords: readonly Keyword[]
  ground: Ground
  clause: string | null
  /** The name of the clause in the first language that the file gives, or the title of the policy. */
  clauseName: string
  law: string | null
  lawName: string | null
  alsoIllegal: boolean | null
  explanation: string | null
  facts: string | null
  source: DetectionSource
  automatedDetection: boolean
  automatedDecision: AutomatedDecision
  /** The day on which the content was made, or the account was registered. Null: unknown. */
  contentDate: string | null
  contentLanguage: string | null
  contentTypes: readonly string[]
  /** milder: an appeal replaced it by less. */
  cause: RestoreCause | 'milder' | null
  endedAt: string | null
}
