import type { OwnAction } from '@countersign/platform-kit'
import { DeskError } from '../../foundation/errors.ts'
import { message } from '../../foundation/messages/message.ts'
import { parseSubjectKey, type Subject } from '../../foundation/domain.ts'
import { platformOf } from '../../foundation/platforms.ts'
import { invalidField, invalidFields } from '../../foundation/schemas/invalid-field.ts'
import type { JudgedBy } from '../../policy/guards/judge.ts'
import type { ItemTypes } from '../../policy/items/item-types.ts'
import {
  type DeclaredAction,
  findParameterFaults,
  type StoredAction,
  storedAction,
} from '../../policy/items/own-actions.ts'
import type { Policies, Policy } from '../../policy/policies.ts'
import { baseActionOf } from '../../policy/requirements/base-action.ts'
import { type ActionDraft, type PlannedAction, subjectOf } from './decision-draft.ts'

/** An action of one's own as requested: its id and its parameters, not checked yet. */
export interface AskedOwnAction {
  id: string
  parameters?: Readonly<Record<string, unknown>>
}

/**
 * Plans an action of one's own, which the policy and the file of item types must both name. Throws errors that the
 * reviewer can correct.
 */
export function planOwnAction(
  { items }: Pick<Policies, 'items'>,
  policy: Policy,
  draft: ActionDraft & { own: AskedOwnAction },
  at: { field: string; reviewed: { subject: Subject; accountId: string | null } },
): PlannedAction {
  const { field, reviewed } = at
  const { own, durationMs } = draft
  const declared = findDeclared(items, policy, own.id, field)
  const subject = subjectOf(draft, field, declared.on, reviewed)
  const { kind, ...rest } = parseSubjectKey(subject)
  refuseOthers(draft, field)
  checkEnd(declared, durationMs, field)
  const base = baseActionOf(kind, declared, durationMs !== undefined)
  if (base === undefined) throw new Error(`no action covers ${own.id}, although its file was checked`)
  if (draft.action !== base) throw invalidField(`${field}/action`, message('draft.ownBase', { base, action: own.id }))
  const faults = findParameterFaults(declared, own.parameters ?? {}, `${field}/own/parameters`)
  if (faults.length > 0) throw invalidFields(faults)
  refuseElsewhere(declared, platformOf({ kind, ...rest }))
  const parameters = (own.parameters ?? {}) as OwnAction['parameters']
  const ownAction = storedAction(declared, parameters)
  return {
    action: base,
    subject,
    durationMs: durationMs ?? null,
    label: null,
    countries: null,
    ownAction,
    asked: draft,
    field,
  }
}

function findDeclared({ actions }: ItemTypes, policy: Policy, id: string, field: string): DeclaredAction {
  const declared = policy.ownActions.includes(id) ? actions.get(id) : undefined
  if (declared !== undefined) return declared
  const list = policy.ownActions.filter((one) => actions.has(one))
  const detail =
    list.length === 0 ? message('draft.ownNone') : message('draft.ownUnknown', { values: { as: 'or', list } })
  throw invalidField(`${field}/own/id`, detail)
}

function refuseOthers({ label, countries, ground }: ActionDraft, field: string): void {
  for (const [name, value] of Object.entries({ label, countries, ground }))
    if (value !== undefined) throw invalidField(`${field}/${name}`, message('draft.ownPlain'))
}

function checkEnd({ id, end }: DeclaredAction, durationMs: number | undefined, field: string): void {
  if (end === 'required' && durationMs === undefined)
    throw invalidField(`${field}/durationMs`, message('draft.duration', { action: id }))
  if (end === 'none' && durationMs !== undefined)
    throw invalidField(`${field}/durationMs`, message('draft.noDuration', { action: id }))
}

function refuseElsewhere({ id, platforms }: DeclaredAction, platform: string): void {
  if (platforms.length > 0 && !platforms.includes(platform))
    throw new DeskError('refused', message('decision.ownElsewhere', { platform, action: id }))
}

/**
 * Refuses an action of one's own on a content that the platform did not state to be of one of its item types.
 * Twin of is_of_item_type in SQL.
 */
export function checkItemType(
  { items }: Pick<Policies, 'items'>,
  planned: { subject: string; ownAction?: StoredAction | null; field: string },
  { facts }: JudgedBy,
): void {
  const { types = [] } = items.actions.get(planned.ownAction?.action ?? '') ?? {}
  if (types.length === 0 || parseSubjectKey(planned.subject).kind !== 'content') return
  if (types.some((type) => type === facts['item.type'])) return
  throw invalidField(`${planned.field}/own/id`, message('draft.ownType', { values: { as: 'or', list: types } }))
}
