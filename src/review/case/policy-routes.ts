import { Type } from '@fastify/type-provider-typebox'
import type { App, Desk } from '../../policy/desk.ts'
import {
  ACTIONS,
  CATEGORIES,
  ESCALATION_QUEUES,
  HARMS,
  SUBJECT_KINDS,
  type SubjectKind,
  URGENCIES,
} from '../../foundation/domain.ts'
import { orNull } from '../../foundation/schemas/schemas.ts'
import { findPolicyHarms } from '../preview/harm-queries.ts'
import { CLOCK_STARTS } from '../../policy/policy-file.ts'
import { OwnEffectReply } from '../../policy/items/own-action-reply.ts'
import type { DeclaredAction } from '../../policy/items/own-actions.ts'
import { baseActionOf } from '../../policy/requirements/base-action.ts'
import { ACTION_RULES } from '../../policy/requirements/action-order.ts'

const Base = Type.Object({
  withEnd: orNull(Type.Enum([...ACTIONS])),
  withoutEnd: orNull(Type.Enum([...ACTIONS])),
})
const OwnAction = Type.Object({
  id: Type.String(),
  ...OwnEffectReply,
  on: Type.Array(Type.Enum([...SUBJECT_KINDS])),
  types: Type.Array(Type.String(), { description: 'The item types to which it applies. Empty: every content.' }),
  end: Type.Enum(['required', 'optional', 'none']),
  countsAs: Type.Object(
    { account: Base, content: Base },
    { description: 'The one of the eight as which it counts, to be sent as `action`. Null: it can’t have this end.' },
  ),
  parameters: Type.Array(
    Type.Object({
      name: Type.String(),
      title: OwnEffectReply.title,
      kind: Type.Enum(['string', 'number', 'integer', 'boolean', 'array', 'object']),
      required: Type.Boolean(),
      values: orNull(Type.Array(Type.String()), 'The only values that it may have. Null: any.'),
      minimum: Type.Number(),
      maximum: Type.Number(),
      lengthMax: Type.Integer(),
    }),
  ),
})

const PolicyReply = Type.Object({
  id: Type.String(),
  title: Type.String(),
  text: Type.String(),
  category: Type.Enum([...CATEGORIES]),
  actions: Type.Array(
    Type.Object({
      action: Type.Enum([...ACTIONS]),
      on: Type.Array(Type.Enum([...SUBJECT_KINDS]), {
        description: 'The kinds of subject that the action fits, the usual one first.',
      }),
      end: Type.Enum(['required', 'optional', 'none'], {
        description: 'The rule for its end: required, optional or none.',
      }),
    }),
  ),
  ownActions: Type.Array(OwnAction, { description: 'The actions of the organisation’s own that the policy names.' }),
  legalDuty: Type.Boolean({
    description: 'True when a law requires these enforcements: undoing one takes two people.',
  }),
  harm: orNull(
    Type.Enum([...HARMS]),
    'The irreversible harm that two people marked the policy with: one person then acts alone on it. Null: none.',
  ),
  clock: orNull(
    Type.Object({
      dueMs: Type.Integer(),
      pageLeftMs: Type.Integer(),
      startsFrom: Type.Array(Type.Enum([...CLOCK_STARTS]), {
        description:
          'The events that start the clock: a removal order, a valid request, a match with a list. A report starts none.',
      }),
    }),
    'The time within which a content must be offline, and the remaining time at which people are paged.',
  ),
  reasons: Type.Array(Type.String(), { description: 'Saved reasons for decisions under this policy.' }),
})

const PoliciesReply = Type.Object({
  hash: Type.String({ description: 'The SHA-256 of the rule files in force, in hex.' }),
  policies: Type.Array(PolicyReply),
  noViolationReasons: Type.Array(Type.String(), {
    description: 'Saved reasons for decisions that find no violation.',
  }),
  escalationQueues: Type.Array(Type.Enum([...ESCALATION_QUEUES])),
  urgencies: Type.Array(Type.Enum([...URGENCIES])),
})

const baseOf = (kind: SubjectKind, { on, end, ...effect }: DeclaredAction) => ({
  withEnd: on.includes(kind) && end !== 'none' ? (baseActionOf(kind, effect, true) ?? null) : null,
  withoutEnd: on.includes(kind) && end !== 'required' ? (baseActionOf(kind, effect, false) ?? null) : null,
})

const ownAction = (declared: DeclaredAction) => ({
  ...{ id: declared.id, title: declared.title, reversible: declared.reversible, end: declared.end },
  ...{ on: [...declared.on], types: [...declared.types], takes: [...declared.takes] },
  countsAs: { account: baseOf('account', declared), content: baseOf('content', declared) },
  parameters: declared.parameters.map(({ name, title, kind, required, text, minimum, maximum }) => ({
    ...{ name, title, kind, required, minimum, maximum, lengthMax: text.lengthMax },
    values: text.values && [...text.values],
  })),
})

/** The route that lists the policies for deciding. */
export function policyRoutes(app: App, desk: Desk): void {
  const schema = {
    summary: 'List policies, actions and grounds that a decision may name',
    response: { 200: PoliciesReply },
  }
  app.get('/v1/policies', { schema }, async () => {
    const harms = await findPolicyHarms(desk.db, [...desk.policies.policies.keys()])
    return {
      hash: desk.policies.hash,
      policies: [...desk.policies.policies.values()].map((policy) => ({
        ...policy,
        reasons: [...policy.reasons],
        harm: harms.get(policy.id) ?? null,
        clock: policy.clock && { ...policy.clock, startsFrom: [...policy.clock.startsFrom] },
        actions: policy.actions.map((action) => ({
          action,
          on: [...ACTION_RULES[action].on],
          end: ACTION_RULES[action].end,
        })),
        ownActions: policy.ownActions.flatMap((id) => {
          const declared = desk.policies.items.actions.get(id)
          return declared === undefined ? [] : [ownAction(declared)]
        }),
      })),
      noViolationReasons: [...desk.policies.noViolationReasons],
      escalationQueues: [...ESCALATION_QUEUES],
      urgencies: [...URGENCIES],
    }
  })
}
