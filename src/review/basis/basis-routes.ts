import { Type } from 'typebox'
import {
  RedressReply,
  StatementFactsReply,
  TextsReply,
  toFactsReply,
} from '../../enforcement/statements/statement-reply.ts'
import { CaseId, Problem, strict } from '../../foundation/schemas/schemas.ts'
import { staffOf } from '../../people/access/caller.ts'
import { POLICY_GROUNDS, type Reference, STATED_REASONS } from '../../policy/basis.ts'
import type { App, Desk } from '../../policy/desk.ts'
import { WishedAction } from '../decide/decision-body.ts'
import { BasisBody } from './basis-body.ts'
import { prefillBasis, previewStatement } from './preview-statement.ts'

const PolicyId = Type.String({ minLength: 1, maxLength: 64 })
const References = Type.Array(
  Type.Object({
    id: Type.String(),
    names: Type.Record(Type.String(), Type.String(), { description: 'Its name by language.' }),
  }),
  {
    description: 'The id and the name in each language.',
  },
)

const PrefilledReply = Type.Object({
  facts: { ...StatementFactsReply, description: 'The basis by the policy, the reports and the content.' },
  grounds: Type.Enum([...POLICY_GROUNDS], { description: 'The ground of the policy; either: the reviewer chooses.' }),
  required: Type.Array(Type.Enum([...STATED_REASONS]), { description: 'The parts that a reviewer must state.' }),
  clauses: References,
  laws: References,
})

const PreviewBody = Type.Object(
  { caseId: CaseId, policyId: PolicyId, ...WishedAction, basis: Type.Optional(BasisBody) },
  strict,
)
const PreviewReply = Type.Object({ facts: StatementFactsReply, texts: TextsReply, redress: RedressReply })

const listOf = (references: ReadonlyMap<string, Reference>) =>
  [...references.values()].map(({ id, names }) => ({ id, names: { ...names } }))

/** Routes that prefill the basis of a decision and preview the statement that it leads to. */
export function basisRoutes(app: App, desk: Desk): void {
  const prefill = {
    summary: 'Read the basis of a decision by policy, reports and content, before you state another',
    params: Type.Object({ caseId: CaseId }),
    querystring: Type.Object({ policyId: PolicyId }, strict),
    response: { 200: PrefilledReply, 400: Problem, 403: Problem, 404: Problem },
  }
  app.get('/v1/cases/:caseId/basis', { schema: prefill }, async (request) => {
    const { policyId } = request.query
    const facts = await prefillBasis(desk, { ...request.params, policyId, by: staffOf(request) })
    const { policies, references } = desk.policies
    const { ground: grounds = 'terms', required = [] } = policies.get(policyId)?.basis ?? {}
    const lists = { clauses: listOf(references.clauses), laws: listOf(references.laws) }
    return { facts: toFactsReply(facts), grounds, required: [...required], ...lists }
  })
  const preview = {
    summary: 'Preview the statement of reasons that a decision leads to',
    description:
      'It changes nothing. The ids in it are those of no enforcement. A statement withholds the ids of reporters, which a preview repeats as you wrote them.',
    body: PreviewBody,
    response: { 200: PreviewReply, 400: Problem, 403: Problem, 404: Problem, 422: Problem },
  }
  app.post('/v1/statements/preview', { schema: preview }, async (request) => {
    const { caseId, policyId, basis, ...action } = request.body
    const { facts, texts, redress } = await previewStatement(desk, {
      ...{ caseId, policyId, action, basis, by: staffOf(request) },
    })
    return { facts: toFactsReply(facts), texts: [...texts], redress: [...redress] }
  })
}
