import { Type } from '@fastify/type-provider-typebox'
import type { App, Desk } from '../../policy/desk.ts'
import { ACTIONS, CATEGORIES, ESCALATION_QUEUES, HARMS, SUBJECT_KINDS, URGENCIES } from '../../foundation/domain.ts'
import { orNull } from '../../foundation/schemas/schemas.ts'
import { findPolicyHarms } from '../preview/harm-queries.ts'
import { CLOCK_STARTS } from '../../policy/policies.ts'
import { ACTION_RULES } from '../../policy/requirements/action-order.ts'

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
      })),
      noViolationReasons: [...desk.policies.noViolationReasons],
      escalationQueues: [...ESCALATION_QUEUES],
      urgencies: [...URGENCIES],
    }
  })
}
