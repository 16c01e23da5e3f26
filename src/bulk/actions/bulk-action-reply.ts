import { message } from '../../foundation/messages/message.ts'
import { renderMessage } from '../../foundation/messages/render-message.ts'
import { type Static, Type } from 'typebox'
import type { Desk } from '../../policy/desk.ts'
import { ACTIONS, parseSubjectKey, type StaffCaller, staffKey } from '../../foundation/domain.ts'
import { BulkActionId, orNull, SubjectSchema, Timestamp } from '../../foundation/schemas/schemas.ts'
import { toIso } from '../../foundation/time/to-iso.ts'
import { nameActors } from '../../people/staff/name-actors.ts'
import { readStanding } from '../../people/staff/standing.ts'
import { BULK_ACTION_STATES, type BulkAction, findPause, readProgress, STOPPABLE } from './bulk-action-queries.ts'
import { countItems, listHighest } from './item-queries.ts'
import { listKeptFrom } from '../approve/kept-from.ts'
import { type Drawn, listDrawn } from '../approve/sample.ts'
import { mayNow, SENTENCES } from './why-not.ts'

const count = Type.Integer({ minimum: 0 })
const whyNot = (what: string) => orNull(Type.String(), `Why you can't ${what} now; null: you can.`)

const Asked = {
  action: Type.Enum([...ACTIONS]),
  label: orNull(Type.String()),
  durationMs: orNull(Type.Integer()),
  policyId: Type.String(),
  foundBy: Type.String({ description: 'How the set was found.' }),
  rationale: Type.String(),
  listHash: Type.String({
    description: 'SHA-256, in hex, of the subjects’ keys in the order of their bytes, one a line.',
  }),
  proposedBy: Type.String(),
  approvedBy: orNull(Type.String()),
  reach: Type.Integer({ description: 'People reached by the accounts concerned, each account once.' }),
  ordinary: Type.Integer({ description: 'Of which nothing more is asked.' }),
  guarded: Type.Integer({
    description: 'To which others must agree one by one: they fall out to enforcements of their own.',
  }),
  unseen: Type.Integer({ description: 'Nobody has looked at these yet.' }),
  highest: Type.Array(
    Type.Object({
      subject: SubjectSchema,
      handle: orNull(Type.String()),
      reach: orNull(Type.Integer(), 'Null: unknown.'),
      guarded: Type.Boolean(),
    }),
    { description: 'The ten that reach most.' },
  ),
  wrong: Type.Number({ description: 'Which share of what was drawn may break nothing.' }),
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
  texts: Type.Array(Type.String(), { description: 'Of a content its own, of an account its latest.' }),
  comments: Type.Array(Type.String(), { description: 'Of those who reported it.' }),
  conclusion: orNull(Type.Enum(['violation', 'no_violation']), 'What you made of it; null: nothing yet.'),
})

export const BulkActionReply = Type.Object({
  id: BulkActionId,
  state: Type.Enum([...BULK_ACTION_STATES]),
  subjects: count,
  proposedAt: Timestamp,
  expiresAt: Timestamp,
  movedAt: Timestamp,
  why: orNull(Type.String(), 'Why it is where it is, if anybody said.'),
  waitsFor: orNull(
    Type.Enum(['freeze', 'breaker']),
    'What keeps a running one waiting: a freeze of all harm, or a breaker that is open for it. Null: nothing does.',
  ),
  asked: orNull(
    Type.Object(Asked),
    'What is asked for, and by whom. Null: you are to judge what is drawn for you before you are told.',
  ),
  progress: orNull(
    Type.Object({
      stage: count,
      done: count,
      created: count,
      releasing: count,
      restored: count,
      appealed: count,
      fellOut: Type.Integer({ description: 'Ordinary when it was prepared, and no more when their turn came.' }),
      waiting: Type.Integer({ description: 'Of those that fell out, how many are yet to be asked for.' }),
      dropped: Type.Integer({ description: 'Whoever asked for it no longer may ask for these.' }),
    }),
  ),
  toJudge: Type.Integer({ description: 'How many are drawn for whoever judges.' }),
  sample: Type.Array(DrawnReply, { description: 'What was drawn for you.' }),
  you: Type.Object({
    judge: whyNot('judge what is drawn'),
    approve: whyNot('approve it'),
    decline: whyNot('decline it'),
    stop: whyNot('stop it'),
    continue: whyNot('have it go on'),
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
    Type.Object({ action: Asked.action, policyId: Type.String(), foundBy: Type.String(), proposedBy: Type.String() }),
  ),
})

const HIGHEST = 10

/** Returns the bulk action as this person may see it now. */
export async function bulkActionReply(
  desk: Desk,
  bulkAction: BulkAction,
  by: StaffCaller,
): Promise<Static<typeof BulkActionReply>> {
  const db = desk.restoreDb
  const [may, keptFrom, drawn, standing] = await Promise.all([
    mayNow(db, bulkAction.id, by.id),
    listKeptFrom(db, [bulkAction], by),
    listDrawn(db, bulkAction.id, by.id),
    readStanding(db, by.id),
  ])
  const kept = keptFrom.has(bulkAction.id)
  const told = kept ? null : await tellAsked(desk, bulkAction)
  const waitsFor = bulkAction.state === 'running' ? await findPause(db, bulkAction) : null
  const { sample, agree, decline } = may
  return {
    id: bulkAction.id,
    state: bulkAction.state,
    subjects: bulkAction.subjectCount,
    proposedAt: bulkAction.proposedAt.toISOString(),
    expiresAt: bulkAction.expiresAt.toISOString(),
    movedAt: bulkAction.movedAt.toISOString(),
    why: kept ? null : bulkAction.movedWhy,
    waitsFor,
    asked: told?.asked ?? null,
    progress: told?.progress ?? null,
    toJudge: Math.min(bulkAction.rules.sample, bulkAction.ordinaryCount),
    sample: drawn.map(tellDrawn),
    you: {
      judge: sample,
      approve: agree,
      decline,
      stop: STOPPABLE.includes(bulkAction.state)
        ? null
        : renderMessage(message('bulkAction.isState', { state: bulkAction.state })),
      continue: whyNotContinue(bulkAction, by, standing),
    },
  }
}

function whyNotContinue(
  { state }: BulkAction,
  { roles }: StaffCaller,
  standing: Awaited<ReturnType<typeof readStanding>>,
) {
  if (state !== 'looking') return renderMessage(message('bulkAction.notLooking'))
  if (!roles.some((role) => role === 'senior' || role === 'lead')) return renderMessage(SENTENCES.role)
  if (standing?.restricted) return renderMessage(SENTENCES.restricted)
  if (!standing?.onCall && (!standing?.onShift || standing.onBreak)) return renderMessage(SENTENCES.off_shift)
  return null
}

async function tellAsked({ restoreDb: db }: Desk, bulkAction: BulkAction) {
  const { id, action, label, durationMs, policyId, foundBy, rationale, listHash, approvedBy, rules } = bulkAction
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
      ...{ action, label, durationMs, policyId, foundBy, rationale, listHash },
      proposedBy: name(proposer),
      approvedBy: approver === null ? null : name(approver),
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

const tellDrawn = ({ subject, tags, texts, comments, createdAt, ...drawn }: Drawn): Static<typeof DrawnReply> => ({
  ...drawn,
  subject: parseSubjectKey(subject),
  tags: [...tags],
  texts: [...texts],
  comments: [...comments],
  createdAt: toIso(createdAt),
})
