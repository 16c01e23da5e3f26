import { parseSubjectKey } from '../../foundation/domain.ts'
import { nameOf } from '../../policy/basis.ts'
import { plainLine } from '../../policy/notices/plain-line.ts'
import type { AutomatedDecision, DetectionSource } from '../../policy/notices/variables.ts'
import type { Policies } from '../../policy/policies.ts'
import type { StatementFacts, StatementSource } from './statement-facts.ts'
import { withholdWords } from './withhold-words.ts'

/** The longest explanation and the longest facts of a decision, in characters. */
export const STATED_CHARS_MAX = 1_000
/** The policy of an enforcement that no file names any more. */
const OTHER_CATEGORY = 'OTHER_VIOLATION_TC'

/** Derives the facts of a statement: what its reviewer stated, and else what policy, reports and content say. Pure. */
export function deriveFacts(
  source: StatementSource,
  { policies, references }: Pick<Policies, 'policies' | 'references'>,
): StatementFacts {
  const { kind, enforcementId, action, label, policyId, cause, countries } = source
  const stated = source.basis ?? {}
  const policy = policies.get(policyId)
  const subjectKind = parseSubjectKey(source.subject).kind
  const ground = stated.ground ?? (policy?.basis.ground === 'illegal' ? 'illegal' : 'terms')
  const clause = stated.clause ?? policy?.basis.clause ?? null
  const law = ground === 'illegal' ? (stated.law ?? policy?.basis.law ?? null) : null
  const [clauseEntry, lawEntry] = [references.clauses.get(clause ?? ''), references.laws.get(law ?? '')]
  const dated = subjectKind === 'content' ? source.contentCreatedAt : source.accountCreatedAt
  const ownWords = (text: string | undefined) =>
    textOrNull(withholdWords(plainLine(text ?? '', STATED_CHARS_MAX), source.withheld, source.withheldIds))
  return {
    ...{ kind, enforcementId, subjectKind, action, label, policyId, ground, clause, law, cause },
    ownAction: source.ownAction && {
      action: source.ownAction.action,
      takes: source.ownAction.takes,
      title: source.ownAction.title?.en ?? source.ownAction.action,
    },
    territorialScope: stated.territorialScope ?? countries,
    appliedAt: source.appliedAt.toISOString(),
    endsAt: source.endsAt?.toISOString() ?? null,
    category: policy?.category ?? OTHER_CATEGORY,
    keywords: policy?.basis.keywords ?? [],
    clauseName: clauseEntry ? nameOf(clauseEntry, 'en') : (policy?.title ?? policyId),
    lawName: lawEntry ? nameOf(lawEntry, 'en') : null,
    alsoIllegal: ground === 'terms' ? (stated.alsoIllegal ?? null) : null,
    explanation: ownWords(stated.explanation),
    facts: ownWords(stated.facts),
    source: stated.source ?? sourceOf(source),
    automatedDetection: stated.automatedDetection ?? isFoundByMachine(source),
    automatedDecision: automationOf(source),
    contentDate: stated.contentDate ?? dated?.toISOString().slice(0, 10) ?? null,
    contentLanguage: stated.contentLanguage ?? (subjectKind === 'content' ? source.contentLanguage : null),
    contentTypes: source.contentTypes,
    endedAt: source.endedAt?.toISOString() ?? null,
  }
}

const textOrNull = (text: string): string | null => (text === '' ? null : text)

/** An order precedes a notice, and a notice precedes a report by the terms: the strongest cause is named. */
function sourceOf({ ordered, noticed, reported }: StatementSource): DetectionSource {
  if (ordered) return 'authority_order'
  if (noticed) return 'notice'
  return reported ? 'other_report' : 'own_initiative'
}

/** True when a machine found it: a signal came, and no order, notice or report. */
const isFoundByMachine = ({ source, signalled, ordered, noticed, reported }: StatementSource): boolean =>
  source === 'automation' || (signalled && !ordered && !noticed && !reported)

/** A rule decides alone, or with the people who approved it. Everything else people decide. */
function automationOf({ source, approved }: StatementSource): AutomatedDecision {
  if (source !== 'automation') return 'no'
  return approved ? 'partially' : 'fully'
}
