import type { DecisionBasis } from '../../enforcement/statements/statement-facts.ts'
import type { Identified } from '../../enforcement/approve/identify.ts'
import type { AssessmentText } from '../../enforcement/gate-queries.ts'
import { hides } from '../../enforcement/desired-state/desired-state.ts'
import {
  type ActingGround,
  type Action,
  type Conclusion,
  type EscalationQueue,
  type RecordedGround,
  type Subject,
  subjectKey,
  type Urgency,
  accountKey,
} from '../../foundation/domain.ts'
import { message } from '../../foundation/messages/message.ts'
import { invalidField } from '../../foundation/schemas/invalid-field.ts'
import { findCountry } from '../../foundation/country.ts'
import { DeskError } from '../../foundation/errors.ts'
import type { GivenSignature } from '../../foundation/acts.ts'
import type { StoredAction } from '../../policy/items/own-actions.ts'
import type { Policies, Policy } from '../../policy/policies.ts'
import { ACTION_RULES } from '../../policy/requirements/action-order.ts'
import { type AskedOwnAction, planOwnAction } from './plan-own-action.ts'

/** One action as a reviewer requests it. */
export interface ActionDraft {
  /** The action. For an action of one's own: the one of the eight as which it counts. */
  action: Action
  /** The action of one's own. Undefined: it is one of the eight. */
  own?: AskedOwnAction
  /** The kind of subject, where an action fits a content as well as its account. Otherwise it is derived. */
  on?: Subject['kind']
  durationMs?: number
  label?: string
  /** The countries in which the subject is blocked. Undefined: everywhere. */
  countries?: readonly string[]
  /** The ground on which one person alone hides a content of a protected account, with its record. */
  ground?: AskedGround
  /** The token that proves a read preview, required before approvers are asked. */
  previewToken?: string
  identified?: Identified
  assessment?: AssessmentText
  /** The proposer's signature on their own immediate action against a protected account. */
  signature?: GivenSignature
}

/** A ground as requested, with the row that proves it; for harm the policy is the proof. */
interface AskedGround {
  kind: ActingGround
  ref?: string
}

/** A reviewer's conclusion as typed. */
export interface DecisionDraft {
  draftId: string
  conclusion: Conclusion
  policyId?: string
  rationale: string
  actions: readonly ActionDraft[]
  /** The basis towards the person affected, for a conclusion `violation`. */
  basis?: DecisionBasis
  /** The reasons for a conclusion `newsworthy_exception`. */
  assessment?: AssessmentText
  /** The queue that a conclusion `escalate` asks. */
  escalateTo?: EscalationQueue
  urgency?: Urgency
}

/** The queue that a conclusion asks, and its urgency. */
export interface Question {
  to: EscalationQueue
  urgency: Urgency
}

/** An action that fits its policy and names its subject. */
export interface PlannedAction {
  action: Action
  subject: string
  durationMs: number | null
  label: string | null
  countries: readonly string[] | null
  /** The ground on which one person acts alone. Undefined: none. */
  ground?: RecordedGround
  /** The action of one's own with its effect. Undefined: it is one of the eight. */
  ownAction?: StoredAction
  /** The action as requested, and the field name for errors about it. */
  asked: ActionDraft
  field: string
}

/** Checks a draft against its policy and its case. Throws errors that the reviewer can correct. */
export function planActions(
  policies: Policies,
  draft: DecisionDraft,
  reviewed: { subject: Subject; accountId: string | null },
): { policy: Policy | undefined; actions: PlannedAction[] } {
  if ((draft.conclusion === 'newsworthy_exception') !== (draft.assessment !== undefined)) {
    const isMissing = draft.assessment === undefined
    throw invalidField('assessment', isMissing ? message('draft.assessment') : message('draft.exceptionOnly'))
  }
  if (draft.conclusion === 'no_violation' || draft.conclusion === 'escalate') {
    if (draft.policyId !== undefined) throw invalidField('policyId', message('draft.noPolicy'))
    if (draft.actions.length > 0)
      throw invalidField('actions', message('draft.noActions', { conclusion: draft.conclusion }))
    return { policy: undefined, actions: [] }
  }
  const policy = policies.policies.get(draft.policyId ?? '')
  if (policy === undefined) {
    throw invalidField(
      'policyId',
      message('field.oneOf', { values: { as: 'or', list: [...policies.policies.keys()] } }),
    )
  }
  if (draft.conclusion === 'newsworthy_exception') {
    if (draft.actions.length > 0) throw invalidField('actions', message('draft.exceptionActions'))
    return { policy, actions: [] }
  }
  if (draft.actions.length === 0)
    throw invalidField('actions', message('draft.someAction', { values: { as: 'or', list: policy.actions } }))
  const actions = draft.actions.map((action, index) => planAny(policies, policy, action, `actions/${index}`, reviewed))
  const keys = actions.map(
    ({ action, ownAction, subject, label }) => `${ownAction?.action ?? action} ${subject} ${label}`,
  )
  if (new Set(keys).size < keys.length) throw invalidField('actions', message('draft.twice'))
  return { policy, actions }
}

/**
 * Returns the question of a draft: to the queue that it names, or for an exception to the policy team. Undefined: none.
 */
export function questionOf(draft: DecisionDraft): Question | undefined {
  const { conclusion, escalateTo: to, urgency } = draft
  if (conclusion === 'escalate') {
    if (to === undefined) throw invalidField('escalateTo', message('draft.askWhom'))
    if (urgency === undefined) throw invalidField('urgency', message('draft.urgency'))
    return { to, urgency }
  }
  if (to !== undefined) throw invalidField('escalateTo', message('draft.escalateOnly'))
  if (conclusion === 'newsworthy_exception') return { to: 'policy', urgency: urgency ?? 'normal' }
  if (urgency !== undefined) throw invalidField('urgency', message('draft.questionOnly'))
  return undefined
}

/** Plans one of the eight actions or one of the organisation's own. */
const planAny = (
  policies: Policies,
  policy: Policy,
  draft: ActionDraft,
  field: string,
  reviewed: { subject: Subject; accountId: string | null },
): PlannedAction =>
  draft.own === undefined
    ? planAction(policy, draft, field, reviewed)
    : planOwnAction(policies, policy, { ...draft, own: draft.own }, { field, reviewed })

/** Plans one action; `field` names it in errors. Throws errors that the reviewer can correct. */
export function planAction(
  policy: Policy,
  draft: ActionDraft,
  field: string,
  reviewed: { subject: Subject; accountId: string | null },
): PlannedAction {
  const rule = ACTION_RULES[draft.action]
  if (!policy.actions.includes(draft.action)) {
    throw invalidField(
      `${field}/action`,
      message('draft.policyActions', { policyId: policy.id, values: { as: 'or', list: policy.actions } }),
    )
  }
  if (rule.end === 'required' && draft.durationMs === undefined) {
    throw invalidField(`${field}/durationMs`, message('draft.duration', { action: draft.action }))
  }
  if (rule.end === 'none' && draft.durationMs !== undefined) {
    throw invalidField(`${field}/durationMs`, message('draft.noDuration', { action: draft.action }))
  }
  if ((draft.action === 'label') !== (draft.label !== undefined)) {
    throw invalidField(`${field}/label`, draft.action === 'label' ? message('draft.label') : message('draft.labelOnly'))
  }
  if (draft.countries !== undefined && !(policy.legalDuty && hides(draft.action))) {
    throw invalidField(`${field}/countries`, message('draft.legalOnly'))
  }
  checkCodes(draft.countries ?? [], `${field}/countries`)
  checkGroundShape(draft, field)
  const subject = subjectOf(draft, field, rule.on, reviewed)
  const { action, durationMs = null, label = null, countries = null } = draft
  const ground = draft.ground && { ground: { kind: draft.ground.kind, ref: draft.ground.ref ?? null } }
  return { action, subject, durationMs, label, countries, ...ground, asked: draft, field }
}

/** Refuses a ground for an action other than hiding, and one without its row; for harm the policy is the proof. */
function checkGroundShape({ action, ground }: ActionDraft, field: string): void {
  if (ground === undefined) return
  if (action !== 'hide') throw invalidField(`${field}/ground`, message('draft.hideOnly'))
  if ((ground.kind === 'harm') !== (ground.ref === undefined)) {
    const isMissing = ground.ref === undefined
    throw invalidField(`${field}/ground/ref`, isMissing ? message('draft.record') : message('draft.noRecord'))
  }
}

/** Refuses unknown country codes: with one, the content would stay visible everywhere, unnoticed. */
function checkCodes(countries: readonly string[], field: string): void {
  for (const [index, code] of countries.entries()) {
    const today = findCountry(code)
    if (today === code) continue
    if (today !== undefined) throw invalidField(`${field}/${index}`, message('draft.oldCountry', { code, today }))
    throw invalidField(`${field}/${index}`, message('draft.country'))
  }
}

/** Returns the subject on which an action acts: the reviewed one, or its account. */
export function subjectOf(
  draft: ActionDraft,
  field: string,
  kinds: readonly Subject['kind'][],
  reviewed: { subject: Subject; accountId: string | null },
): string {
  const kind = draft.on ?? (kinds.includes(reviewed.subject.kind) ? reviewed.subject.kind : kinds[0])
  if (kind === undefined || !kinds.includes(kind))
    throw invalidField(`${field}/on`, message('draft.kinds', { values: { as: 'or', list: kinds } }))
  if (kind === reviewed.subject.kind) return subjectKey(reviewed.subject)
  if (kind === 'content') throw invalidField(`${field}/action`, message('draft.accountCase', { action: draft.action }))
  if (reviewed.accountId !== null) return accountKey(reviewed.accountId)
  throw new DeskError('refused', message('decision.unknownAuthor'), { action: draft.action, reason: 'unknown_account' })
}

/** Returns an action as stored: without the fields that only its enforcement needs. */
export const toKept = ({
  previewToken: _token,
  identified: _named,
  assessment: _text,
  signature: _signature,
  ...kept
}: ActionDraft): ActionDraft => kept
