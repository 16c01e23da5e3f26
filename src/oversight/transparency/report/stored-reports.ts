import sql from 'sql-template-tag'
import { canonicalJson } from '../../../foundation/canonical.ts'
import { inTransaction, type Pool, type Queryable, type Tx } from '../../../foundation/database/db.ts'
import type { StaffCaller } from '../../../foundation/domain.ts'
import { DeskError } from '../../../foundation/errors.ts'
import { message } from '../../../foundation/messages/message.ts'
import type { CrossCheck } from '../../../ledger/checks/cross-check.ts'
import { queueEntry } from '../../../ledger/queue-entry.ts'
import type { ReportPeriod } from '../counts/read-counts.ts'
import { hashFiles, type TransparencyReport, writeFiles } from './build-report.ts'

declare module '../../../ledger/entries/entry-payload.ts' {
  interface LedgerEntries {
    transparencyReports: /** A person stored a transparency report, to be made final by two. The hash is over its files. */
      | { kind: 'transparency_report_stored'; reportId: string; from: string; to: string; hash: string }
      /** Two people made a transparency report final, or one person before. Its figures were computed; the hash is over its files. */
      | {
          kind: 'transparency_report_made'
          reportId: string
          from: string
          to: string
          hash: string
          changeId?: string
        }
  }
}

/** The roles that store a report, to be made final. */
const ROLES = ['policy', 'lead']

interface StoredReport extends ReportPeriod {
  id: string
  hash: string
  madeAt: Date
  /** Null: it waits for a change of two people. */
  finalAt: Date | null
  /** The change that made it final, or an open one that would. */
  changeId: string | null
  /** The people who made it final, by pseudonym. */
  finalBy: string[]
  /** The names of its parts. */
  parts: string[]
}

/** Stores a report as `storeReport` does, in a transaction of its own. */
export const storeAlone = (db: Pool, report: TransparencyReport, by: StaffCaller): Promise<StoredReport> =>
  inTransaction(db, async (tx) => (await storeReport(tx, report, by)).report)

/**
 * Stores a report with its files and its hash. Two people then make it final by a change. A report that is the same as a
 * stored one is that one; a later report of the same period stands beside it, because every published version stays public
 * for five years.
 */
export async function storeReport(
  tx: Tx,
  report: TransparencyReport,
  by: StaffCaller,
): Promise<{ created: boolean; report: StoredReport }> {
  if (!by.roles.some((role) => ROLES.includes(role))) throw new DeskError('not_allowed', message('transparency.role'))
  const files = writeFiles(report)
  const { from, to } = report.period
  const hash = hashFiles(files)
  const stored = await tx.find<StoredReport>(sql`
    insert into transparency_report (first_day, last_day, files, hash, made_by)
    values (${from}::date, ${to}::date, ${canonicalJson(files)}, decode(${hash}, 'hex'), ${by.id})
    on conflict (first_day, last_day, hash) do nothing
    returning ${COLUMNS}`)
  if (stored !== undefined) {
    const { id: reportId } = stored
    queueEntry(tx, { kind: 'transparency_report_stored', reportId, from, to, hash, by: { kind: 'staff', id: by.id } })
    return { created: true, report: stored }
  }
  const same = await tx.only<StoredReport>(sql`
    select ${COLUMNS} from transparency_report
    where first_day = ${from}::date and last_day = ${to}::date and hash = decode(${hash}, 'hex')`)
  return { created: false, report: same }
}

const COLUMNS = sql`transparency_report.id, to_char(first_day, 'YYYY-MM-DD') as "from", to_char(last_day, 'YYYY-MM-DD') as "to",
  encode(hash, 'hex') as hash, made_at as "madeAt", final_at as "finalAt",
  coalesce(change_id, (select max(open.id) from desk_change open where open.kind = 'transparency_report'
    and open.state = 'proposed' and open.body::jsonb ->> 'reportId' = transparency_report.id)) as "changeId",
  array(select pseudonym from staff where final_at is not null and (
      change_id is null and staff.id = transparency_report.made_by
      or staff.id = (select proposed_by from desk_change where id = change_id)
      or staff.id in (select staff_id from change_answer where change_answer.change_id = transparency_report.change_id
        and answer = 'agree')) order by 1) as "finalBy",
  array(select left(name, -length('.csv')) from jsonb_object_keys(files::jsonb) name
    order by length(split_part(name, '_', 1)), name) as parts`

/** The most reports of one list: two a year for as long as anyone asks. */
const LISTED_MAX = 200

/** Those that a list of reports has. */
export const REPORT_STATES = ['final', 'draft', 'all'] as const

/** Lists the stored reports in this state, the latest first. */
export const listReports = (db: Queryable, state: (typeof REPORT_STATES)[number]): Promise<StoredReport[]> =>
  db.list<StoredReport>(sql`
    select ${COLUMNS} from transparency_report
    where ${state} = 'all' or (final_at is not null) = (${state} = 'final') order by made_at desc, id desc limit ${LISTED_MAX}`)

/** Reads a stored report, with its files by name. */
export async function findReport(
  db: Queryable,
  id: string,
): Promise<(StoredReport & { files: Readonly<Record<string, string>> }) | undefined> {
  const found = await db.find<StoredReport & { files: string }>(sql`
    select ${COLUMNS}, files from transparency_report where id = ${id}`)
  return found && { ...found, files: JSON.parse(found.files) }
}

/**
 * Checks that each report has the hash and the period that the ledger has, and files that give this hash; further, the
 * person who stored it and the change that made it final. One without a change was stored and made final by one person,
 * before two people did that.
 */
export const REPORT_CHECK: CrossCheck = {
  table: 'transparency_report',
  rowsById: 'one',
  says: {
    transparency_report_stored: ({ reportId, from, to, hash, by }) => ({
      id: reportId,
      begins: true,
      row: { from, to, hash, by, change: null, isFinal: false },
    }),
    transparency_report_made: ({ reportId, from, to, hash, changeId, by }) => ({
      id: reportId,
      begins: changeId === undefined,
      row: { from, to, hash, change: changeId ?? null, isFinal: true, ...(changeId === undefined && { by }) },
    }),
  },
  rows: sql`
    select id, 1 as turn, to_char(first_day, 'YYYY-MM-DD') as "from", to_char(last_day, 'YYYY-MM-DD') as "to",
      encode(sha256(convert_to(files, 'UTF8')), 'hex') as hash, change_id as change, final_at is not null as "isFinal",
      'staff:' || made_by as by
    from transparency_report`,
  isKeptForever: true,
}
