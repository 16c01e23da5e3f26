import { CATEGORIES, type Category } from '../../../foundation/domain.ts'
import { type Keyword, KEYWORDS } from '../../../policy/notices/keywords.ts'

/**
 * The values that the DSA Transparency Database takes (schema v2 of 1 July 2025), as its public documentation names them:
 * https://transparency.dsa.ec.europa.eu/page/api-documentation. A test compares each list with a digest of the source.
 */
export const VISIBILITIES = [
  'DECISION_VISIBILITY_CONTENT_REMOVED',
  'DECISION_VISIBILITY_CONTENT_DISABLED',
  'DECISION_VISIBILITY_CONTENT_DEMOTED',
  'DECISION_VISIBILITY_CONTENT_AGE_RESTRICTED',
  'DECISION_VISIBILITY_CONTENT_INTERACTION_RESTRICTED',
  'DECISION_VISIBILITY_CONTENT_LABELLED',
  'DECISION_VISIBILITY_OTHER',
] as const
export type Visibility = (typeof VISIBILITIES)[number]

export const MONETARIES = [
  'DECISION_MONETARY_SUSPENSION',
  'DECISION_MONETARY_TERMINATION',
  'DECISION_MONETARY_OTHER',
] as const
export type Monetary = (typeof MONETARIES)[number]

export const PROVISIONS = [
  'DECISION_PROVISION_PARTIAL_SUSPENSION',
  'DECISION_PROVISION_TOTAL_SUSPENSION',
  'DECISION_PROVISION_PARTIAL_TERMINATION',
  'DECISION_PROVISION_TOTAL_TERMINATION',
] as const
export type Provision = (typeof PROVISIONS)[number]

export const ACCOUNT_DECISIONS = ['DECISION_ACCOUNT_SUSPENDED', 'DECISION_ACCOUNT_TERMINATED'] as const
export type AccountDecision = (typeof ACCOUNT_DECISIONS)[number]

export const ACCOUNT_TYPES = ['ACCOUNT_TYPE_BUSINESS', 'ACCOUNT_TYPE_PRIVATE'] as const
export type AccountType = (typeof ACCOUNT_TYPES)[number]

export const DECISION_GROUNDS = ['DECISION_GROUND_ILLEGAL_CONTENT', 'DECISION_GROUND_INCOMPATIBLE_CONTENT'] as const
export type DecisionGround = (typeof DECISION_GROUNDS)[number]

export const YES_NO = ['Yes', 'No'] as const
export type YesNo = (typeof YES_NO)[number]

export const CONTENT_TYPES = [
  'CONTENT_TYPE_APP',
  'CONTENT_TYPE_AUDIO',
  'CONTENT_TYPE_IMAGE',
  'CONTENT_TYPE_PRODUCT',
  'CONTENT_TYPE_SYNTHETIC_MEDIA',
  'CONTENT_TYPE_TEXT',
  'CONTENT_TYPE_VIDEO',
  'CONTENT_TYPE_OTHER',
] as const
export type ContentType = (typeof CONTENT_TYPES)[number]

export const SOURCE_TYPES = [
  'SOURCE_ARTICLE_16',
  'SOURCE_TRUSTED_FLAGGER',
  'SOURCE_TYPE_OTHER_NOTIFICATION',
  'SOURCE_VOLUNTARY',
] as const
export type SourceType = (typeof SOURCE_TYPES)[number]

export const AUTOMATED_DECISIONS = [
  'AUTOMATED_DECISION_FULLY',
  'AUTOMATED_DECISION_PARTIALLY',
  'AUTOMATED_DECISION_NOT_AUTOMATED',
] as const
export type AutomatedDecision = (typeof AUTOMATED_DECISIONS)[number]

export type StatementCategory = `STATEMENT_CATEGORY_${Category}`
export const STATEMENT_CATEGORIES = CATEGORIES.map((name): StatementCategory => `STATEMENT_CATEGORY_${name}`)
export type StatementKeyword = `KEYWORD_${Keyword}`
export const STATEMENT_KEYWORDS = KEYWORDS.map((name): StatementKeyword => `KEYWORD_${name}`)

/** The states of the European Economic Area (ISO 3166-1). Greece is GR. */
export const TERRITORIES: readonly string[] = [
  ...['AT', 'BE', 'BG', 'CY', 'CZ', 'DE', 'DK', 'EE', 'ES', 'FI', 'FR', 'GR', 'HR', 'HU', 'IE', 'IS', 'IT', 'LI'],
  ...['LT', 'LU', 'LV', 'MT', 'NL', 'NO', 'PL', 'PT', 'RO', 'SE', 'SI', 'SK'],
]

const LANGUAGES_TEXT = `
AB AA AF AK SQ AM AR AN HY AS AV AE AY AZ BM BA EU BE BN BH BI BS BR BG MY CA KM CH CE NY ZH CU CV KW CO CR HR CS DA DV
NL DZ EN EO ET EE FO FJ FI FR FF GD GL LG KA DE KI EL KL GN GU HT HA HE HZ HI HO HU IS IO IG ID IA IE IU IK GA IT JA JV
KN KR KS KK RW KV KG KO KJ KU KY LO LA LV LB LI LN LT LU MK MG MS ML MT GV MI MR MH RO MN NA NV ND NG NE SE NO NB NN II
OC OJ OR OM OS PI PA PS FA PL PT QU RM RN RU SM SG SA SC SR SN SD SI SK SL SO ST NR ES SU SW SS SV TL TY TG TA TT TE TH
BO TI TO TS TN TR TK TW UG UK UR UZ VE VI VO WA CY FY WO XH YI YO ZA ZU`
/** The languages of a content (ISO 639-1, in capitals). */
export const CONTENT_LANGUAGES: readonly string[] = LANGUAGES_TEXT.trim().split(/\s+/)
