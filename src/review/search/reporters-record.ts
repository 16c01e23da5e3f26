import { Type, type Static } from 'typebox'
import sql from 'sql-template-tag'
import type { Queryable } from '../../foundation/database/db.ts'

/** The most reporters that are counted: more hardly change the result, and a case must open fast. */
const COUNTED_MAX = 1_000
/** The decided reports from which a reporter's record counts. */
const KNOWN_FROM = 3
const FLAGGERS_MAX = 20
/** The past results of a case's reporters together: no reporter is named or identifiable. */
export const Reporters = Type.Object(
  {
    counted: Type.Integer({ description: 'The number of reporters that are counted.' }),
    littleKnown: Type.Integer({ description: 'The number of reporters with fewer than three decided reports.' }),
    oftenRight: Type.Integer({ description: 'The number of reporters with two thirds or more upheld.' }),
    mixed: Type.Integer(),
    oftenWrong: Type.Integer({ description: 'The number of reporters with a third or fewer upheld.' }),
    decidedBefore: Type.Integer({ description: 'The number of their other reports that were decided.' }),
    upheldBefore: Type.Integer({ description: 'The number of those that were upheld.' }),
    flaggers: Type.Array(Type.String(), {
      description: 'The names of trusted flaggers that reported it. They are organisations with a public status.',
    }),
  },
  {
    description:
      'The outcome of other reports of the same reporters, as sums without names, and the trusted flaggers among them.',
  },
)
export type ReportersRecord = Static<typeof Reporters>

export async function readReportersRecord(db: Queryable, caseId: string): Promise<ReportersRecord> {
  const record = await db.find<ReportersRecord>(sql`
    select count(*)::integer as counted,
      (count(*) filter (where decided < ${KNOWN_FROM}))::integer as "littleKnown",
      (count(*) filter (where decided >= ${KNOWN_FROM} and upheld * 3 >= decided * 2))::integer as "oftenRight",
      (count(*) filter (where decided >= ${KNOWN_FROM} and upheld * 3 > decided and upheld * 3 < decided * 2))::integer as mixed,
      (count(*) filter (where decided >= ${KNOWN_FROM} and upheld * 3 <= decided))::integer as "oftenWrong",
      coalesce(sum(decided), 0)::integer as "decidedBefore", coalesce(sum(upheld), 0)::integer as "upheldBefore",
      array(select distinct name from flagger_report sent join trusted_flagger on trusted_flagger.id = flagger_id
        where sent.case_id = ${caseId} order by name limit ${FLAGGERS_MAX}) as flaggers
    from (
      select coalesce(record.decided, 0) - (mine.upheld is not null)::integer as decided,
        coalesce(record.upheld, 0) - coalesce(mine.upheld, false)::integer as upheld
      from (select reporter_id, upheld from case_reporter where case_id = ${caseId} limit ${COUNTED_MAX}) mine
      left join reporter_record record on record.reporter_id = mine.reporter_id) each`)
  if (record === undefined) throw new Error('counting answered nothing')
  return record
}
