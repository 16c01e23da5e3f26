import { queueAlert } from '../../alerts/alert.ts'
import type { Asked } from '../../enforcement/facts/read-platform.ts'
import { accountsTakenFrom } from '../../enforcement/facts/lock-accounts.ts'
import { lockToPropose } from '../../enforcement/propose/lock-to-propose.ts'
import { HIDDEN_ALONE_MS, propose } from '../../enforcement/propose/propose.ts'
import { inSavepoint, type Tx } from '../../foundation/database/db.ts'
import type { Action } from '../../foundation/domain.ts'
import { message, type Message } from '../../foundation/messages/message.ts'
import { durationTerm } from '../../foundation/messages/term-message.ts'
import { DeskError } from '../../foundation/errors.ts'
import type { Deed, Rule } from '../../policy/automation/automation-file.ts'
import type { Desk } from '../../policy/desk.ts'
import { ensureCase, moveCase } from './case-of-rule.ts'
import type { FoundSubject } from './known-queries.ts'
import type { Spoken } from './plan-rules.ts'
import { countActs, findOwnerId, hasRun, isFoundRight, type RunRow } from './rule-queries.ts'
import { actionOf, actedSubjectOf } from './acted-subject.ts'
import { renderMessage } from '../../foundation/messages/render-message.ts'

type Done = Pick<RunRow, 'caseId' | 'outcome' | 'why' | 'enforcementId'>
type Outcome = Pick<RunRow, 'outcome' | 'why' | 'enforcementId'>

interface Acting {
  known: FoundSubject
  spoken: Spoken
  read: Asked
}

const left = (why: Message): Outcome => ({ outcome: 'left', why: renderMessage(why), enforcementId: null })

/**
 * Carries out the action that an automation rule states, as its signal source, through the same checks as a person.
 * Undefined: the rule has already run on this case. A refused or impossible action is left to people with the reason,
 * and stops no other rule.
 */
export async function act(tx: Tx, desk: Desk, { known, spoken, read }: Acting): Promise<Done | undefined> {
  const { rule, signal } = spoken
  const acted = actedSubjectOf(rule.does, known)
  const action = actionOf(rule.does)
  const { accountId } = known
  await lockToPropose(tx, {
    accountIds: action === undefined ? [] : accountsTakenFrom({ action, accountId, gathered: read.gathered }),
    subjects: [known.subject, ...(acted === undefined ? [] : [acted])],
  })
  if (
    await hasRun(tx, { rule, mode: 'live', subject: known.subject, caseId: known.caseId, signalId: signal?.id ?? null })
  ) {
    return undefined
  }
  if (await isSpent(tx, desk, rule)) return { caseId: known.caseId, ...left(SPENT) }
  // Each action of a rule opens a case, so that a reviewer decides before an action of one hour ends.
  const caseId = await ensureCase(tx, desk, known, spoken)
  const { does } = rule
  if (does.kind === 'route') return { caseId, ...(await route(tx, desk, { caseId, rule, queue: does.queue })) }
  if (does.kind !== 'propose' && (await isFoundRight(tx, [known.subject, ...(acted === undefined ? [] : [acted])])))
    return { caseId, ...left(FOUND_RIGHT) }
  if (acted === undefined)
    return { caseId, ...left(message('automation.left.nothing', { action: actionOf(does) ?? '' })) }
  return { caseId, ...(await ask(tx, desk, { known, rule, does, read, caseId, acted })) }
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
  acted: string
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
  if (does.kind === 'propose' && !policy.actions.includes(does.action)) {
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

async function proposeDeed(tx: Tx, desk: Desk, { known, rule, does, read, caseId, acted }: Asking): Promise<Outcome> {
  const proposed = await propose(desk, tx, {
    kind: 'automation',
    ...termsOf(does),
    subject: acted,
    accountId: known.accountId,
    policyId: does.policyId,
    by: { kind: 'source', id: rule.source },
    asked: acted === known.subject ? read : { ...read, reading: undefined },
    caseId,
    ownerId: await findOwnerId(tx, desk.policies.automation.sources.get(rule.source)?.owner),
  })
  if (proposed.kind !== 'created') return { outcome: 'stands', why: null, enforcementId: proposed.enforcementId }
  if (proposed.enforcement.state === 'proposed') throw new OwesWords()
  return { outcome: 'done', why: null, enforcementId: proposed.enforcement.id }
}

function termsOf(does: Asking['does']): { action: Action; label: string | null; durationMs: number | null } {
  switch (does.kind) {
    case 'propose':
      return { action: does.action, label: null, durationMs: does.durationMs }
    case 'label':
      return { action: 'label', label: does.label, durationMs: null }
    case 'hide':
      return { action: 'hide', label: null, durationMs: HIDDEN_ALONE_MS }
    default:
      return does satisfies never
  }
}
