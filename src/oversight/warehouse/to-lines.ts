import { parseSubjectKey } from '../../foundation/domain.ts'
import { DEFAULT_PLATFORM, nativeId, platformOf } from '../../foundation/platforms.ts'
import type { RecordedEntry } from '../../ledger/recorded-entry.ts'
import { statedIn, type Known } from './export-facts.ts'
import { type ExportKind, type ExportLine, type Fields, pickExported } from './exported-fields.ts'

/** One change, before it is cut to what leaves the desk. `subject` decides which platform may read it. */
interface Change {
  kind: ExportKind
  subject: string | null | undefined
  fields: Fields
}

/** An entry with its content. Undefined: it is erased. */
export interface NumberedContent {
  number: number
  recorded: RecordedEntry | undefined
}

/**
 * Returns the lines of an entry for the reader of one platform: at least one, so that a reader can count that none is
 * missing. The lines of one number are the same in every reading until its payload is erased. Pure.
 */
export function toLines({ number, recorded }: NumberedContent, known: Known, platform: string): ExportLine[] {
  const stated = recorded && statedIn(recorded)
  if (recorded === undefined || stated === undefined) return [withheld(number)]
  const restates = recorded.kind === 'entry_restated' ? { restates: recorded.number } : {}
  const lines = changesOf(stated, known, platform).flatMap(({ kind, subject, fields }) => {
    const own = subject === undefined ? {} : subjectFor(subject, platform)
    return own === undefined
      ? []
      : [{ kind, at: recorded.at, ...restates, ...pickExported(kind, { ...fields, ...own }) }]
  })
  return lines.length === 0 ? [withheld(number)] : lines.map((line, part) => ({ number, part, ...line }))
}

const withheld = (number: number): ExportLine => ({ number, part: 0, kind: 'withheld' })

/** Returns a subject by the id of its platform. Undefined: it is of another one, or unknown. */
function subjectFor(key: string | null, platform: string): Fields | undefined {
  if (key === null) return undefined
  const subject = parseSubjectKey(key)
  if (platformOf(subject) !== platform) return undefined
  const { kind, id } = subject
  return { subjectKind: kind, subjectId: platform === DEFAULT_PLATFORM ? id : nativeId(id) }
}

function changesOf(entry: RecordedEntry, known: Known, platform: string): Change[] {
  switch (entry.kind) {
    case 'payload_erased':
      return entry.numbers
        .filter((number) => known.mayReadErased(number, platform))
        .map((erased) => ({ kind: 'erased', subject: undefined, fields: { erased } }))
    case 'reports_received':
      return [...Map.groupBy(entry.reports, ({ caseId }) => caseId)].map(([caseId, reports]) =>
        ofCase(known, 'reports_received', caseId, { reports: reports.length }),
      )
    case 'case_opened':
      return [ofCase(known, 'case_opened', entry.caseId, { source: entry.source })]
    case 'case_decided':
      return isOutcome(entry) ? [ofCase(known, 'case_decided', entry.caseId, entry)] : []
    case 'case_set_dismissed':
      return entry.cases.map(({ caseId, decisionId }) =>
        ofCase(known, 'case_decided', caseId, { decisionId, conclusion: 'no_violation' }),
      )
    case 'case_set_undone':
      return entry.cases.map((caseId) => ofCase(known, 'case_reopened', caseId, {}))
    case 'exception_agreed': {
      const { caseId, decisionId, policyId } = entry
      const conclusion = 'newsworthy_exception'
      return [ofCase(known, 'case_decided', caseId, { decisionId, policyId, conclusion })]
    }
    case 'enforcement_moved':
      return moveOf(entry, known)
    case 'appeal_received':
    case 'appeal_ended': {
      const { appealId, caseId, enforcementId, subject = null } = entry
      const outcome = entry.kind === 'appeal_ended' ? entry.how : undefined
      const decisionId = entry.kind === 'appeal_received' ? entry.decisionId : undefined
      return [{ kind: entry.kind, subject, fields: { appealId, caseId, enforcementId, outcome, decisionId } }]
    }
    default:
      return []
  }
}

/**
 * True for a decision without an enforcement. Another one is told by its enforcements, when they had their effect: until
 * then it would tell an approver what was proposed, before their own independent review.
 */
const isOutcome = (entry: RecordedEntry & { kind: 'case_decided' }): boolean =>
  entry.enforcements.length + entry.joined.length + entry.standing.length === 0

function ofCase(known: Known, kind: ExportKind, caseId: string, fields: Fields): Change {
  const found = known.cases.get(caseId)
  return { kind, subject: found?.subject ?? null, fields: { ...fields, caseId, category: found?.category } }
}

/** The states that end an enforcement without an effect. Superseded is none of them: a stricter one may still wait. */
const WITHOUT_EFFECT: ReadonlySet<string> = new Set(['declined', 'stopped', 'expired', 'failed'])
const WITH_EFFECT: ReadonlySet<string> = new Set(['in_effect', 'confirmed', 'restored'])

/** Nothing of an enforcement leaves the desk before it has its effect or has ended: what waits is for its approvers. */
function moveOf(entry: RecordedEntry & { kind: 'enforcement_moved' }, known: Known): Change[] {
  const { to, cause, enforcementId = '', subject = null } = entry
  const found = known.enforcements.get(enforcementId)
  if (found === undefined || !(WITH_EFFECT.has(to) || WITHOUT_EFFECT.has(to))) return []
  return [{ kind: `enforcement_${to}` as ExportKind, subject, fields: { ...found, enforcementId, cause } }]
}
