import sql from 'sql-template-tag'
import type { Queryable } from '../../foundation/database/db.ts'

/** Of more reporters than this no more is counted: it says enough, and a case opens as fast. */
const COUNTED_MAX = 1_000
/** Of fewer reports that were decided nothing follows. */
const KNOWN_FROM = 3

/** What became of what a case's reporters reported before, of all of them together: nobody is named or told apart. */
export interface ReportersRecord {
  /** How many reporters it is counted of. */
  counted: number
  littleKnown: number
  oftenRight: number
  mixed: number
  oftenWrong: number
  /** Of their other reports, those that were decided. */
  decidedBefore: number
  /** Of those, the ones that led to something. */
  upheldBefore: number
}

export async function readReportersRecord(db: Queryable, caseId: string): Promise<ReportersRecord> {
  const { rows } = await db.query<ReportersRecord>(sql`
    select count(*)::integer as counted,
      (count(*) filter (where decided < ${KNOWN_FROM}))::integer as "littleKnown",
      (count(*) filter (where decided >= ${KNOWN_FROM} and upheld * 3 >= decided * 2))::integer as "oftenRight",
      (count(*) filter (where decided >= ${KNOWN_FROM} and upheld * 3 > decided and upheld * 3 < decided * 2))::integer as mixed,
      (count(*) filter (where decided >= ${KNOWN_FROM} and upheld * 3 <= decided))::integer as "oftenWrong",
      coalesce(sum(decided), 0)::integer as "decidedBefore", coalesce(sum(upheld), 0)::integer as "upheldBefore"
    from (
      select coalesce(record.decided, 0) - (mine.upheld is not null)::integer as decided,
        coalesce(record.upheld, 0) - coalesce(mine.upheld, false)::integer as upheld
      from (select reporter_id, upheld from case_reporter where case_id = ${caseId} limit ${COUNTED_MAX}) mine
      left join reporter_record record on record.reporter_id = mine.reporter_id) each`)
  const [record] = rows
  if (record === undefined) throw new Error('counting answered nothing')
  return record
}
