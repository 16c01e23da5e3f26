import sql from 'sql-template-tag'
import { queueAlert } from '../../alerts/alert.ts'
import { updateDesiredState } from '../desired-state/update-desired-state.ts'
import { lockSubjects } from '../desired-state/subject-state.ts'
import type { Desk } from '../../policy/desk.ts'
import { DESK } from '../../foundation/domain.ts'
import type { JournalLine } from '../../foundation/recovery-journal/journal-line.ts'
import { readJournalIfThere } from '../../foundation/recovery-journal/read-journal.ts'
import { inTransaction } from '../../foundation/database/db.ts'
import { lostMessage } from './alert-lost-past.ts'
import { recordLosses } from '../recovery/recovery-queries.ts'
import { toLoss } from '../recovery/subject-loss.ts'
import { queueTrouble } from '../effect/trouble.ts'
import { message } from '../../foundation/messages/message.ts'
import { renderMessage } from '../../foundation/messages/render-message.ts'

/** The most subjects that one transaction locks. */
const BATCH_SUBJECTS = 100
const NAMED_MAX = 10

/**
 * Compares the recovery journal with the database. A line under a generation that the database does not know means that
 * the database has lost part of its past. The subject is marked for attention, and the person on call is alerted once
 * for each batch. The journal's baseline is used when the desk next sends the subject's desired state. If the database
 * has a baseline of the subject, that is at once; if not, it is when a person next acts on the subject. Any number of
 * processes may run this at any time.
 */
export async function compareJournal(desk: Desk): Promise<void> {
  const lines = [...(await readJournalIfThere(desk.recoveryJournal.path)).values()].filter(
    ({ kind }) => kind === 'way_back',
  )
  for (let from = 0; from < lines.length; from += BATCH_SUBJECTS) {
    const ahead = await listAhead(desk, lines.slice(from, from + BATCH_SUBJECTS))
    if (ahead.length > 0) await passGenerations(desk, ahead)
  }
}

/** The journal lines of a generation that the database has not reached. */
async function listAhead({ db }: Desk, lines: readonly JournalLine[]): Promise<JournalLine[]> {
  const { rows } = await db.query<{ subject: string; generation: number }>(sql`
    select subject, generation from subject_state where subject = any (${lines.map(({ subject }) => subject)})`)
  const known = new Map(rows.map(({ subject, generation }) => [subject, generation]))
  return lines.filter(({ subject, generation }) => generation > (known.get(subject) ?? 0))
}

async function passGenerations(desk: Desk, lines: readonly JournalLine[]): Promise<void> {
  await inTransaction(desk.db, async (tx) => {
    const states = await lockSubjects(
      tx,
      lines.map(({ subject }) => subject),
    )
    await recordLosses(
      tx,
      lines.flatMap(({ subject, generation }) =>
        toLoss('journal', { subject, generation }, states.get(subject)?.generation ?? 0),
      ),
    )
    const passed: string[] = []
    for (const { subject, generation } of lines) {
      const state = states.get(subject)
      const why = renderMessage(lostMessage('journal', subject))
      if (state === undefined || state.generation >= generation || state.needsAttention === why) continue
      queueTrouble(tx, subject, why)
      // Without a baseline there is nothing to send, and drift detection must not take the subject for one on its way.
      if (state.baseline !== null) await updateDesiredState(tx, { ...state, generation }, DESK)
      passed.push(subject)
    }
    if (passed.length === 0) return
    const more = passed.length > NAMED_MAX ? message('alert.more', { count: passed.length - NAMED_MAX }) : ''
    const subjects = { as: 'commas', list: passed.slice(0, NAMED_MAX) } as const
    const why = message('alert.journal.generations', { subjects, more })
    queueAlert(tx, { kind: 'journal', to: 'on_call', why, ...(passed.length === 1 && { subject: passed[0] ?? '' }) })
  })
}
