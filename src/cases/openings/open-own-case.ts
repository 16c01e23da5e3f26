import sql from 'sql-template-tag'
import { queueAlert } from '../../alerts/alert.ts'
import { ConnectorError } from '../../foundation/connector/connector.ts'
import { inAnsweredTransaction, inTransaction, type Pool, type Tx } from '../../foundation/database/db.ts'
import { actorKey, type Category, type StaffCaller, type Subject, subjectKey } from '../../foundation/domain.ts'
import { DeskError } from '../../foundation/errors.ts'
import { message } from '../../foundation/messages/message.ts'
import { queueEntry } from '../../ledger/queue-entry.ts'
import type { Desk } from '../../policy/desk.ts'
import { fetchFacts } from '../accounts/fetch-facts.ts'
import { retryAfterRace } from '../intake/commit-reports.ts'
import { insertEvent, queueClaimantLock } from '../queue/queries.ts'
import { joinOrOpenCase } from '../routing/open-case.ts'
import {
  countOpenedToday,
  insertOpening,
  isKnown,
  mayOpen,
  OPENED_A_DAY_MAX,
  type OpeningSource,
} from './opening-queries.ts'

const ALERT_AGAIN_AFTER_HOURS = 24

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
export async function openOwnCase(desk: Desk, opening: Opening): Promise<OpenedCase> {
  await requireSubject(desk, opening.subject)
  const store = () => inAnsweredTransaction(desk.db, (tx) => record(tx, desk.policies, opening))
  const outcome = await retryAfterRace(store)
  if (outcome !== 'too_many') return outcome
  await alertOpenings(desk.db, opening.by)
  throw new DeskError('too_many', message('opening.tooMany', { max: OPENED_A_DAY_MAX }))
}

/** Reads an unknown subject from the platform, so that no case is opened about a thing that does not exist. */
export async function requireSubject(desk: Desk, subject: Subject): Promise<void> {
  if (await isKnown(desk.db, subject)) return
  if ((await readSubject(desk, subject)) === undefined) {
    throw new DeskError('not_found', message('opening.noSubject', { subject: subjectKey(subject) }))
  }
}

/** Reads a subject from the platform and records its facts; undefined: there is no such subject. */
export async function readSubject(desk: Desk, subject: Subject) {
  try {
    return await fetchFacts(desk, subject)
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error
    throw new DeskError('unavailable', message('opening.unread'), {}, { cause: error })
  }
}

async function record(tx: Tx, policies: Desk['policies'], opening: Opening): Promise<OpenedCase | 'too_many'> {
  const { category, source, reason, reference, by: caller } = opening
  const by = { kind: 'staff', id: caller.id } as const
  const subject = subjectKey(opening.subject)
  queueClaimantLock(tx, caller.id)
  if ((await countOpenedToday(tx, caller.id)) >= OPENED_A_DAY_MAX) return 'too_many'
  const { id: caseId, opened } = await joinOrOpenCase(tx, policies, { subject, category, by })
  const openingId = await insertOpening(tx, { caseId, staffId: caller.id, source, reason, reference, opened })
  await insertEvent(tx, { caseId, kind: 'requested', by: actorKey(by), detail: { openingId } })
  queueEntry(tx, { kind: 'case_opened', openingId, caseId, category, source, reason, reference, opened, by, subject })
  return { caseId, openingId, opened, mayOpen: await mayOpen(tx, caseId, caller.id) }
}

/** Alerts the leads, once a day, about a person who tries to open more cases than one person may. */
async function alertOpenings(db: Pool, { id, pseudonym }: StaffCaller): Promise<void> {
  await inTransaction(db, async (tx) => {
    await tx.query(sql`select from staff where id = ${id} for no key update`)
    const why = `${pseudonym} tried to open more than ${OPENED_A_DAY_MAX} cases within 24 hours. Ask for the reason.`
    const known = await tx.find(sql`
      select from alert where kind = 'openings' and why = ${why}
        and at > desk_now() - ${ALERT_AGAIN_AFTER_HOURS} * interval '1 hour'`)
    if (known === undefined) queueAlert(tx, { kind: 'openings', to: { role: 'lead' }, why })
  })
}
