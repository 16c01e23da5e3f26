import type {
  AccountDecision,
  AccountType,
  AutomatedDecision,
  ContentType,
  DecisionGround,
  Monetary,
  Provision,
  SourceType,
  StatementCategory,
  StatementKeyword,
  Visibility,
  YesNo,
} from './lists.ts'

/** A statement of reasons as the DSA Transparency Database takes it (schema v2). Days are written YYYY-MM-DD. */
export interface DsaStatement {
  /** The platform's own id of the statement: unique there for ever. */
  puid: string
  decision_visibility?: readonly Visibility[]
  decision_visibility_other?: string
  decision_monetary?: Monetary
  decision_monetary_other?: string
  decision_provision?: Provision
  decision_account?: AccountDecision
  account_type?: AccountType
  decision_ground: DecisionGround
  decision_ground_reference_url?: string
  illegal_content_legal_ground?: string
  illegal_content_explanation?: string
  incompatible_content_ground?: string
  incompatible_content_explanation?: string
  incompatible_content_illegal?: YesNo
  content_type: readonly ContentType[]
  content_type_other?: string
  content_id?: Readonly<Record<'EAN-13', string>>
  content_language?: string
  /** The day on which the content was published or the account was registered. */
  content_date: string
  category: StatementCategory
  category_addition?: readonly StatementCategory[]
  category_specification?: readonly StatementKeyword[]
  category_specification_other?: string
  territorial_scope: readonly string[]
  /** The day on which the restriction began. */
  application_date: string
  end_date_account_restriction?: string
  end_date_monetary_restriction?: string
  end_date_service_restriction?: string
  end_date_visibility_restriction?: string
  decision_facts: string
  source_type: SourceType
  source_identity?: string
  automated_detection: YesNo
  automated_decision: AutomatedDecision
}
export type DsaField = keyof DsaStatement
