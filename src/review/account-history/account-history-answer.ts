import { type Static, Type } from 'typebox'
import { writePosition } from '../../foundation/database/page-cursor.ts'
import { ACTIONS, CONCLUSIONS, ENFORCEMENT_STATES, parseSubjectKey, RESTORE_CAUSES } from '../../foundation/domain.ts'
import { CaseId, EnforcementId, orNull, Page, SubjectSchema, Timestamp } from '../../foundation/schemas/schemas.ts'
import { OwnActionReply } from '../../policy/items/own-action-reply.ts'
import { Account } from '../case/case-queries.ts'
import type { Strikes } from '../strikes/read-strikes.ts'
import { StrikesReply } from '../strikes/strikes-reply.ts'
import type { AccountHistory, HistoryEntry } from './account-history.ts'
import { CASE_TURNS } from './account-history-queries.ts'

const Text = Type.String()
const By = Type.String({ description: 'A pseudonym, key:ID, or desk.' })
const ByOrLater = orNull(Type.String({ description: 'Null: withheld until your own review.' }))

const Decision = Type.Object({
  kind: Type.Literal('decision'),
  id: Text,
  at: Timestamp,
  caseId: CaseId,
  subject: SubjectSchema,
  conclusion: Type.Enum(CONCLUSIONS),
  policyId: orNull(Text),
  rationale: Text,
  by: By,
})

const CaseTurn = Type.Object({
  kind: Type.Literal('case'),
  id: Text,
  turn: Type.Enum([...CASE_TURNS]),
  at: Timestamp,
  caseId: CaseId,
  subject: SubjectSchema,
  by: ByOrLater,
  why: orNull(Type.String({ description: 'Why it came back.' })),
})

const Reports = Type.Object({
  kind: Type.Literal('reports'),
  id: Text,
  at: { ...Timestamp, description: 'The beginning of the day, in UTC.' },
  count: Type.Integer({ description: 'The number of that day.' }),
})

const Move = Type.Object({
  from: orNull(Type.Enum([...ENFORCEMENT_STATES])),
  to: Type.Enum([...ENFORCEMENT_STATES]),
  by: ByOrLater,
  at: Timestamp,
})

const Enforcement = Type.Object({
  kind: Type.Literal('enforcement'),
  id: EnforcementId,
  at: { ...Timestamp, description: 'The time of the proposal.' },
  subject: SubjectSchema,
  caseId: orNull(CaseId),
  action: orNull(Type.Enum([...ACTIONS]), 'The action. Null: withheld until your own review.'),
  own: OwnActionReply,
  label: orNull(Text),
  durationMs: orNull(Type.Integer()),
  policyId: orNull(Text),
  state: Type.Enum([...ENFORCEMENT_STATES]),
  moves: Type.Array(Move, { description: 'The changes of state, oldest first.' }),
  restore: orNull(
    Type.Object({
      cause: Type.Enum([...RESTORE_CAUSES]),
      by: ByOrLater,
      reason: orNull(Text),
      askedAt: Timestamp,
      restoredAt: orNull(Timestamp),
    }),
  ),
})

const Entry = Type.Union([Decision, CaseTurn, Reports, Enforcement])

/** An account's facts, its counts, and one page of its history. */
export const AccountHistoryAnswer = Type.Object({
  account: orNull(Account),
  counts: Type.Object(
    {
      violations: Type.Integer({
        description: 'The number of decisions that it or one of its contents violated a policy.',
      }),
      reports: Type.Integer(),
      enforcements: Type.Record(Type.String(), Type.Integer(), { description: 'The number in each state now.' }),
    },
    { description: 'The counts. Violations and reports cover the cases that you may open.' },
  ),
  strikes: Type.Object(StrikesReply.properties, { description: 'The strikes of the account.' }),
  history: Page(Entry),
})
export type AccountHistoryAnswer = Static<typeof AccountHistoryAnswer>

export function toHistoryAnswer(
  { account, counts, entries, more }: AccountHistory,
  strikes: Strikes,
): AccountHistoryAnswer {
  const last = entries.at(-1)
  return {
    account: account ?? null,
    counts,
    strikes,
    history: { items: entries.map(toEntry), nextCursor: more && last !== undefined ? writePosition(last) : null },
  }
}

const toEntry = (entry: HistoryEntry): Static<typeof Entry> =>
  entry.kind === 'reports' ? entry : { ...entry, subject: parseSubjectKey(entry.subject) }
