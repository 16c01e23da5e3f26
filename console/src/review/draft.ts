import type { Action, Case, DecisionRequest, PoliciesAnswer, Preview } from '../api/shapes.ts'
import type { Signature } from '../components/sign.ts'
import { words } from '../words/words.ts'
import { DAY_MS } from '../components/durations.ts'
import { titleOf } from '../components/format-action.ts'
import { findMissing, type OwnChoice, toOwnWish } from '../components/own-action.ts'

export const CONCLUSIONS = ['no_violation', 'violation', 'newsworthy_exception', 'escalate'] as const
export type Conclusion = (typeof CONCLUSIONS)[number]

type Queue = PoliciesAnswer['escalationQueues'][number]
type Urgency = PoliciesAnswer['urgencies'][number]
export type Policy = PoliciesAnswer['policies'][number]

export const ASSESSMENT_FIELDS = ['whoSpeaks', 'publicInterest', 'harm', 'alternatives'] as const
export type Assessment = Record<(typeof ASSESSMENT_FIELDS)[number], string>

/**
 * The ground on which one person hides a content of a protected account, with the id of its proof; a policy proves
 * irreversible harm.
 */
export interface Ground {
  kind: 'order' | 'document' | 'match' | 'harm'
  ref?: string
}

/** An action beside the first one. */
export interface FurtherAction {
  action: Action | null
  /** The action of the organisation's own; `action` is then null, because it depends on the end. */
  own: OwnChoice | null
  durationMs: number
  label: string
}

/** The basis towards the person affected, as far as the reviewer states it: the rest follows from policy and reports. */
type Sent = Omit<NonNullable<DecisionRequest['basis']>, 'territorialScope'>
export type Basis = { [Field in keyof Sent]?: Sent[Field] | undefined }

/** The reviewer's typed text and choices in a case so far. */
export interface Draft {
  /** An id made once, so that a draft sent twice is one decision. */
  id: string
  conclusion: Conclusion | null
  policyId: string | null
  action: Action | null
  own: OwnChoice | null
  durationMs: number
  label: string
  /** The actions beside the first one, under the same policy. */
  further: FurtherAction[]
  /** The countries by two letters each. None: everywhere. */
  countries: string[]
  /** The ground on which the reviewer acts alone. */
  ground: Ground | null
  rationale: string
  /** Left out of drafts from before there was any. */
  basis?: Basis
  handle: string
  pickedId: string | null
  assessment: Assessment
  escalateTo: Queue
  urgency: Urgency
}

const WEEK_DAYS = 7

/** The actions of one decision, as many as the desk takes. */
export const ACTIONS_MAX = 8

export const emptyFurther = (): FurtherAction => ({
  action: null,
  own: null,
  durationMs: WEEK_DAYS * DAY_MS,
  label: '',
})

export const emptyDraft = (): Draft => ({
  id: crypto.randomUUID(),
  conclusion: null,
  policyId: null,
  action: null,
  own: null,
  durationMs: WEEK_DAYS * DAY_MS,
  label: '',
  further: [],
  countries: [],
  ground: null,
  rationale: '',
  handle: '',
  pickedId: null,
  assessment: { whoSpeaks: '', publicInterest: '', harm: '', alternatives: '' },
  escalateTo: 'lead',
  urgency: 'normal',
})

/** The proposal sent for a preview. */
export interface Wished {
  policyId: string
  action: Action
  durationMs?: number
  label?: string
  countries?: string[]
  ground?: Ground
  own?: { id: string; parameters: Record<string, unknown> }
}

type Kind = Case['subject']['kind']

/** Returns the proposals of a draft, the first one first. Empty: the draft is incomplete. */
export function listWished(draft: Draft, policy: Policy | undefined, kind: Kind): Wished[] {
  const wished = [draft, ...draft.further].map((each) => wishedOf({ ...draft, ...each }, policy, kind))
  return wished.every((each) => each !== undefined) ? wished : []
}

function wishedOf(draft: Draft, policy: Policy | undefined, kind: Kind): Wished | undefined {
  if (draft.conclusion !== 'violation' || policy === undefined) return undefined
  if (draft.own) return wishedOwn(draft.own, draft.durationMs, policy, kind)
  if (draft.action === null) return undefined
  const rule = policy.actions.find(({ action }) => action === draft.action)
  if (rule === undefined || (draft.action === 'label' && draft.label.trim() === '')) return undefined
  return {
    policyId: policy.id,
    action: draft.action,
    ...(rule.end === 'required' ? { durationMs: draft.durationMs } : {}),
    ...(draft.action === 'label' ? { label: draft.label.trim() } : {}),
    ...(takesCountries(draft, policy) && draft.countries.length > 0 ? { countries: draft.countries } : {}),
    ...(draft.action === 'hide' && draft.ground ? { ground: draft.ground } : {}),
  }
}

function wishedOwn(own: OwnChoice, durationMs: number, policy: Policy, kind: Kind): Wished | undefined {
  const rule = policy.ownActions.find(({ id }) => id === own.id)
  const wish = rule && toOwnWish(rule, own, durationMs, kind)
  return wish && { policyId: policy.id, ...wish }
}

const FROM_VIEW: readonly Action[] = ['hide', 'remove', 'suspend', 'deactivate']

/** True when the action may be limited to countries: only a legal duty to take a subject offline may. */
export const takesCountries = ({ action }: Pick<Draft, 'action'>, policy: Policy | undefined): boolean =>
  policy?.legalDuty === true && action !== null && FROM_VIEW.includes(action)

const TAKES_AWAY: readonly Action[] = ['limit', 'hide', 'remove', 'lock', 'suspend', 'deactivate']
/** True when sending it is restrictive, now or once others approve. */
export const isRestrictive = (draft: Draft): boolean =>
  draft.conclusion === 'violation' &&
  [draft, ...draft.further].some(({ action, own }) => own || (action !== null && TAKES_AWAY.includes(action)))

const isAssessed = (draft: Draft): boolean => ASSESSMENT_FIELDS.every((field) => draft.assessment[field].trim() !== '')

/** Returns the missing part, as the sentence names it; undefined: the draft can be sent. Pure. */
export function listMissingInput(
  draft: Draft,
  wished: readonly Wished[],
  previews: readonly Preview[],
  policy: Policy | undefined,
): string | undefined {
  if (draft.conclusion === null) return words.review.chooseConclusion
  if (draft.conclusion === 'violation') {
    const lacksLabel = [draft, ...draft.further].some(({ action, label }) => action === 'label' && label.trim() === '')
    if (lacksLabel) return words.review.writeLabel
    const parameter = findMissingParameter(draft, policy)
    if (parameter) return words.ownActions.fillIn({ field: titleOf(parameter.title) })
    if (wished.length === 0) return words.review.choosePolicy
    const needs = needsOf(previews)
    if (needs.identify && (draft.pickedId === null || draft.handle.trim() === '')) return words.review.chooseReal
    if (needs.assessment && !isAssessed(draft)) return words.review.writeAssessment
  }
  if (draft.conclusion === 'newsworthy_exception') {
    if (draft.policyId === null) return words.review.choosePolicy
    if (!isAssessed(draft)) return words.review.writeAssessment
  }
  return draft.rationale.trim() === '' ? words.review.writeWhy : undefined
}

function findMissingParameter(draft: Draft, policy: Policy | undefined) {
  const missing = [draft, ...draft.further].map(({ own }) => {
    const rule = own && policy?.ownActions.find(({ id }) => id === own.id)
    return own && rule ? findMissing(rule, own) : undefined
  })
  return missing.find((each) => each !== undefined)
}

/** Joins the requirements that the proposals have for their proposer. */
export const needsOf = (previews: readonly Preview[]) => ({
  identify: previews.some(({ requirement }) => requirement.identify),
  assessment: previews.some(({ requirement }) => requirement.assessment),
})

/** True when an enforcement takes effect with the decision, without an approval, a hold, a freeze or a breaker. */
export const isImmediate = ({ requirement, frozenUntil, isBreakerOpen }: Preview): boolean =>
  requirement.approvals.length === 0 && requirement.holdMs === 0 && frozenUntil === null && !isBreakerOpen

/** A proposal with the preview that its proposer read, and their signature where it takes one. */
export interface ReadProposal {
  wished: Wished
  preview: Preview
  signature: Signature | undefined
}

/** The decision as the desk takes it. */
export function toDecision(draft: Draft, proposals: readonly ReadProposal[]) {
  const { conclusion, rationale, assessment, escalateTo, urgency } = draft
  if (conclusion === null) throw new Error('nothing was concluded')
  const about = { draftId: draft.id, conclusion, rationale: rationale.trim() }
  switch (conclusion) {
    case 'no_violation':
      return about
    case 'escalate':
      return { ...about, escalateTo, urgency }
    case 'newsworthy_exception':
      return { ...about, policyId: draft.policyId ?? '', assessment }
    case 'violation': {
      const [first] = proposals
      if (first === undefined) throw new Error('no action was chosen')
      const actions = proposals.map((each) => toAction(draft, each))
      return { ...about, ...statedBasis(draft.basis), policyId: first.wished.policyId, actions }
    }
  }
}

/** The stated parts of a basis, without empty texts; nothing if there is none. */
export function statedBasis(basis: Basis = {}): { basis?: Sent } {
  const stated = Object.entries(basis).filter(([, value]) => value !== undefined && String(value).trim() !== '')
  return stated.length === 0 ? {} : { basis: Object.fromEntries(stated) }
}

function toAction({ pickedId, handle, assessment }: Draft, { wished, preview, signature }: ReadProposal) {
  const { policyId: _policy, ...action } = wished
  const { identify, assessment: weighs } = preview.requirement
  return {
    ...action,
    previewToken: preview.token,
    ...(identify && pickedId !== null && { identified: { handle: handle.trim(), accountId: pickedId } }),
    ...(weighs && { assessment }),
    ...(signature && { signature }),
  }
}
