import sql from 'sql-template-tag'
import { type Static, Type } from 'typebox'
import type { Queryable } from '../../foundation/database/db.ts'
import { type StaffCaller, staffKey } from '../../foundation/domain.ts'
import { message } from '../../foundation/messages/message.ts'
import { LANGUAGES, type Language, type Reader, renderText } from '../../foundation/messages/render-message.ts'
import { readStored } from '../../foundation/messages/stored-text.ts'
import { said } from '../../foundation/schemas/said.ts'
import { ChangeId, orNull, ReportOfPeriodId, Timestamp } from '../../foundation/schemas/schemas.ts'
import { nameActors } from '../../people/staff/name-actors.ts'
import { RULE_SETS, type RuleSetName } from '../../policy/rule-sets.ts'
import { ERASABLE_PERSONS, listErasedBy } from '../erasure/erasure-queries.ts'
import { type ChangeRefusal, refusalMessage } from './answer-rights.ts'
import { changeAnnouncement } from './apply-change.ts'
import { type Change, type ChangeAnswer, listChangeAnswers, storedOf } from './change-queries.ts'
import { CHANGE_STATES } from './change-state.ts'
import { CHANGE_KINDS, DIRECTIONS } from './wanted.ts'

const refusalReason = Type.Union([said(), Type.Null()])

export const ChangeReply = Type.Object({
  id: ChangeId,
  kind: Type.Enum([...CHANGE_KINDS]),
  ruleSet: Type.Union([Type.Enum([...RULE_SETS]), Type.Null()], {
    description: 'The rule set, for a new version of one. Else null.',
  }),
  erases: Type.Union([Type.Object({ person: Type.Enum([...ERASABLE_PERSONS]), id: Type.String() }), Type.Null()], {
    description: 'The person whose data the change erases, until it is erased. Else null.',
  }),
  reportId: orNull(ReportOfPeriodId, 'The transparency report that the change makes final. Else null.'),
  direction: Type.Enum([...DIRECTIONS], {
    description: 'The direction. stricter takes one person; any other takes a second.',
  }),
  says: Type.String({
    description: 'The change in words, in the language that you accept where the desk has it in that language.',
  }),
  language: Type.Enum([...LANGUAGES], { description: 'The language of says.' }),
  reason: said(),
  state: Type.Enum([...CHANGE_STATES]),
  proposedBy: Type.String(),
  proposedAt: Timestamp,
  expiresAt: Timestamp,
  takesEffectAt: Type.Union([Timestamp, Type.Null()], {
    description: 'The time at which an agreed, delayed change takes effect unless it is stopped. Null: not delayed.',
  }),
  movedBy: Type.String(),
  movedAt: Timestamp,
  answers: Type.Array(
    Type.Object({
      by: Type.String(),
      answer: Type.Enum(['agree', 'decline']),
      reason: refusalReason,
      at: Timestamp,
    }),
  ),
  mine: Type.Object(
    { agree: refusalReason, decline: refusalReason, stop: refusalReason },
    { description: 'The acts of the caller: null where they may act now, else the reason why not.' },
  ),
})

export const ruleSetOf = ({ kind, body }: Pick<Change, 'kind' | 'body'>): RuleSetName | null =>
  kind === 'rule_set' ? JSON.parse(body).name : null

/** Returns changes as this person may see them, with people by their pseudonyms. */
export async function toChangeReplies(
  db: Queryable,
  changes: readonly Change[],
  { id: staffId, roles }: StaffCaller,
  reader: Reader,
): Promise<Static<typeof ChangeReply>[]> {
  const forAdmins = roles.includes('admin') ? new Set<string>() : await listHiddenEnds(db, changes)
  const forConcluded = await listHiddenCorrections(db, changes, staffId)
  const ids = changes.map(({ id }) => id)
  const erased = await listErasedBy(db, changes)
  const [answers, mine] = [await listChangeAnswers(db, ids), await listMine(db, ids, staffId)]
  const actors = changes.flatMap(({ proposedBy, movedBy }) => [staffKey(proposedBy), movedBy])
  const name = await nameActors(db, [...actors, ...answers.map((answer) => staffKey(answer.staffId))])
  const reasonIn = ({ id }: Change, reason: string) =>
    forAdmins.has(id) ? FOR_ADMINS : forConcluded.has(id) ? AFTER_CONCLUSION : reason
  const toAnswer = (change: Change, { staffId: by, answer, reason, signedAt }: ChangeAnswer) => ({
    ...{ by: name(staffKey(by)), answer, reason: reason === null ? null : reasonIn(change, reason) },
    at: signedAt,
  })
  return changes.map((change) => ({
    id: change.id,
    kind: change.kind,
    ruleSet: ruleSetOf(change),
    erases: erased.get(change.id) ?? null,
    reportId: change.kind === 'transparency_report' ? JSON.parse(change.body).reportId : null,
    direction: change.direction,
    ...phraseChange(change, forAdmins.has(change.id) || forConcluded.has(change.id), reader),
    reason: reasonIn(change, change.reason),
    state: change.state,
    proposedBy: name(staffKey(change.proposedBy)),
    proposedAt: change.proposedAt,
    expiresAt: change.expiresAt,
    takesEffectAt: change.takesEffectAt,
    movedBy: name(change.movedBy),
    movedAt: change.movedAt,
    answers: answers.filter(({ changeId }) => changeId === change.id).map((answer) => toAnswer(change, answer)),
    mine: mine.get(change.id) ?? { agree: null, decline: null, stop: null },
  }))
}

function phraseChange(change: Change, isHidden: boolean, reader: Reader): { says: string; language: Language } {
  if (isHidden) return { says: renderText(changeAnnouncement(change), reader.language), language: reader.language }
  const { text, language } = readStored(storedOf(change), reader)
  return { says: text, language }
}

const FOR_ADMINS = message('described.forAdmins')
const AFTER_CONCLUSION = message('described.afterConclusion')

/**
 * Lists the changes that would reveal a date which only administrators may know: the end of an involuntary departure.
 */
async function listHiddenEnds(db: Queryable, changes: readonly Change[]): Promise<Set<string>> {
  const ends = changes.filter(({ kind }) => kind === 'end_later').map(({ id }) => id)
  if (ends.length === 0) return new Set()
  const ids = await db.listValues<string>(sql`
    select desk_change.id from desk_change join staff on staff.id = desk_change.body::jsonb ->> 'staffId'
    where desk_change.id = any (${ends}) and staff.notice_kind = 'involuntary'`)
  return new Set(ids)
}

/** Lists the corrections of records about which this person may judge an open appeal, and has not concluded. */
async function listHiddenCorrections(db: Queryable, changes: readonly Change[], staffId: string): Promise<Set<string>> {
  const corrections = changes.filter(({ kind }) => kind === 'settlement_correction').map(({ id }) => id)
  if (corrections.length === 0) return new Set()
  const ids = await db.listValues<string>(sql`
    select id from desk_change
    where id = any (${corrections}) and hides_settlement(${staffId}, body::jsonb ->> 'settlementId')`)
  return new Set(ids)
}

async function listMine(db: Queryable, ids: readonly string[], staffId: string) {
  type Row = { id: string; others: string[] } & Record<'agree' | 'decline' | 'stop', ChangeRefusal | null>
  const { rows } = await db.query<Row>(sql`
    select id, agree, change_answer_refusal(id, ${staffId}, 'decline') as decline,
      change_answer_refusal(id, ${staffId}, 'stop') as stop,
      case when agree = 'pair' then list_other_change_approvers(id) else '{}' end as others
    from desk_change cross join lateral change_answer_refusal(id, ${staffId}, 'agree') agree where id = any (${ids})`)
  return new Map(
    rows.map(({ id, agree, decline, stop, others }) => [
      id,
      { agree: refusalMessage(agree, others), decline: refusalMessage(decline), stop: refusalMessage(stop) },
    ]),
  )
}
