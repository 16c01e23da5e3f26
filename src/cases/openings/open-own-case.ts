import { alertLeadsDaily } from '../../alerts/alert-leads-daily.ts'
import { inAnsweredTransaction, inTransaction, type Tx } from '../../foundation/database/db.ts'
import { actorKey, type Category, type StaffCaller, type Subject, subjectKey } from '../../foundation/domain.ts'
import { DeskError } from '../../foundation/errors.ts'
import { type Message, message } from '../../foundation/messages/message.ts'
import { queueEntry } from '../../ledger/queue-entry.ts'
import type { Desk } from '../../policy/desk.ts'
import type { Severity } from '../../policy/queues.ts'
import { mayOpen } from '../claims/check-claim.ts'
import { retryAfterRace } from '../intake/commit-reports.ts'
import { insertEvent, queueClaimantLock } from '../queue/queries.ts'
import { joinOrOpenCase } from '../routing/open-case.ts'
import {
  countOpenedToday,
  countSevereOpenedToday,
  insertOpening,
  isKnown,
  OPENED_A_DAY_MAX,
  type OpeningSource,
} from './opening-queries.ts'
import type { SubjectReads } from './subject-reads.ts'

/** The severe cases that a person opens within 24 hours of which each may come before all others. */
export const FIRST_SEVERE_MAX = 5
/** The number of severe cases opened by a person within 24 hours at which the leads are alerted. */
export const ALERTED_SEVERE = 10
/** The highest severity of a case that comes before no other by its category (case_precedence). */
const SEVERITY_OF_FURTHER: Severity = 4

interface Opening {
  subject: Subject
  category: Category
  source: OpeningSource
  reason: string
  reference: string | null
  by: StaffCaller
}

interface OpenedCase {
  caseId: string
  openingId: string
  /** False: the subject's case was open already. */
  opened: boolean
  /** False: the case needs a clearance that its opener lacks. */
  mayOpen: boolean
}

/**
 * Opens a case about a subject that no report is about, or adds the reason to its open case. It waits in the queue of
 * its category and passes the same guards as every case; its opener is no independent second person there.
 */
export async function openOwnCase(desk: Desk, reads: SubjectReads, opening: Opening): Promise<OpenedCase> {
  const mayOpenMore = (await countOpenedToday(desk.db, opening.by.id)) < OPENED_A_DAY_MAX
  if (mayOpenMore) {
    await requireSubject(desk, reads, opening)
    const store = () => inAnsweredTransaction(desk.db, (tx) => record(tx, desk.policies, opening))
    const outcome = await retryAfterRace(store)
    if (outcome !== 'too_many') return outcome
  }
  await inTransaction(desk.db, async (tx) => {
    queueClaimantLock(tx, opening.by.id)
    await alertLeadsDaily(tx, 'openings', explainMany(opening.by))
  })
  throw new DeskError('too_many', message('opening.tooMany', { max: OPENED_A_DAY_MAX }))
}

/** Reads an unknown subject from the platform, so that no case is opened about a thing that does not exist. */
async function requireSubject(desk: Desk, reads: SubjectReads, { subject, by }: Opening): Promise<void> {
  if (await isKnown(desk.db, subject)) return
  if ((await reads.read(subject, by.id)) === undefined) {
    throw new DeskError('not_found', message('opening.noSubject', { subject: subjectKey(subject) }))
  }
}

async function record(tx: Tx, policies: Desk['policies'], opening: Opening): Promise<OpenedCase | 'too_many'> {
  const { category, source, reason, reference, by: caller } = opening
  const by = { kind: 'staff', id: caller.id } as const
  const subject = subjectKey(opening.subject)
  queueClaimantLock(tx, caller.id)
  const openedBefore = await countOpenedToday(tx, caller.id)
  if (openedBefore >= OPENED_A_DAY_MAX) return 'too_many'
  const isFirst = (await countSevereOpenedToday(tx, caller.id)) < FIRST_SEVERE_MAX
  const said = { subject, category, by, keepsHeld: true, ...(isFirst ? {} : { severityMax: SEVERITY_OF_FURTHER }) }
  const { id: caseId, opened } = await joinOrOpenCase(tx, policies, said)
  const openingId = await insertOpening(tx, { caseId, staffId: caller.id, source, reason, reference, opened })
  await insertEvent(tx, { caseId, kind: 'requested', by: actorKey(by), detail: { openingId } })
  queueEntry(tx, { kind: 'case_opened', openingId, caseId, category, source, reason, reference, opened, by, subject })
  if (openedBefore + 1 >= OPENED_A_DAY_MAX) await alertLeadsDaily(tx, 'openings', explainMany(caller))
  const severe = await countSevereOpenedToday(tx, caller.id)
  if (severe >= ALERTED_SEVERE) await alertLeadsDaily(tx, 'openings', explainSevere(caller))
  return { caseId, openingId, opened, mayOpen: await mayOpen(tx, caseId, caller.id) }
}

const explainMany = ({ pseudonym: who }: StaffCaller): Message =>
  message('alert.openings.many', { who, count: OPENED_A_DAY_MAX })
const explainSevere = ({ pseudonym: who }: StaffCaller): Message =>
  message('alert.openings.severe', { who, count: ALERTED_SEVERE })
