import { readFacts } from '../../enforcement/facts/gather-facts.ts'
import { refuseBarred } from '../../enforcement/offer/may-ask.ts'
import { inAnsweredTransaction, type Tx } from '../../foundation/database/db.ts'
import type { Action, StaffCaller } from '../../foundation/domain.ts'
import { parseSubjectKey } from '../../foundation/domain.ts'
import { DeskError } from '../../foundation/errors.ts'
import { queueJob, queueWakeUp } from '../../foundation/jobs.ts'
import { message } from '../../foundation/messages/message.ts'
import { platformOf } from '../../foundation/platforms.ts'
import { invalidField } from '../../foundation/schemas/invalid-field.ts'
import { bulkActionHash } from '../../ledger/entries/content-hash.ts'
import { queueEntry } from '../../ledger/queue-entry.ts'
import { refuseOtherPlatform } from '../../people/staff/role-rules.ts'
import { lockStanding } from '../../people/staff/standing.ts'
import type { Desk } from '../../policy/desk.ts'
import type { ActorFacts, Facts } from '../../policy/guards/facts.ts'
import { countsInBulk } from '../../policy/guards/judge.ts'
import { isFinal, type StoredAction } from '../../policy/items/own-actions.ts'
import type { Policies, Policy } from '../../policy/policies.ts'
import { checkAbilities } from '../../review/decide/check-abilities.ts'
import { planAction } from '../../review/decide/decision-draft.ts'
import { type AskedOwnAction, planOwnAction } from '../../review/decide/plan-own-action.ts'
import { type BulkAction, insertBulkAction } from '../actions/bulk-action-queries.ts'
import { hashList } from './parse-list.ts'
import { readSet, type SetSource } from './read-set.ts'

/** A person's request to act on many subjects at once. */
interface BulkActionRequest extends SetSource {
  by: StaffCaller
  policyId: string
  enforcement: { action: Action; durationMs?: number; label?: string; own?: AskedOwnAction }
  rationale: string
}

/**
 * Fixes the set of a bulk action and starts its preparation. Nothing takes effect and no approver is asked before every
 * subject is classified.
 */
export async function proposeBulkAction(desk: Desk, request: BulkActionRequest): Promise<BulkAction> {
  const { bulkActions: rules } = desk.policies.budgets
  if (rules === null) throw new DeskError('refused', message('bulkAction.budgets'))
  const { subjects, foundBy } = await readSet(desk, request, { staffId: request.by.id, rules })
  const planned = planFor(desk.policies, request, subjects)
  await checkPlatforms(desk, request, subjects)
  const by = { kind: 'staff', id: request.by.id } as const
  return inAnsweredTransaction(desk.db, async (tx) => {
    const standing = await lockStanding(tx, by.id)
    if (!standing?.active) throw new DeskError('not_allowed', message('staff.notHere'))
    await refuseBarred(tx, {
      by,
      action: planned.action,
      countsAs: countsInBulk(planned.action),
      alone: false,
      source: 'person',
      subject: null,
      accountId: null,
    })
    const { action, ownAction, label, durationMs, policyId } = planned
    const { rationale } = request
    const listHash = hashList(subjects)
    const actorFacts = await readActorFacts(tx, desk, request, subjects[0] ?? '')
    const asked = {
      action,
      ownAction,
      label,
      durationMs,
      policyId,
      foundBy,
      rationale,
      listHash,
      rules,
      actorFacts,
      proposedBy: by.id,
    }
    const bulkAction = await insertBulkAction(tx, asked, subjects)
    queueEntry(tx, {
      kind: 'bulk_action_proposed',
      bulkActionId: bulkAction.id,
      action,
      policyId,
      subjects: subjects.length,
      listHash,
      contentHash: bulkActionHash(bulkAction),
      by,
    })
    queueJob(tx, 'bulk_action', bulkAction.id, 'bulk_action')
    queueWakeUp(tx, 'bulk_action')
    return bulkAction
  })
}

interface Planned {
  action: Action
  ownAction: StoredAction | null
  label: string | null
  durationMs: number | null
  policyId: string
}

/**
 * Returns the planned action if the policy allows it. Under a legal duty each case is decided singly, never in bulk.
 */
function planFor(
  { policies, items }: Policies,
  { policyId, enforcement }: BulkActionRequest,
  subjects: readonly string[],
): Planned {
  const policy = policies.get(policyId)
  if (policy === undefined)
    throw invalidField('policyId', message('field.oneOf', { values: { as: 'or', list: [...policies.keys()] } }))
  if (policy.legalDuty) throw invalidField('policyId', message('bulkAction.legalDuty'))
  if (enforcement.action === 'warn') throw invalidField('enforcement/action', message('bulkAction.reversible'))
  const [planned] = firstOfEachPlatform(subjects).map((first) => planIn({ items }, policy, enforcement, first))
  if (planned === undefined) throw new Error('a bulk action without subjects was let through')
  const { action, ownAction = null, label, durationMs } = planned
  if (isFinal(ownAction)) throw invalidField('enforcement/own/id', message('bulkAction.reversible'))
  return { action, ownAction, label, durationMs, policyId }
}

function planIn(
  items: Pick<Policies, 'items'>,
  policy: Policy,
  { own, ...enforcement }: BulkActionRequest['enforcement'],
  first: string,
) {
  const subject = parseSubjectKey(first)
  const draft = { ...enforcement, on: subject.kind }
  const reviewed = { subject, accountId: null }
  return own === undefined
    ? planAction(policy, draft, 'enforcement', reviewed)
    : planOwnAction(items, policy, { ...draft, own }, { field: 'enforcement', reviewed })
}

const firstOfEachPlatform = (subjects: readonly string[]): string[] => [
  ...new Map(subjects.map((subject) => [platformOf(parseSubjectKey(subject)), subject])).values(),
]

/**
 * Refuses a proposer whose roles do not count at each platform of these subjects, and an action of one's own where one
 * of them has no such actions.
 */
async function checkPlatforms(desk: Desk, { enforcement, by }: BulkActionRequest, subjects: readonly string[]) {
  const firsts = firstOfEachPlatform(subjects)
  await refuseOtherPlatform(desk.db, { staffId: by.id, roles: ['senior', 'lead'] }, firsts)
  if (enforcement.own === undefined) return
  for (const subject of firsts)
    await checkAbilities(desk, subject, [{ draft: enforcement, field: 'enforcement/own/id' }])
}

/** Reads the proposer's facts at this moment. They count for the whole bulk action, however long it runs. */
async function readActorFacts(tx: Tx, desk: Desk, request: BulkActionRequest, subject: string): Promise<ActorFacts> {
  const { facts } = await readFacts(tx, desk.policies.guards, {
    subject,
    accountId: null,
    action: request.enforcement.action,
    by: { kind: 'staff', id: request.by.id },
    source: 'bulk_action',
    legalDuty: false,
    openedAt: null,
    gathered: 'unknown',
  })
  return onlyActor(facts)
}

const onlyActor = (facts: Facts): ActorFacts =>
  Object.fromEntries(Object.entries(facts).filter(([name]) => name.startsWith('actor.'))) as ActorFacts
