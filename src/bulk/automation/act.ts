import { queueAlert } from '../../alerts/alert.ts'
import type { Asked } from '../../enforcement/facts/read-platform.ts'
import { accountsTakenFrom } from '../../enforcement/facts/lock-accounts.ts'
import { lockToPropose } from '../../enforcement/propose/lock-to-propose.ts'
import { HIDDEN_ALONE_MS, proposeJudged, readProposal } from '../../enforcement/propose/propose.ts'
import { inSavepoint, type Tx } from '../../foundation/database/db.ts'
import { message, type Text } from '../../foundation/messages/message.ts'
import { durationTerm } from '../../foundation/messages/term-message.ts'
import { DeskError } from '../../foundation/errors.ts'
import type { Deed, Rule } from '../../policy/automation/automation-file.ts'
import type { Desk } from '../../policy/desk.ts'
import { ensureCase, moveCase } from './case-of-rule.ts'
import type { FoundSubject } from './known-queries.ts'
import type { Spoken } from './plan-rules.ts'
import { countActs, findOwnerId, hasRun, isFoundRight, type RunRow } from './rule-queries.ts'
import { checkItemType } from '../../review/decide/plan-own-action.ts'
import { planDeed } from './acted-subject.ts'
import { renderText } from '../../foundation/messages/render-message.ts'

type Done = Pick<RunRow, 'caseId' | 'outcome' | 'why' | 'enforcementId'>
type Outcome = Pick<RunRow, 'outcome' | 'why' | 'enforcementId'>

interface Acting {
  known: FoundSubject
  spoken: Spoken
  read: Asked
}

const left = (why: Text): Outcome => ({ outcome: 'left', why: renderText(why), enforcementId: null })

/**
 * Carries out the action that an automation rule states, as its signal source, through the same checks as a person.
 * Undefined: the rule has already run on this case. A refused or impossible action is left to people with the reason,
 * and stops no other rule.
 */
export async function act(tx: Tx, desk: Desk, { known, spoken, read }: Acting): Promise<Done | undefined> {
  const { rule, signal } = spoken
  const { does } = rule
  const planned = does.kind === 'route' ? undefined : planDeed(desk.policies, does, known)
  const { accountId } = known
  const subjects = [known.subject, ...(planned && 'subject' in planned ? [planned.subject] : [])]
  await lockToPropose(tx, {
    accountIds:
      planned && 'action' in planned
        ? accountsTakenFrom({ action: planned.action, accountId, gathered: read.gathered })
        : [],
    subjects,
  })
  if (
    await hasRun(tx, { rule, mode: 'live', subject: known.subject, caseId: known.caseId, signalId: signal?.id ?? null })
  ) {
    return undefined
  }
  if (await isSpent(tx, desk, rule)) return { caseId: known.caseId, ...left(SPENT) }
  // Each action of a rule opens a case, so that a reviewer decides before an action of one hour ends.
  const caseId = await ensureCase(tx, desk, known, spoken)
  if (does.kind === 'route') return { caseId, ...(await route(tx, desk, { caseId, rule, queue: does.queue })) }
  if (does.kind !== 'propose' && (await isFoundRight(tx, subjects))) return { caseId, ...left(FOUND_RIGHT) }
  const plan = planned ?? planDeed(desk.policies, does, known)
  if ('why' in plan) return { caseId, ...left(plan.why) }
  return { caseId, ...(await ask(tx, desk, { known, rule, does, read, caseId, plan })) }
}

const FOUND_RIGHT = message('automation.left.foundRight')
const SPENT = message('automation.left.spent')

/** True when the budget of the signal source is used up. Alerts leads once, when it is reached. */
async function isSpent(tx: Tx, desk: Desk, { source: id }: Rule): Promise<boolean> {
  const budget = desk.policies.automation.sources.get(id)?.budget
  if (budget === undefined) return true
  const acts = await countActs(tx, id, budget.withinMs)
  if (acts < budget.acts) return false
  if (acts === budget.acts) {
    const within = durationTerm(budget.withinMs)
    const why = message('alert.automation.spent', { source: id, count: acts, within })
    queueAlert(tx, { kind: 'automation', to: { role: 'lead' }, why })
  }
  return true
}

async function route(
  tx: Tx,
  desk: Desk,
  { caseId, rule, queue: queueId }: { caseId: string; rule: Rule; queue: string },
): Promise<Outcome> {
  const queue = desk.policies.queues.get(queueId)
  if (queue === undefined) return left(message('automation.left.noQueue', { queue: queueId }))
  const moved = await moveCase(tx, caseId, queue, rule)
  if (moved === 'moved') return { outcome: 'done', why: null, enforcementId: null }
  return moved === 'there'
    ? { outcome: 'stands', why: null, enforcementId: null }
    : left(message('automation.left.held'))
}

interface Asking {
  known: FoundSubject
  rule: Rule
  does: Exclude<Deed, { kind: 'route' }>
  read: Asked
  caseId: string
  plan: Exclude<ReturnType<typeof planDeed>, { why: Text }>
}

/**
 * The enforcement needs a signature, an identified account or a written assessment from its proposer, which no rule can
 * supply.
 */
class OwesWords extends Error {}

async function ask(tx: Tx, desk: Desk, asking: Asking): Promise<Outcome> {
  const { does } = asking
  const policy = desk.policies.policies.get(does.policyId)
  if (policy === undefined) return left(message('automation.left.noPolicy', { policyId: does.policyId }))
  if (does.kind === 'propose' && 'action' in does && !policy.actions.includes(does.action)) {
    return left(message('automation.left.otherAction', { policyId: policy.id, action: does.action }))
  }
  try {
    return await inSavepoint(tx, () => proposeDeed(tx, desk, asking))
  } catch (error) {
    if (error instanceof OwesWords) return left(message('automation.left.person'))
    if (error instanceof DeskError) return left(error.text)
    throw error
  }
}

async function proposeDeed(tx: Tx, desk: Desk, { known, rule, does, read, caseId, plan }: Asking): Promise<Outcome> {
  const { action, subject, ownAction } = plan
  const proposal = await readProposal(desk, tx, {
    kind: 'automation',
    alone: does.kind !== 'propose',
    ...{ action, subject, ownAction },
    ...termsOf(does),
    accountId: known.accountId,
    policyId: does.policyId,
    by: { kind: 'source', id: rule.source },
    asked: subject === known.subject ? read : { ...read, reading: undefined },
    caseId,
    ownerId: await findOwnerId(tx, desk.policies.automation.sources.get(rule.source)?.owner),
  })
  checkItemType(desk.policies, { subject, ownAction, field: 'do/propose' }, proposal.judgedBy)
  const proposed = await proposeJudged(tx, proposal)
  if (proposed.kind !== 'created') return { outcome: 'stands', why: null, enforcementId: proposed.enforcementId }
  if (proposed.enforcement.state === 'proposed') throw new OwesWords()
  return { outcome: 'done', why: null, enforcementId: proposed.enforcement.id }
}

function termsOf(does: Asking['does']): { label: string | null; durationMs: number | null } {
  switch (does.kind) {
    case 'propose':
      return { label: null, durationMs: does.durationMs }
    case 'label':
      return { label: does.label, durationMs: null }
    case 'hide':
      return { label: null, durationMs: HIDDEN_ALONE_MS }
    default:
      return does satisfies never
  }
}
