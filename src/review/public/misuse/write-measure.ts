import sql from 'sql-template-tag'
import { withholdWords } from '../../../enforcement/statements/withhold-words.ts'
import type { Queryable } from '../../../foundation/database/db.ts'
import { type PublicMessage, publicMessage } from '../../../foundation/messages/message.ts'

/** A warning or a pause as its sender learns of it. */
export interface ToldMeasure {
  id: string
  kind: 'warning' | 'pause'
  cause: 'unfounded' | 'illegal'
  marks: number
  submissions: number
  beginsAt: Date
  endsAt: Date | null
  endedAt: Date | null
  /** True once the time of a pause has passed. */
  isOver: boolean
  linkPart: string
  /** The state of the appeal against it. Null: there is none. */
  appeal: 'open' | 'upheld' | 'overturned' | null
  /** The reason of the judgement. */
  appealReason: string | null
  /** True while the sender may appeal: no appeal is open, and few were judged. */
  mayAppeal: boolean
}

export const TOLD_MEASURE = sql`measure.id, measure.kind, measure.cause, measure.marks, measure.submissions,
  measure.begins_at as "beginsAt", measure.ends_at as "endsAt", measure.ended_at as "endedAt",
  coalesce(measure.ends_at <= desk_now(), false) as "isOver", measure.link_part as "linkPart", against.state as appeal,
  may_appeal_measure(measure) as "mayAppeal", against.reason as "appealReason", list_withheld_words(null, against.judged_by, coalesce(against.reason, '')) as withheld`

/** Finds a measure of a sender who is not erased, without the names of people of the desk. */
export async function findToldMeasure(db: Queryable, id: string): Promise<ToldMeasure | undefined> {
  const found = await db.find<ToldMeasure & { withheld: readonly string[] }>(sql`
    select ${TOLD_MEASURE} from misuse_measure measure
      join misuse_sender sender on sender.id = measure.sender_id and sender.person_id is not null
      left join lateral (select * from misuse_appeal where measure_id = measure.id
        order by received_at desc, id desc limit 1) against on true
    where measure.id = ${id}`)
  if (found === undefined) return undefined
  const { withheld, ...measure } = found
  return { ...measure, appealReason: measure.appealReason && withholdWords(measure.appealReason, withheld, []) }
}

/** Lists the paragraphs that a sender reads: the reason, the effect until when, and the ways to contest it. Pure. */
export function listMeasureTexts(measure: ToldMeasure): PublicMessage[] {
  const { kind, cause, marks, submissions, beginsAt, endsAt, endedAt, isOver } = measure
  const figures = { marks, submissions }
  const begun =
    kind === 'pause' && endsAt !== null
      ? [
          publicMessage('publicSender.pause', { from: beginsAt, until: endsAt }),
          publicMessage('publicSender.unfounded', figures),
          publicMessage('publicSender.always'),
        ]
      : [
          publicMessage(`publicSender.${cause}`, figures),
          publicMessage(cause === 'illegal' ? 'publicSender.nextIllegal' : 'publicSender.nextUnfounded'),
        ]
  if (endedAt !== null) return [...begun, publicMessage(`publicSender.ended.${kind}`, { at: endedAt })]
  return [...begun, publicMessage(isOver ? 'publicSender.over' : 'publicSender.redress')]
}
