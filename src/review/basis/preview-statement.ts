import { deriveFacts } from '../../enforcement/statements/derive-facts.ts'
import { type Rendered, renderStatement } from '../../enforcement/statements/render-statement.ts'
import type { DecisionBasis, StatementFacts, StatementSource } from '../../enforcement/statements/statement-facts.ts'
import { inTransaction } from '../../foundation/database/db.ts'
import { parseSubjectKey, type StaffCaller } from '../../foundation/domain.ts'
import { DeskError } from '../../foundation/errors.ts'
import { message } from '../../foundation/messages/message.ts'
import { statementPageOf } from '../../foundation/outgoing/statement-link.ts'
import { invalidField } from '../../foundation/schemas/invalid-field.ts'
import type { Desk } from '../../policy/desk.ts'
import { type ActionDraft, planActions } from '../decide/decision-draft.ts'
import { findCaseHold } from '../preview/preview.ts'
import { type CaseSource, findCaseSource } from './basis-queries.ts'
import { checkBasis } from './check-basis.ts'

interface Asked {
  caseId: string
  policyId: string
  by: StaffCaller
}

/** The ids of a statement and an enforcement that do not exist yet. */
const UNMADE = { statementId: 'stm_0', linkPart: null, enforcementId: 'enf_0', silentUntil: null } as const

/** Returns the facts of a statement by the policy, the reports and the content alone, for the reviewer to complete. */
export async function prefillBasis(desk: Desk, asked: Asked): Promise<StatementFacts> {
  if (!desk.policies.policies.has(asked.policyId)) throw unknownPolicy(desk)
  const { source, now } = await readHeld(desk, asked, '')
  const usual = { action: 'warn', label: null, ownAction: null, countries: null, endsAt: null, basis: null } as const
  return deriveFacts({ ...sourceOf(asked, source, now), ...usual, subject: source.subject }, desk.policies)
}

/** Renders the statement that a decision would lead to, by the functions that render the real one. */
export async function previewStatement(
  desk: Desk,
  asked: Asked & { action: ActionDraft; basis?: DecisionBasis | undefined },
): Promise<Rendered & { facts: StatementFacts }> {
  const { policyId, basis, action } = asked
  const { source, now } = await readHeld(desk, asked, `${basis?.explanation ?? ''} ${basis?.facts ?? ''}`.trim())
  const draft = { draftId: '', conclusion: 'violation', policyId, rationale: '', actions: [action] } as const
  const reviewed = { subject: parseSubjectKey(source.subject), accountId: source.accountId }
  const { actions, policy } = planActions(desk.policies, draft, reviewed)
  const [planned] = actions
  if (planned === undefined || policy === undefined) throw new Error('a plan of one action has none')
  checkBasis(desk.policies, policy, { conclusion: 'violation', basis })
  const { durationMs, subject, label, countries, ownAction = null } = planned
  const kind = planned.action === 'warn' ? 'warning' : 'restriction'
  const facts = deriveFacts(
    {
      ...sourceOf(asked, source, now),
      ...{ kind, subject, label, countries, ownAction, action: planned.action, basis: basis ?? null },
      endsAt: durationMs === null ? null : new Date(now.getTime() + durationMs),
    },
    desk.policies,
  )
  return { facts, ...renderStatement(desk.policies, { ...UNMADE, subject, facts, page: statementPageOf(desk) }) }
}

const unknownPolicy = ({ policies }: Desk): DeskError =>
  invalidField('policyId', message('field.oneOf', { values: { as: 'or', list: [...policies.policies.keys()] } }))

/** Reads a case that this person holds. */
async function readHeld(desk: Desk, { caseId, by }: Asked, stated: string): Promise<{ source: CaseSource; now: Date }> {
  return inTransaction(desk.db, async (tx) => {
    if ((await findCaseHold(tx, caseId, by.id)) === undefined)
      throw new DeskError('not_allowed', message('basis.notHeld', { caseId }))
    const source = await findCaseSource(tx, { caseId, staffId: by.id, stated })
    if (source === undefined) throw new DeskError('not_found', message('case.unknown', { caseId }))
    return { source, now: tx.now }
  })
}

const sourceOf = ({ policyId }: Asked, { accountId: _author, ...source }: CaseSource, now: Date) =>
  ({
    ...{ ...source, ...UNMADE, policyId },
    ...{ kind: 'restriction', source: 'person', appliedAt: now, approved: false, cause: null, endedAt: null },
  }) satisfies Partial<StatementSource>
