import { type Static, Type } from 'typebox'
import { ROLES } from '../../foundation/domain.ts'
import type { Requirement } from '../../policy/requirements/requirement.ts'
import { peopleMessage } from './format-enforcement.ts'
import { said } from '../../foundation/schemas/said.ts'

/** The requirement of an enforcement as people on duty see it, without its guard or threshold. */
export const RequirementReply = Type.Object({
  approvals: Type.Array(
    Type.Object({
      count: Type.Integer(),
      roles: Type.Optional(Type.Array(Type.Enum([...ROLES]))),
      teams: Type.Optional(Type.Integer()),
      employers: Type.Optional(Type.Integer()),
    }),
    { description: 'The clauses that must all be met. One person counts towards every clause that they fit.' },
  ),
  people: said('The clauses in words. Empty: no other person is needed.'),
  holdMs: Type.Integer({
    description: 'The time in milliseconds after all agreed in which any person on duty can stop it.',
  }),
  confirmMs: Type.Union([Type.Integer({ description: 'So soon after, a further person must confirm.' }), Type.Null()]),
  identify: Type.Boolean({ description: 'True when the proposer must type the handle and pick the account.' }),
  assessment: Type.Union([Type.Literal('newsworthiness'), Type.Null()]),
})

export const requirementReply = (requirement: Requirement): Static<typeof RequirementReply> => {
  const { approvals, holdMs, confirmMs, identify, assessment } = requirement
  return {
    approvals: approvals.map(({ roles, more: _more, ...clause }) => ({
      ...clause,
      ...(roles ? { roles: [...roles] } : {}),
    })),
    people: approvals.length === 0 ? '' : peopleMessage(approvals),
    holdMs,
    confirmMs,
    identify,
    assessment,
  }
}
