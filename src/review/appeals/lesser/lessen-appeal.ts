import sql from 'sql-template-tag'
import { lockClaimedCase } from '../../../cases/claims/check-claim.ts'
import { shownDuringClaim } from '../../../cases/claims/shown.ts'
import { insertEvent } from '../../../cases/queue/queries.ts'
import { hides } from '../../../enforcement/desired-state/desired-state.ts'
import type { AppealRow } from '../../../enforcement/end/end-appeals.ts'
import { accountsTakenFrom } from '../../../enforcement/facts/lock-accounts.ts'
import { type Gathered, judgedAccountId, readFromPlatform } from '../../../enforcement/facts/read-platform.ts'
import type { DecisionIntent } from '../../../enforcement/propose/intent.ts'
import { lockToPropose } from '../../../enforcement/propose/lock-to-propose.ts'
import { proposeJudged, readProposal } from '../../../enforcement/propose/propose.ts'
import type { Replacement } from '../../../enforcement/restore/restore-enforcement.ts'
import type { DecisionBasis } from '../../../enforcement/statements/statement-facts.ts'
import type { Queryable, Tx } from '../../../foundation/database/db.ts'
import { type Action, actorKey, parseSubjectKey, type StaffCaller } from '../../../foundation/domain.ts'
import { DeskError } from '../../../foundation/errors.ts'
import { message } from '../../../foundation/messages/message.ts'
import { invalidField } from '../../../foundation/schemas/invalid-field.ts'
import type { LesserAction } from '../../../foundation/schemas/lesser-body.ts'
import { queueEntry } from '../../../ledger/queue-entry.ts'
import type { Desk } from '../../../policy/desk.ts'
import { isSigned } from '../../../policy/guards/judge.ts'
import type { Policies, Policy } from '../../../policy/policies.ts'
import { checkAbilities } from '../../decide/check-abilities.ts'
import { type ActionDraft, type DecisionDraft, type PlannedAction, planAction } from '../../decide/decision-draft.ts'
import { findCaseSubject, insertDecision } from '../../decide/decision-queries.ts'

interface Lessening {
  caseId: string
  by: StaffCaller
  /** The reason that the appellant receives. */
  reason: string
  lesser: LesserAction
}

/** The enforcement that is replaced. */
interface Replaced {
  id: string
  subject: string
  policyId: string
  countries: string[] | null
  basis: DecisionBasis | null
  /** The actions of which one with an early end takes less. */
  lesserActions: Action[]
}

/**
 * Prepares the lesser enforcement that takes the place of the appealed one. The platform is read now; the locks and the
 * proposal belong to the transaction that undoes the first enforcement, so that at no moment more is taken than before.
 */
export async function prepareLesser(
  desk: Desk,
  { enforcementId }: Pick<AppealRow, 'enforcementId'>,
  lessening: Lessening,
): Promise<Replacement> {
  const { caseId, by, lesser } = lessening
  const replaced = enforcementId === null ? undefined : await findReplaced(desk.db, enforcementId)
  if (replaced === undefined) throw invalidField('outcome', message('appeal.lesserOfNothing'))
  const { subject } = replaced
  const asked = toAction(replaced, lesser)
  const draft = toDraft(replaced, lessening, asked)
  if (!replaced.lesserActions.includes(lesser.action)) throw invalidField('lesser/action', message('appeal.notLesser'))
  await checkAbilities(desk, subject, [{ draft: asked, field: 'lesser/action' }])
  const { gathered, reading } = await readFromPlatform(desk, subject)
  const known = await findCaseSubject(desk.db, caseId, by.id)
  const accountId = judgedAccountId({ accountId: known?.accountId ?? null, gathered })
  const policy = findPolicy(desk.policies, draft)
  const planned = planAction(policy, asked, 'lesser', { subject: parseSubjectKey(subject), accountId })
  const { id: policyId, legalDuty } = policy
  const terms = {
    accountId,
    asked: { gathered, reading },
    policyId,
    legalDuty,
    by: { kind: 'staff', id: by.id },
  } as const
  return {
    lesser,
    lock: (tx) => lockLesser(tx, { by, planned, accountId, gathered }),
    propose: (tx, appeal) => proposeLesser(tx, desk, { lessening, draft, replaced, planned, terms, appeal }),
  }
}

const findReplaced = (db: Queryable, enforcementId: string): Promise<Replaced | undefined> =>
  db.find<Replaced>(sql`
    select enforcement.id, subject, enforcement.policy_id as "policyId", countries, decision.basis, lesser_actions(enforcement) as "lesserActions"
    from enforcement left join decision on decision.id = enforcement.decision_id where enforcement.id = ${enforcementId}`)

/** The action on the same subject, in the same countries where it takes out of view. */
const toAction = ({ subject, countries }: Replaced, { policyId: _policy, ...action }: LesserAction): ActionDraft => ({
  ...action,
  on: parseSubjectKey(subject).kind,
  ...(countries !== null && hides(action.action) && { countries }),
})

/** Finds the policy of the lesser action. One that is no legal duty takes nothing in some countries alone. */
function findPolicy({ policies }: Policies, { policyId = '', actions: [asked] }: DecisionDraft): Policy {
  const policy = policies.get(policyId)
  if (policy === undefined)
    throw invalidField('lesser/policyId', message('field.oneOf', { values: { as: 'or', list: [...policies.keys()] } }))
  if (asked?.countries !== undefined && !policy.legalDuty)
    throw invalidField('lesser/policyId', message('appeal.lesserCountries'))
  return policy
}

/** The decision that the judge makes in the appeal's case. */
function toDraft(replaced: Replaced, { caseId, reason, lesser }: Lessening, asked: ActionDraft): DecisionDraft {
  const { policyId = replaced.policyId } = lesser
  return {
    ...{ draftId: caseId, conclusion: 'violation', policyId, rationale: reason, actions: [asked] },
    ...(replaced.basis !== null && { basis: replaced.basis }),
  }
}

interface Locking {
  by: StaffCaller
  planned: PlannedAction
  accountId: string | null
  gathered: Gathered
}

/** Takes the locks of a proposal. Those of the restore come after them, in the order of every transaction. */
async function lockLesser(tx: Tx, { by, planned, accountId, gathered }: Locking): Promise<void> {
  const accountIds = accountsTakenFrom({ action: planned.action, accountId, gathered })
  await lockToPropose(tx, { accountIds, by, subjects: [planned.subject] })
  const isRestricted = await tx.onlyValue<boolean>(sql`
    select restricted from staff_standing(${by.id})`)
  if (isRestricted) throw new DeskError('not_allowed', message('appeal.restricted'))
}

interface Proposing {
  lessening: Lessening
  draft: DecisionDraft
  replaced: Replaced
  planned: PlannedAction
  terms: Pick<DecisionIntent, 'accountId' | 'asked' | 'policyId' | 'legalDuty' | 'by'>
  appeal: AppealRow
}

/** Decides in the appeal's case, and proposes the lesser enforcement through the same gate as every other. */
async function proposeLesser(
  tx: Tx,
  desk: Desk,
  { lessening: { caseId, by }, draft, replaced, planned, terms, appeal }: Proposing,
): Promise<void> {
  const isLess = await tx.onlyValue<boolean>(sql`
    select takes_less(${planned.action}, null, ends_after(${planned.durationMs}::bigint, desk_now()), enforcement) as "isLess"
    from enforcement where id = ${replaced.id}`)
  if (!isLess) throw invalidField('lesser/durationMs', message('appeal.notLesser'))
  const claim = await lockClaimedCase(tx, caseId, by.id)
  if (!claim.ok) throw new Error(`the case ${caseId} was locked for its judge, and is not theirs`)
  const { claimedAt } = claim.case
  const shown = await shownDuringClaim(tx, caseId, by.id)
  const decision = await insertDecision(tx, { ...draft, caseId, staffId: by.id, claimedAt, question: undefined, shown })
  const { action, subject, label, durationMs, countries } = planned
  const intent: DecisionIntent = {
    ...{ kind: 'decision', subject, action, label, durationMs, countries, caseId, decisionId: decision.id, ...terms },
    openedAt: claimedAt,
  }
  const proposal = await readProposal(desk, tx, intent)
  if (isSigned(action, proposal.judgedBy)) throw new DeskError('conflict', message('appeal.lesserSigned'))
  const proposed = await proposeJudged(tx, proposal)
  if (proposed.kind !== 'created') throw new DeskError('conflict', message('appeal.lesserStands'))
  const outcome = { decisionId: decision.id, conclusion: 'violation', enforcements: [proposed.enforcement.id] } as const
  const decided = { ...outcome, joined: [], standing: [] }
  await insertEvent(tx, { caseId, kind: 'decided', by: actorKey(terms.by), detail: decided })
  const { policyId, by: judge } = terms
  const { contentHash } = decision
  queueEntry(tx, {
    kind: 'case_decided',
    caseId,
    policyId,
    contentHash,
    ...decided,
    by: judge,
    subject: appeal.subject,
  })
}
