import { message, type Text } from '../../foundation/messages/message.ts'
import { type Static, Type } from 'typebox'
import type { Desk } from '../../policy/desk.ts'
import { ACTIONS, actorKey, DESK, parseSubjectKey, type StaffCaller, staffKey } from '../../foundation/domain.ts'
import { BulkActionId, orNull, SubjectSchema, Timestamp } from '../../foundation/schemas/schemas.ts'
import { nameActors } from '../../people/staff/name-actors.ts'
import { readStanding } from '../../people/staff/standing.ts'
import { BULK_ACTION_STATES, type BulkAction, findPause, readProgress, STOPPABLE } from './bulk-action-queries.ts'
import { countItems, listHighest } from './item-queries.ts'
import { listAppealed, listKeptFrom } from '../approve/kept-from.ts'
import { type Drawn, listDrawn } from '../approve/sample.ts'
import { listPartRefusals, SENTENCES } from './find-refusal.ts'
import { knownText } from '../../foundation/messages/known-text.ts'
import { said } from '../../foundation/schemas/said.ts'
import { OwnActionReply, ownActionReply } from '../../policy/items/own-action-reply.ts'

const count = Type.Integer({ minimum: 0 })
const refusalReason = (what: string) => orNull(said(), `The reason why you cannot ${what} now. Null: you can.`)

const HIDDEN_FROM_JUDGES = 'Null: withheld until you conclude on an appeal against one of its enforcements.'

const Asked = {
  action: Type.Enum([...ACTIONS]),
  own: OwnActionReply,
  label: orNull(Type.String()),
  durationMs: orNull(Type.Integer()),
  policyId: Type.String(),
  foundBy: Type.String({ description: 'The way in which the set was found.' }),
  rationale: orNull(Type.String(), HIDDEN_FROM_JUDGES),
  listHash: Type.String({
    description: 'The SHA-256, in hex, of the keys of the subjects, sorted by bytes, one in each line.',
  }),
  proposedBy: orNull(Type.String(), HIDDEN_FROM_JUDGES),
  approvedBy: orNull(Type.String()),
  reach: Type.Integer({ description: 'The sum of the reach of the accounts concerned, each account counted once.' }),
  ordinary: Type.Integer({ description: 'The number of subjects that need no other person.' }),
  guarded: Type.Integer({
    description: 'The number of subjects that need approval one by one: each gets an enforcement of its own.',
  }),
  unseen: Type.Integer({ description: 'The number of subjects that no person has reviewed.' }),
  highest: Type.Array(
    Type.Object({
      subject: SubjectSchema,
      handle: orNull(Type.String()),
      reach: orNull(Type.Integer(), 'The value. Null: unknown.'),
      guarded: Type.Boolean(),
    }),
    { description: 'The ten subjects with the highest reach.' },
  ),
  wrong: Type.Number({ description: 'The share of the sample that may be found without a violation.' }),
  stages: Type.Array(Type.Object({ share: Type.Number(), look: Type.Boolean() })),
}

const DrawnReply = Type.Object({
  place: Type.Integer(),
  subject: SubjectSchema,
  accountId: orNull(Type.String()),
  handle: orNull(Type.String()),
  displayName: orNull(Type.String()),
  reach: orNull(Type.Integer()),
  verified: orNull(Type.Boolean()),
  tags: Type.Array(Type.String()),
  createdAt: orNull(Timestamp),
  texts: Type.Array(Type.String(), { description: 'The text of the content, or the latest texts of the account.' }),
  comments: Type.Array(Type.String(), { description: 'The comments of the reporters.' }),
  conclusion: orNull(Type.Enum(['violation', 'no_violation']), 'Your conclusion. Null: none yet.'),
})

export const BulkActionReply = Type.Object({
  id: BulkActionId,
  state: Type.Enum([...BULK_ACTION_STATES]),
  subjects: count,
  proposedAt: Timestamp,
  expiresAt: Timestamp,
  movedAt: Timestamp,
  why: orNull(said(), 'The reason for the last step. Null: none was given.'),
  waitsFor: orNull(
    Type.Enum(['freeze', 'breaker']),
    'The cause of its waiting: freeze or breaker. Null: it does not wait.',
  ),
  asked: orNull(Type.Object(Asked), 'The action and its proposer. Null: withheld until you have judged your sample.'),
  progress: orNull(
    Type.Object({
      stage: count,
      done: count,
      created: count,
      releasing: count,
      restored: count,
      appealed: count,
      fellOut: Type.Integer({
        description: 'The number that was ordinary at preparation and no longer when its turn came.',
      }),
      waiting: Type.Integer({ description: 'The number of those that are still to be proposed one by one.' }),
      dropped: Type.Integer({ description: 'The number that the proposer may no longer propose.' }),
    }),
  ),
  toJudge: Type.Integer({ description: 'The size of the sample.' }),
  sample: Type.Array(DrawnReply, { description: 'The sample that was drawn for you.' }),
  you: Type.Object({
    judge: refusalReason('judge the sample'),
    approve: refusalReason('approve it'),
    decline: refusalReason('decline it'),
    stop: refusalReason('stop it'),
    continue: refusalReason('continue it'),
  }),
})

export const BulkActionItem = Type.Object({
  id: BulkActionId,
  state: Type.Enum([...BULK_ACTION_STATES]),
  subjects: count,
  ordinary: count,
  done: count,
  proposedAt: Timestamp,
  asked: orNull(
    Type.Object({
      action: Asked.action,
      own: Asked.own,
      policyId: Type.String(),
      foundBy: Type.String(),
      proposedBy: orNull(Type.String(), HIDDEN_FROM_JUDGES),
    }),
  ),
})

const HIGHEST = 10

/** Returns the bulk action as this person may see it now, without parts that they must judge first. */
export async function bulkActionReply(
  desk: Desk,
  bulkAction: BulkAction,
  by: StaffCaller,
): Promise<Static<typeof BulkActionReply>> {
  const db = desk.restoreDb
  const [may, listHiddenActors, appealed, drawn, standing] = await Promise.all([
    listPartRefusals(db, bulkAction.id, by.id),
    listKeptFrom(db, [bulkAction], by),
    listAppealed(db, [bulkAction], by),
    listDrawn(db, bulkAction.id, by.id),
    readStanding(db, by.id),
  ])
  const kept = listHiddenActors.has(bulkAction.id)
  const isAppealed = appealed.has(bulkAction.id)
  const told = kept ? null : await proposalReply(desk, bulkAction, isAppealed)
  const waitsFor = bulkAction.state === 'running' ? await findPause(db, bulkAction) : null
  const { sample, agree, decline } = may
  return {
    id: bulkAction.id,
    state: bulkAction.state,
    subjects: bulkAction.subjectCount,
    proposedAt: bulkAction.proposedAt,
    expiresAt: bulkAction.expiresAt,
    movedAt: bulkAction.movedAt,
    why: kept || isAppealed ? null : reasonOf(bulkAction),
    waitsFor,
    asked: told?.asked ?? null,
    progress: told?.progress ?? null,
    toJudge: Math.min(bulkAction.rules.sample, bulkAction.ordinaryCount),
    sample: drawn.map(drawnReply),
    you: {
      judge: sample,
      approve: agree,
      decline,
      stop: STOPPABLE.includes(bulkAction.state) ? null : message('bulkAction.isState', { state: bulkAction.state }),
      continue: findContinueRefusal(bulkAction, by, standing),
    },
  }
}

/** The desk's own reason is told in the reader's language, and a person's as they wrote it. */
const reasonOf = ({ movedBy, movedWhy }: BulkAction): Text | null =>
  movedWhy !== null && movedBy === actorKey(DESK) ? knownText(movedWhy, ['alert.bulk.']) : movedWhy

function findContinueRefusal(
  { state }: BulkAction,
  { roles }: StaffCaller,
  standing: Awaited<ReturnType<typeof readStanding>>,
) {
  if (state !== 'looking') return message('bulkAction.notLooking')
  if (!roles.some((role) => role === 'senior' || role === 'lead')) return SENTENCES.role
  if (standing?.restricted) return SENTENCES.restricted
  if (!standing?.onCall && (!standing?.onShift || standing.onBreak)) return SENTENCES.off_shift
  return null
}

async function proposalReply({ restoreDb: db }: Desk, bulkAction: BulkAction, isAppealed: boolean) {
  const { id, action, ownAction, label, durationMs, policyId, foundBy, rationale, listHash, approvedBy, rules } =
    bulkAction
  const proposer = staffKey(bulkAction.proposedBy)
  const approver = approvedBy === null ? null : staffKey(approvedBy)
  const [items, highest, progress, name] = await Promise.all([
    countItems(db, id),
    listHighest(db, id, HIGHEST),
    readProgress(db, bulkAction),
    nameActors(db, [proposer, ...(approver === null ? [] : [approver])]),
  ])
  const { stage, done, acted: created, releasing, restored, appealed, hits } = progress
  return {
    asked: {
      ...{ action, label, durationMs, policyId, foundBy, listHash },
      rationale: isAppealed ? null : rationale,
      own: ownActionReply(ownAction),
      proposedBy: isAppealed ? null : name(proposer),
      approvedBy: approver === null || isAppealed ? null : name(approver),
      reach: bulkAction.reachSum,
      ordinary: items.ordinary,
      guarded: items.guarded,
      unseen: items.unseen,
      highest: highest.map(({ subject, ...one }) => ({ ...one, subject: parseSubjectKey(subject) })),
      wrong: rules.wrong,
      stages: rules.stages.map(({ share, look }) => ({ share, look })),
    },
    progress:
      bulkAction.approvedAt === null
        ? null
        : {
            ...{ stage, done, created, releasing, restored, appealed },
            fellOut: hits,
            waiting: items.waiting,
            dropped: items.dropped,
          },
  }
}

const drawnReply = ({ subject, tags, texts, comments, ...drawn }: Drawn): Static<typeof DrawnReply> => ({
  ...drawn,
  subject: parseSubjectKey(subject),
  tags: [...tags],
  texts: [...texts],
  comments: [...comments],
})
