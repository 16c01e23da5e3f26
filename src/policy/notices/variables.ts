import { ACTIONS, GROUNDS, RESTORE_CAUSES, SUBJECT_KINDS } from '../../foundation/domain.ts'

/**
 * The statements that a person gets: of a restriction, of a warning, that a restriction ended, and that it was a mistake.
 */
export const STATEMENT_KINDS = ['restriction', 'warning', 'ended', 'mistake'] as const
export type StatementKind = (typeof STATEMENT_KINDS)[number]

/**
 * The texts for consumers who bought what is illegal (DSA, article 32): that it is, and that this is taken back. A desk
 * whose platform sells nothing leaves both out.
 */
export const CONSUMER_KINDS = ['consumers', 'correction'] as const
export type ConsumerKind = (typeof CONSUMER_KINDS)[number]

/** The kinds of templates. */
export const TEMPLATE_KINDS = [...STATEMENT_KINDS, ...CONSUMER_KINDS] as const
export type TemplateKind = (typeof TEMPLATE_KINDS)[number]

/** The ways in which a platform learns of what it acts on, as article 17(3)(b) and (c) of the DSA ask. */
export const DETECTION_SOURCES = [
  'own_initiative',
  'notice',
  'trusted_flagger',
  'authority_order',
  'other_report',
] as const
export type DetectionSource = (typeof DETECTION_SOURCES)[number]

/** The degrees to which machines took a decision. */
export const AUTOMATED_DECISIONS = ['no', 'partially', 'fully'] as const
export type AutomatedDecision = (typeof AUTOMATED_DECISIONS)[number]

/** The word that a variable has when there is nothing to state. */
export const NONE = 'none'
const TEXT = [NONE]

/**
 * The variables of a template: the words by which one may be selected, and the longest value. A value of more
 * characters is cut, so that no text is longer than a platform accepts.
 */
export const VARIABLES = {
  action: { words: [...ACTIONS, 'own'], charsMax: 10 },
  own_action: { words: TEXT, charsMax: 60 },
  label: { words: TEXT, charsMax: 64 },
  subject: { words: SUBJECT_KINDS, charsMax: 10 },
  content_date: { words: TEXT, charsMax: 40 },
  from: { words: TEXT, charsMax: 60 },
  until: { words: TEXT, charsMax: 60 },
  ended_at: { words: TEXT, charsMax: 60 },
  countries: { words: TEXT, charsMax: 200 },
  ground: { words: GROUNDS, charsMax: 10 },
  rule: { words: TEXT, charsMax: 300 },
  rule_text: { words: TEXT, charsMax: 600 },
  law: { words: TEXT, charsMax: 300 },
  explanation: { words: TEXT, charsMax: 1_000 },
  facts: { words: TEXT, charsMax: 1_000 },
  source: { words: DETECTION_SOURCES, charsMax: 20 },
  automated_detection: { words: ['yes', 'no'], charsMax: 5 },
  automated_decision: { words: AUTOMATED_DECISIONS, charsMax: 10 },
  cause: { words: [...RESTORE_CAUSES, 'milder'], charsMax: 15 },
  appeal: { words: TEXT, charsMax: 300 },
  appeal_until: { words: TEXT, charsMax: 60 },
  settlement: { words: TEXT, charsMax: 300 },
  court: { words: TEXT, charsMax: 300 },
  product: { words: TEXT, charsMax: 200 },
  trader: { words: TEXT, charsMax: 300 },
  sold_from: { words: TEXT, charsMax: 60 },
  reference: { words: TEXT, charsMax: 40 },
} as const satisfies Record<string, { words: readonly string[]; charsMax: number }>
export type Variable = keyof typeof VARIABLES
export const isVariable = (name: string): name is Variable => Object.hasOwn(VARIABLES, name)

/** The values of every variable. */
export type Values = Readonly<Record<Variable, string>>

const REASONS = [
  ...(['subject', 'from', 'ground', 'rule', 'law', 'explanation', 'facts'] as const),
  ...(['source', 'automated_detection', 'automated_decision', 'appeal', 'settlement', 'court', 'reference'] as const),
]
const TIMES = ['action', 'subject', 'from', 'ended_at', 'reference'] as const

/** The variables that a template of each kind must use, by article 17(3) and article 32(1) of the DSA. */
export const REQUIRED: Record<TemplateKind, readonly Variable[]> = {
  restriction: [...REASONS, 'action', 'until', 'countries'],
  warning: REASONS,
  ended: TIMES,
  mistake: TIMES,
  consumers: ['product', 'trader', 'law', 'countries', 'sold_from', 'reference'],
  correction: ['product', 'trader', 'reference'],
}
