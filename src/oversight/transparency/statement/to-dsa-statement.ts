import type { StatementFacts } from '../../../enforcement/statements/statement-facts.ts'
import type { Action, SubjectKind } from '../../../foundation/domain.ts'
import type { AutomatedDecision as Automated, DetectionSource } from '../../../policy/notices/variables.ts'
import { checkStatement, type FieldError, type UncheckedStatement } from './check-statement.ts'
import type { DsaStatement } from './dsa-statement.ts'
import { DECISION_FIELDS, END_FIELDS } from './fields.ts'
import {
  type AutomatedDecision,
  CONTENT_LANGUAGES,
  type ContentType,
  type SourceType,
  TERRITORIES,
  type YesNo,
} from './lists.ts'
import { neutralExplanation, neutralFacts } from './neutral-texts.ts'
import { findPersonalData, type PersonalData } from './personal-data.ts'

/** The texts that a person chose for a statement whose texts were flagged. */
export const CHOSEN_TEXTS = ['as_written', 'neutral'] as const
export type ChosenTexts = (typeof CHOSEN_TEXTS)[number]

/** A stored statement of a restriction, and what a person decided about sending it. */
export interface StatementToSend {
  statementId: string
  /** The hash of the stored content, in hexadecimal digits. */
  contentHash: string
  facts: StatementFacts
  /** The names of the person affected: handle and display name. */
  names: readonly string[]
  /** Null: no person chose yet. */
  texts: ChosenTexts | null
  /** The day that a person gave, because none was recorded or because the database refuses the recorded one. */
  contentDate: string | null
}

/** The two texts that people write, by the field of the facts. */
export type Flagged = Readonly<Partial<Record<'facts' | 'explanation', readonly PersonalData[]>>>

export type Prepared =
  | { outcome: 'ready'; statement: DsaStatement }
  /** A text may identify a person: a person must read it first. */
  | { outcome: 'held'; flagged: Flagged }
  | { outcome: 'refused'; errors: readonly FieldError[] }
  /** Nothing is due: it restricts nothing by article 17(1), or nothing in the European Economic Area. */
  | { outcome: 'outside' }

/** Prepares a statement for the DSA Transparency Database, or says why it can't go there. Pure. */
export function prepareStatement(given: StatementToSend): Prepared {
  const { facts, names, texts } = given
  const decisions = decisionsOf(facts)
  const territories = (facts.territorialScope ?? TERRITORIES).filter((code) => TERRITORIES.includes(code))
  if (Object.keys(decisions).length === 0 || territories.length === 0) return { outcome: 'outside' }
  const flagged = texts === null ? findFlagged(facts, names) : {}
  if (Object.keys(flagged).length > 0) return { outcome: 'held', flagged }
  const written = texts === 'neutral' ? { ...facts, explanation: null, facts: null } : facts
  const checked = checkStatement({
    puid: puidOf(given),
    ...decisions,
    ...groundOf(written),
    ...contentOf(written, given.contentDate),
    category: `STATEMENT_CATEGORY_${facts.category}`,
    category_specification: facts.keywords.map((keyword) => `KEYWORD_${keyword}`),
    territorial_scope: territories,
    application_date: dayOf(facts.appliedAt),
    decision_facts: written.facts ?? neutralFacts(facts),
    source_type: SOURCES[facts.source],
    automated_detection: yesNo(facts.automatedDetection),
    automated_decision: AUTOMATION[facts.automatedDecision],
  })
  return 'errors' in checked
    ? { outcome: 'refused', errors: checked.errors }
    : { outcome: 'ready', statement: checked.statement }
}

/**
 * Returns the platform's own id of a statement. The hash makes it unique for ever: a desk that was restored from a backup
 * gives old ids to new statements, and these have another content.
 */
const puidOf = ({ statementId, contentHash }: Pick<StatementToSend, 'statementId' | 'contentHash'>): string =>
  `${statementId}-${contentHash.slice(0, PUID_HASH_CHARS)}`
const PUID_HASH_CHARS = 16

function findFlagged({ facts, explanation }: StatementFacts, names: readonly string[]): Flagged {
  const found = Object.entries({ facts, explanation }).map(([name, text]) => [
    name,
    findPersonalData(text ?? '', names),
  ])
  return Object.fromEntries(found.filter(([, kinds]) => (kinds?.length ?? 0) > 0))
}

export type Decisions = Pick<DsaStatement, (typeof DECISION_FIELDS)[number]>

/** The restriction that each action of the desk is, by article 17(1) of the DSA. A warning restricts nothing. */
const ACTIONS: Readonly<Record<Action, Decisions>> = {
  warn: {},
  label: { decision_visibility: ['DECISION_VISIBILITY_CONTENT_LABELLED'] },
  limit: { decision_visibility: ['DECISION_VISIBILITY_CONTENT_DEMOTED'] },
  hide: { decision_visibility: ['DECISION_VISIBILITY_CONTENT_DISABLED'] },
  remove: { decision_visibility: ['DECISION_VISIBILITY_CONTENT_REMOVED'] },
  lock: { decision_provision: 'DECISION_PROVISION_PARTIAL_SUSPENSION' },
  suspend: { decision_account: 'DECISION_ACCOUNT_SUSPENDED' },
  deactivate: { decision_account: 'DECISION_ACCOUNT_TERMINATED' },
}

/** Returns the restrictions by article 17(1) that an action is, or one of the organisation's own by what it takes. */
export const restrictionsOf = (action: Action, takes: readonly string[] | null): Decisions =>
  takes === null ? ACTIONS[action] : decisionsOfLosses(takes)

/** The restrictions with their ends. One without an end lasts until further notice. */
function decisionsOf({ action, ownAction, endsAt }: StatementFacts): UncheckedStatement {
  const decisions = restrictionsOf(action, ownAction?.takes ?? null)
  const made = DECISION_FIELDS.filter((field) => decisions[field] !== undefined)
  const ends = endsAt === null ? [] : made.map((field) => [END_FIELDS[field], dayOf(endsAt)])
  return { ...decisions, ...Object.fromEntries(ends) }
}

/** An action of one's own restricts what it takes. */
function decisionsOfLosses(losses: readonly string[]): Decisions {
  const takes = (...names: string[]) => names.some((name) => losses.includes(name))
  const visibility = [
    ...(takes('visibility') ? (['DECISION_VISIBILITY_CONTENT_DISABLED'] as const) : []),
    ...(takes('spread') ? (['DECISION_VISIBILITY_CONTENT_DEMOTED'] as const) : []),
  ]
  return {
    ...(visibility.length > 0 && { decision_visibility: visibility }),
    ...(takes('money') && { decision_monetary: 'DECISION_MONETARY_SUSPENSION' as const }),
    ...(takes('posting', 'feature') && { decision_provision: 'DECISION_PROVISION_PARTIAL_SUSPENSION' as const }),
    ...(takes('sign-in') && { decision_account: 'DECISION_ACCOUNT_SUSPENDED' as const }),
  }
}

function groundOf(facts: StatementFacts): UncheckedStatement {
  const explanation = facts.explanation ?? neutralExplanation(facts)
  if (facts.ground === 'illegal') {
    return {
      decision_ground: 'DECISION_GROUND_ILLEGAL_CONTENT',
      illegal_content_legal_ground: facts.lawName,
      illegal_content_explanation: explanation,
    }
  }
  return {
    decision_ground: 'DECISION_GROUND_INCOMPATIBLE_CONTENT',
    incompatible_content_ground: facts.clauseName,
    incompatible_content_explanation: explanation,
    incompatible_content_illegal: facts.alsoIllegal === null ? null : yesNo(facts.alsoIllegal),
  }
}

const OF_KIND: ReadonlyMap<string, ContentType> = new Map([
  ['text', 'CONTENT_TYPE_TEXT'],
  ['image', 'CONTENT_TYPE_IMAGE'],
  ['video', 'CONTENT_TYPE_VIDEO'],
  ['audio', 'CONTENT_TYPE_AUDIO'],
])
const OTHER_CONTENT: Readonly<Record<SubjectKind, string>> = {
  account: 'Account',
  content: 'Content of a kind that was not recorded',
}

function contentOf(facts: StatementFacts, givenDate: string | null): UncheckedStatement {
  const known = facts.contentTypes.flatMap((kind) => OF_KIND.get(kind) ?? [])
  const language = facts.contentLanguage?.split('-')[0]?.toUpperCase() ?? ''
  return {
    content_type: known.length > 0 ? known : ['CONTENT_TYPE_OTHER'],
    content_type_other: OTHER_CONTENT[facts.subjectKind],
    content_language: CONTENT_LANGUAGES.includes(language) ? language : null,
    content_date: givenDate ?? facts.contentDate,
  }
}

/** An order of an authority by article 9 gets no statement by article 17; others are notifications. */
const SOURCES: Readonly<Record<DetectionSource, SourceType>> = {
  own_initiative: 'SOURCE_VOLUNTARY',
  notice: 'SOURCE_ARTICLE_16',
  trusted_flagger: 'SOURCE_TRUSTED_FLAGGER',
  authority_order: 'SOURCE_TYPE_OTHER_NOTIFICATION',
  other_report: 'SOURCE_TYPE_OTHER_NOTIFICATION',
}

const AUTOMATION: Readonly<Record<Automated, AutomatedDecision>> = {
  no: 'AUTOMATED_DECISION_NOT_AUTOMATED',
  partially: 'AUTOMATED_DECISION_PARTIALLY',
  fully: 'AUTOMATED_DECISION_FULLY',
}

const yesNo = (is: boolean): YesNo => (is ? 'Yes' : 'No')
const dayOf = (time: string): string => time.slice(0, 10)
