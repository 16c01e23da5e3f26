import type { StatementFacts } from '../../../enforcement/statements/statement-facts.ts'
import type { AutomatedDecision, DetectionSource } from '../../../policy/notices/variables.ts'

/**
 * Texts without any word of a reviewer or a reporter: from the facts that have a fixed list of values, and the names of
 * rules that two people approved. English: it is what readers of the public database have in common.
 */
export const neutralFacts = ({ subjectKind, source, automatedDetection, automatedDecision }: StatementFacts): string =>
  [
    `The provider looked at this ${subjectKind} ${SOURCES[source]}.`,
    automatedDetection ? 'Automated means found it.' : 'No automated means were used to find it.',
    DECISIONS[automatedDecision],
  ].join(' ')

const SOURCES: Readonly<Record<DetectionSource, string>> = {
  own_initiative: 'on its own initiative',
  notice: 'after a notice of illegal content',
  trusted_flagger: 'after a notice of a trusted flagger',
  authority_order: 'after an order of an authority',
  other_report: 'after a report that it breaks the terms',
}

const DECISIONS: Readonly<Record<AutomatedDecision, string>> = {
  no: 'A person reviewed it and decided.',
  partially: 'A rule proposed the decision, and a person approved it.',
  fully: 'A rule decided without a person.',
}

export const neutralExplanation = ({ ground, clauseName, lawName }: StatementFacts): string =>
  ground === 'illegal'
    ? `The provider considers it illegal under this law: ${lawName ?? ''}.`
    : `The provider considers it incompatible with this rule of its terms: ${clauseName}.`
