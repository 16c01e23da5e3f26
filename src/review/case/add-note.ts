import { createHash } from 'node:crypto'
import sql from 'sql-template-tag'
import type { Desk } from '../../policy/desk.ts'
import { actorKey } from '../../foundation/domain.ts'
import { message } from '../../foundation/messages/message.ts'
import { mayJudge } from '../../enforcement/end/end-appeals.ts'
import { queueEntry } from '../../ledger/queue-entry.ts'
import { AttemptLimit } from '../../foundation/bounds/attempt-limit.ts'
import { inTransaction, type Queryable } from '../../foundation/database/db.ts'
import { DeskError } from '../../foundation/errors.ts'
import { insertEvent } from '../../cases/queue/queries.ts'
import { queueAlert } from '../../alerts/alert.ts'
import { findMentioned } from './case-people.ts'
import { openCase } from './read-case.ts'
import { renderMessage } from '../../foundation/messages/render-message.ts'
import { HOUR_MS } from '../../foundation/durations.ts'

interface Note {
  caseId: string
  staffId: string
  text: string
  /** The pseudonyms of the people who are alerted. */
  mentions?: readonly string[]
}

const NOT_THEIRS = message('note.appeal')
/** The most mentions by one author within an hour: alerts call people away from their work. */
export const MENTIONS_AN_HOUR_MAX = 30

/** Bounds the mentions of each author, in this process. */
export const newMentionLimit = (): AttemptLimit => new AttemptLimit({ max: MENTIONS_AN_HOUR_MAX, windowMs: HOUR_MS })

/**
 * Adds a note to a case for later reviewers, and alerts the people whom it mentions. Notes can't be changed or deleted.
 * On an appeal's case, people with a part in its enforcement add none: their reasons are shown there already, without
 * their name.
 */
export async function addNote(desk: Desk, limit: AttemptLimit, note: Note): Promise<void> {
  const { caseId, staffId, text, mentions = [] } = note
  const by = { kind: 'staff', id: staffId } as const
  await inTransaction(desk.db, async (tx) => {
    const { subject, appealId } = await openCase(tx, caseId, staffId)
    if (appealId !== null && !(await mayJudge(tx, appealId, staffId))) throw new DeskError('not_allowed', NOT_THEIRS)
    const mentioned = (await findMentioned(tx, caseId, mentions)).filter(({ id }) => id !== staffId)
    const ids = mentioned.map(({ id }) => id)
    countMentions(limit, staffId, ids.length)
    const told = ids.length === 0 ? {} : { mentioned: ids }
    await insertEvent(tx, { caseId, kind: 'note', by: actorKey(by), detail: { text, ...told } })
    const noteHash = createHash('sha256').update(text).digest('hex')
    queueEntry(tx, { kind: 'case_noted', caseId, noteHash, ...told, by, subject })
    // Without the author: on a case that awaits an independent review their name is told later.
    const why = message('alert.mention', { caseId })
    const alerted = await listAlerted(tx, renderMessage(why), ids)
    for (const id of ids.filter((each) => !alerted.has(each))) {
      queueAlert(tx, { kind: 'mention', to: { staff: id }, why, subject })
    }
  })
}

function countMentions(limit: AttemptLimit, staffId: string, mentions: number): void {
  if (mentions === 0 || limit.admit(staffId, mentions)) return
  throw new DeskError('too_many', message('note.tooMany', { max: MENTIONS_AN_HOUR_MAX }))
}

/**
 * Lists those with an unseen alert of this text: another one would tell them no more. Two authors at the same moment
 * may each alert a person once.
 */
async function listAlerted(db: Queryable, why: string, ids: readonly string[]): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set()
  const rows = await db.list<{ id: string }>(sql`
    select to_staff as id from alert
    where to_staff = any (${ids}) and kind = 'mention' and seen_at is null and why = ${why}`)
  return new Set(rows.map(({ id }) => id))
}
