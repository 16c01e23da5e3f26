import sql from 'sql-template-tag'
import { commitAlone, receiveChecked } from '../../../cases/intake/receive-report.ts'
import { queueSenderJob } from '../../../cases/misuse/decide-measure.ts'
import { handOn } from '../../../cases/misuse/paused-reports.ts'
import { inTransaction, type Tx } from '../../../foundation/database/db.ts'
import { finishJob, type Job, queueJobs } from '../../../foundation/jobs.ts'
import type { Desk } from '../../../policy/desk.ts'
import { queueLetter, SENDER_LETTERS } from '../letters/letter-queries.ts'

/** The notices that one run of the job hands on. */
const NOTICES_AT_ONCE_MAX = 500

interface Told {
  kind: 'warning' | 'pause'
  isEnded: boolean
  isUpheld: boolean
  /** The latest row of the sender with a confirmed address, of an accepted notice first: its letters are kept longer. Null: none is known, so the platform tells them. */
  correspondentId: string | null
  /** The letters that were stored before. */
  written: readonly string[]
}

/**
 * Notifies a sender of a warning or a pause, of its end and of an appeal that changed nothing, each once. After the early
 * end of a pause it hands on what was stored in it. May run twice: a letter of each kind is stored once.
 */
export async function notifySender(desk: Desk, job: Job): Promise<void> {
  const measureId = job.key
  const told = await inTransaction(desk.db, async (tx) => {
    const found = await findTold(tx, measureId)
    if (found !== undefined) queueLetters(tx, measureId, found)
    return found
  })
  if (told?.kind === 'pause' && told.isEnded && !(await handOnAll(desk, measureId)))
    return inTransaction(desk.db, async (tx) => queueSenderJob(tx, measureId))
  await finishJob(desk.db, job)
}

const findTold = (tx: Tx, measureId: string): Promise<Told | undefined> =>
  tx.find<Told>(sql`
    select measure.kind, measure.ended_at is not null as "isEnded",
      exists (select from misuse_appeal where measure_id = measure.id and state = 'upheld') as "isUpheld",
      (select correspondent.id from misuse_sender sender join notice_sender named on named.id = sender.person_id
          join correspondent on correspondent.mark = named.mark and confirmed_at is not null
        where sender.id = measure.sender_id and sender.kind = 'reporter'
        order by exists (select from notice where correspondent_id = correspondent.id and accepted_at is not null) desc,
          correspondent.made_at desc limit 1) as "correspondentId",
      array(select kind from letter where measure_id = measure.id) as written
    from misuse_measure measure where measure.id = ${measureId}`)

function queueLetters(tx: Tx, measureId: string, { kind, isEnded, isUpheld, correspondentId, written }: Told): void {
  if (correspondentId === null) return
  // An ended measure is told once, with its end: the letter of its begin may be deleted by now.
  const due = {
    sender_warning: kind === 'warning' && !isEnded,
    sender_pause: kind === 'pause' && !isEnded,
    sender_end: isEnded,
  }
  for (const letter of SENDER_LETTERS)
    if ((letter === 'sender_upheld' ? isUpheld : due[letter]) && !written.includes(letter))
      queueLetter(tx, { kind: letter, correspondentId, measureId })
}

/** Hands the stored reports and notices to the intake. Returns true when none is left. */
async function handOnAll(desk: Desk, measureId: string): Promise<boolean> {
  const commit = commitAlone(desk)
  const isDone = await handOn(desk, measureId, ({ keyId, report, receivedAt }) =>
    receiveChecked((given) => commit({ ...given, receivedAt }), keyId, report),
  )
  return inTransaction(desk.db, async (tx) => {
    const notices = await tx.listValues<string>(sql`
      update notice set paused_by = null
      where id in (select id from notice where paused_by = ${measureId} and accepted_at is null limit ${NOTICES_AT_ONCE_MAX})
      returning id`)
    queueJobs(
      tx,
      'notice',
      notices.map((key) => ({ key, priority: 'notice' })),
    )
    return isDone && notices.length < NOTICES_AT_ONCE_MAX
  })
}
