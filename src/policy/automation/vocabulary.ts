import type { FactType } from '../guards/facts.ts'
import { type ConditionOf, makeLanguage } from '../conditions/language.ts'
import { SPOKEN_OF_ACCOUNTS } from '../conditions/format-condition.ts'
import { phraseCondition } from '../conditions/phrase-condition.ts'
import { speakCounts, speakFlags, speakLists, speakNames, type SpokenOf } from '../conditions/spoken.ts'
import type { Text } from '../../foundation/messages/message.ts'

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
  ...speakFlags('account.protected'),
  ...speakCounts(
    'signal.score',
    'signal.age_minutes',
    'report.count',
    'report.reporters',
    'report.count_1h',
    'case.severity',
    'case.age_minutes',
  ),
  ...speakLists({ 'report.categories': 'category' }),
  ...speakNames({
    'signal.kind': 'signal',
    'signal.name': null,
    'signal.version': null,
    'signal.category': 'category',
    'case.queue': null,
    'case.category': 'category',
  }),
}

/** Returns a rule's condition in words, to be rendered in the reader's language. */
export const ruleConditionText = (condition: Pick<RuleCondition, 'text' | 'ast'>): Text =>
  phraseCondition(condition, SPOKEN)
