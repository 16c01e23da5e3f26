import type { DsaField } from './dsa-statement.ts'
import {
  ACCOUNT_DECISIONS,
  ACCOUNT_TYPES,
  AUTOMATED_DECISIONS,
  CONTENT_LANGUAGES,
  CONTENT_TYPES,
  DECISION_GROUNDS,
  MONETARIES,
  PROVISIONS,
  SOURCE_TYPES,
  STATEMENT_CATEGORIES,
  STATEMENT_KEYWORDS,
  TERRITORIES,
  VISIBILITIES,
  YES_NO,
} from './lists.ts'

/** The form of one field. */
export type FieldForm =
  | { form: 'text'; charsMax: number }
  | { form: 'puid'; charsMax: number }
  | { form: 'url'; charsMax: number }
  | { form: 'one'; of: readonly string[] }
  | { form: 'list'; of: readonly string[] }
  | { form: 'day'; from: string; until: string }
  | { form: 'ean' }

const text = (charsMax: number): FieldForm => ({ form: 'text', charsMax })
const one = (of: readonly string[]): FieldForm => ({ form: 'one', of })
const list = (of: readonly string[]): FieldForm => ({ form: 'list', of })
const LAST_DAY = '2038-01-01'
const dayFrom = (from: string): FieldForm => ({ form: 'day', from, until: LAST_DAY })
const END_DAY = dayFrom('2020-01-01')

const SHORT_CHARS_MAX = 500
const EXPLANATION_CHARS_MAX = 2_000
const FACTS_CHARS_MAX = 5_000

/** Every field of a statement, and what the database takes in it. */
export const FIELDS: Readonly<Record<DsaField, FieldForm>> = {
  puid: { form: 'puid', charsMax: SHORT_CHARS_MAX },
  decision_visibility: list(VISIBILITIES),
  decision_visibility_other: text(SHORT_CHARS_MAX),
  decision_monetary: one(MONETARIES),
  decision_monetary_other: text(SHORT_CHARS_MAX),
  decision_provision: one(PROVISIONS),
  decision_account: one(ACCOUNT_DECISIONS),
  account_type: one(ACCOUNT_TYPES),
  decision_ground: one(DECISION_GROUNDS),
  decision_ground_reference_url: { form: 'url', charsMax: SHORT_CHARS_MAX },
  illegal_content_legal_ground: text(SHORT_CHARS_MAX),
  illegal_content_explanation: text(EXPLANATION_CHARS_MAX),
  incompatible_content_ground: text(SHORT_CHARS_MAX),
  incompatible_content_explanation: text(EXPLANATION_CHARS_MAX),
  incompatible_content_illegal: one(YES_NO),
  content_type: list(CONTENT_TYPES),
  content_type_other: text(SHORT_CHARS_MAX),
  content_id: { form: 'ean' },
  content_language: one(CONTENT_LANGUAGES),
  content_date: dayFrom('2000-01-01'),
  category: one(STATEMENT_CATEGORIES),
  category_addition: list(STATEMENT_CATEGORIES),
  category_specification: list(STATEMENT_KEYWORDS),
  category_specification_other: text(SHORT_CHARS_MAX),
  territorial_scope: list(TERRITORIES),
  application_date: dayFrom('2020-01-01'),
  end_date_account_restriction: END_DAY,
  end_date_monetary_restriction: END_DAY,
  end_date_service_restriction: END_DAY,
  end_date_visibility_restriction: END_DAY,
  decision_facts: text(FACTS_CHARS_MAX),
  source_type: one(SOURCE_TYPES),
  source_identity: text(SHORT_CHARS_MAX),
  automated_detection: one(YES_NO),
  automated_decision: one(AUTOMATED_DECISIONS),
}

/** The fields without which there is no statement. */
export const REQUIRED_FIELDS: readonly DsaField[] = [
  ...(['puid', 'decision_ground', 'content_type', 'content_date', 'category', 'territorial_scope'] as const),
  ...(['application_date', 'decision_facts', 'source_type', 'automated_detection', 'automated_decision'] as const),
]

/** The restrictions of article 17(1) of the DSA: a statement has at least one of them. */
export const DECISION_FIELDS = [
  'decision_visibility',
  'decision_monetary',
  'decision_provision',
  'decision_account',
] as const satisfies readonly DsaField[]

/** A field that belongs to a value of another field. With any other value the database drops it. */
interface Dependent {
  field: DsaField
  on: DsaField
  value: string
  /** True: the value requires the field. */
  required: boolean
}

const [ILLEGAL, INCOMPATIBLE] = DECISION_GROUNDS
export const DEPENDENTS: readonly Dependent[] = [
  { field: 'decision_visibility_other', on: 'decision_visibility', value: 'DECISION_VISIBILITY_OTHER', required: true },
  { field: 'decision_monetary_other', on: 'decision_monetary', value: 'DECISION_MONETARY_OTHER', required: true },
  { field: 'illegal_content_legal_ground', on: 'decision_ground', value: ILLEGAL, required: true },
  { field: 'illegal_content_explanation', on: 'decision_ground', value: ILLEGAL, required: true },
  { field: 'incompatible_content_ground', on: 'decision_ground', value: INCOMPATIBLE, required: true },
  { field: 'incompatible_content_explanation', on: 'decision_ground', value: INCOMPATIBLE, required: true },
  { field: 'incompatible_content_illegal', on: 'decision_ground', value: INCOMPATIBLE, required: false },
  { field: 'content_type_other', on: 'content_type', value: 'CONTENT_TYPE_OTHER', required: true },
  { field: 'category_specification_other', on: 'category_specification', value: 'KEYWORD_OTHER', required: false },
]

/** The end of each kind of restriction, and the field that states the restriction. */
export const END_FIELDS = {
  decision_account: 'end_date_account_restriction',
  decision_monetary: 'end_date_monetary_restriction',
  decision_provision: 'end_date_service_restriction',
  decision_visibility: 'end_date_visibility_restriction',
} as const satisfies Record<(typeof DECISION_FIELDS)[number], DsaField>
