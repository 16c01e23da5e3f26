import type { FactType } from '../guards/facts.ts'
import { type ConditionOf, makeLanguage } from '../conditions/language.ts'
import { SPOKEN_OF_ACCOUNTS } from '../conditions/format-condition.ts'
import { type SpokenOf, phraseCondition } from '../conditions/phrase-condition.ts'

interface RuleFact {
  type: FactType
  unit: string
  doc: string
  /**
   * True when the fact grows with the number of reporters: a rule that reads it never restricts a subject by itself.
   */
  volume?: true
}

/**
 * The facts that an automation rule may read. All are stored; an enforcement that follows is judged by its own facts.
 */
export const RULE_FACTS = {
  'signal.kind': { type: 'string', unit: '', doc: 'classifier or hash_match' },
  'signal.name': { type: 'string', unit: '', doc: 'which classifier, or which list' },
  'signal.version': { type: 'string', unit: '', doc: 'of the classifier' },
  'signal.score': { type: 'double', unit: '0 to 1', doc: 'how sure the classifier is; a match on a list has none' },
  'signal.category': { type: 'string', unit: '', doc: 'what it would be, by the categories of reports' },
  'signal.age_minutes': { type: 'int', unit: 'minutes', doc: 'since the source saw it' },
  'report.count': { type: 'int', unit: 'reports', doc: 'reports of the open case', volume: true },
  'report.reporters': { type: 'int', unit: 'people', doc: 'different people who sent them', volume: true },
  'report.count_1h': { type: 'int', unit: 'reports', doc: 'of them within the last hour', volume: true },
  'report.categories': { type: 'list<string>', unit: '', doc: 'what they say it is, each once', volume: true },
  'case.queue': { type: 'string', unit: '', doc: 'where the open case waits' },
  'case.category': { type: 'string', unit: '', doc: 'what its first report said it is' },
  'case.severity': { type: 'int', unit: '1 to 5', doc: 'how bad it may be' },
  'case.age_minutes': { type: 'int', unit: 'minutes', doc: 'since it was opened' },
  'account.reach': { type: 'int', unit: 'people', doc: 'how many people it reaches: the highest reading of 180 days' },
  'account.tags': { type: 'list<string>', unit: '', doc: 'public roles, such as public_office or newsroom' },
  'account.age_days': { type: 'int', unit: 'days', doc: 'since it was made' },
  'account.protected': { type: 'bool', unit: '', doc: 'one person alone can’t take it offline' },
  'account.restores': {
    type: 'int',
    unit: 'enforcements',
    doc: 'enforcements on it that were undone as mistakes, ever',
  },
} as const satisfies Record<string, RuleFact>

export type RuleFactName = keyof typeof RULE_FACTS
export type RuleCondition = ConditionOf<RuleFactName>
/** Unknown facts are missing or null: no rule fires on one. */
export type RuleFacts = Readonly<Partial<Record<RuleFactName, unknown>>>

export const RULE_FACT_NAMES = Object.keys(RULE_FACTS) as RuleFactName[]
const TYPES = Object.fromEntries(RULE_FACT_NAMES.map((name) => [name, RULE_FACTS[name].type])) as Record<
  RuleFactName,
  FactType
>

const RULES = makeLanguage(TYPES, {
  names: RULE_FACT_NAMES,
  listedBy: 'countersign automation facts',
  unknown: 'stops',
})

export const compileRule = RULES.compile
export const toKnown = (facts: RuleFacts) => RULES.toKnown(facts as Record<RuleFactName, unknown>)

const SPOKEN: SpokenOf<RuleFactName> = {
  ...SPOKEN_OF_ACCOUNTS,
  'signal.kind': { named: (so) => `the signal is a ${so}`, unknown: 'what sort of signal it is is not known' },
  'signal.name': { named: (so) => `it comes from ${so}`, unknown: 'where the signal comes from is not known' },
  'signal.version': {
    named: (so) => `the classifier’s version is ${so}`,
    unknown: 'the classifier’s version is not known',
  },
  'signal.score': { counted: (so) => `the score is ${so}`, unknown: 'the score is not known' },
  'signal.category': { named: (so) => `the signal says ${so}`, unknown: 'what the signal says is not known' },
  'signal.age_minutes': {
    counted: (so) => `the signal is ${so} minutes old`,
    unknown: 'how old the signal is is not known',
  },
  'report.count': {
    counted: (so) => `the case has ${so} reports`,
    unknown: 'how many reports the case has is not known',
  },
  'report.reporters': {
    counted: (so) => `${so} different people reported it`,
    unknown: 'how many reported it is not known',
  },
  'report.count_1h': {
    counted: (so) => `${so} reports came within an hour`,
    unknown: 'how many reports came within an hour is not known',
  },
  'report.categories': {
    counted: (so) => `reports name ${so} categories`,
    unknown: 'what reports say is not known',
    holds: (names, many) => `a report says ${many ? 'one of ' : ''}${names}`,
  },
  'case.queue': { named: (so) => `the case waits in ${so}`, unknown: 'where the case waits is not known' },
  'case.category': { named: (so) => `the case is about ${so}`, unknown: 'what the case is about is not known' },
  'case.severity': {
    counted: (so) => `the case’s severity is ${so}`,
    unknown: 'how severe the case may be is not known',
  },
  'case.age_minutes': {
    counted: (so) => `the case has been open for ${so} minutes`,
    unknown: 'how long the case has been open is not known',
  },
  'account.protected': { yes: 'the account is protected', no: 'the account is not protected' },
}

/** Formats a rule's condition in plain words. */
export const formatRuleCondition = (condition: Pick<RuleCondition, 'text' | 'ast'>): string =>
  phraseCondition(condition, SPOKEN)
