import sql from 'sql-template-tag'
import { type Pool, REFUSED, sqlState, type Tx } from '../../foundation/database/db.ts'
import { DeskError, type ErrorCode } from '../../foundation/errors.ts'
import type { Desk } from '../../policy/desk.ts'
import { RECEIVED_IN_PAUSE } from '../../policy/misuse.ts'
import { type CheckedReport, checkReport } from '../intake/check-report.ts'
import type { ReportBody } from '../intake/report-body.ts'
import { OpenedMeanwhile } from '../intake/report-queries.ts'
import { listPauses, type RunningPause } from './misuse-queries.ts'

/** A report that is stored in a pause of its sender, and in no case. */
export interface PausedReport {
  receivedAt: Date
  pausedUntil: Date
}

interface Given {
  keyId: string
  report: CheckedReport
  receivedAt?: Date | undefined
}

/** Lists the pauses that these reports meet, by reporter. Reports of some categories meet none. */
export function listPausesOf(tx: Tx, given: readonly Given[]): Promise<ReadonlyMap<string, RunningPause>> {
  const reporterIds = given
    .filter(({ report: { body } }) => !RECEIVED_IN_PAUSE.includes(body.category))
    .map(({ report: { body } }) => body.reporterId)
  return reporterIds.length === 0 ? Promise.resolve(new Map()) : listPauses(tx, [...new Set(reporterIds)])
}

/** Finds the pause that a report meets. One that began after the desk received the report takes it no more. */
export function findPause(
  pauses: ReadonlyMap<string, RunningPause>,
  { report, receivedAt }: Given,
): RunningPause | undefined {
  const { category, reporterId } = report.body
  const pause = RECEIVED_IN_PAUSE.includes(category) ? undefined : pauses.get(reporterId)
  return pause !== undefined && receivedAt !== undefined && pause.beginsAt > receivedAt ? undefined : pause
}

/**
 * The most reports of one pause that are stored. Each further one is answered as they are, and not stored. Of so many
 * notices the words are stored. Twin of check_paused_notice in SQL.
 */
export const STORED_IN_PAUSE_MAX = 1_000

/**
 * Stores a report aside. Undefined: another report of this key has its id. Evidence keeps its hash in the body's alone.
 * Throws `OpenedMeanwhile` when the pause has just ended: a retry finds none.
 */
export async function storePaused(
  tx: Tx,
  { keyId, report }: Given,
  { measureId, endsAt }: RunningPause,
): Promise<PausedReport | undefined> {
  const { evidence: _evidence, ...body } = report.body
  try {
    await tx.query(sql`
      insert into paused_report (key_id, client_id, body_hash, measure_id, body)
      select ${keyId}, ${body.id}, ${report.bodyHash}, ${measureId}, ${JSON.stringify(body)}::jsonb
      where (select count(*) from (select from paused_report where measure_id = ${measureId}
        limit ${STORED_IN_PAUSE_MAX}) stored) < ${STORED_IN_PAUSE_MAX}
      on conflict (key_id, client_id) do nothing`)
  } catch (error) {
    throw sqlState(error) === REFUSED ? new OpenedMeanwhile() : error
  }
  const there = await tx.find<{ receivedAt: Date; isSame: boolean }>(sql`
    select received_at as "receivedAt", body_hash = ${report.bodyHash} as "isSame" from paused_report
    where key_id = ${keyId} and client_id = ${body.id}`)
  if (there?.isSame === false) return undefined
  return { receivedAt: there?.receivedAt ?? tx.now, pausedUntil: endsAt }
}

const REFUSED_FOR_GOOD: readonly ErrorCode[] = ['conflict', 'invalid_input']

/** The reports that one run of the job hands on. */
const HANDED_ON_AT_ONCE_MAX = 200

interface Waiting {
  keyId: string
  clientId: string
  bodyHash: Buffer
  body: ReportBody
  receivedAt: Date
}

/**
 * Hands the reports of an ended pause to the intake. Returns true when none is left. A crash between the two statements
 * stores none twice: the intake knows a report by its id.
 */
export async function handOn(
  desk: Pick<Desk, 'db'>,
  measureId: string,
  receive: (given: Required<Given>) => Promise<object>,
): Promise<boolean> {
  const waiting = await listWaiting(desk.db, measureId)
  for (const { keyId, clientId, bodyHash, body, receivedAt } of waiting) {
    try {
      // The hash of what was sent, so that the same report again is known.
      await receive({ keyId, report: { ...checkReport(body), bodyHash }, receivedAt })
    } catch (error) {
      // Such a report is refused for good: its sender may send another. After other errors the job runs again.
      if (!(error instanceof DeskError) || !REFUSED_FOR_GOOD.includes(error.code)) throw error
    }
    await desk.db.query(sql`delete from paused_report where key_id = ${keyId} and client_id = ${clientId}`)
  }
  return waiting.length < HANDED_ON_AT_ONCE_MAX
}

const listWaiting = (db: Pool, measureId: string): Promise<Waiting[]> =>
  db.list<Waiting>(sql`
    select key_id as "keyId", client_id as "clientId", body_hash as "bodyHash", body, received_at as "receivedAt"
    from paused_report where measure_id = ${measureId} order by received_at, client_id limit ${HANDED_ON_AT_ONCE_MAX}`)
