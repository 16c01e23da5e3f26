import { Type } from 'typebox'
import type { App, Desk } from '../../policy/desk.ts'
import { negotiateLanguage } from '../../foundation/messages/negotiate-language.ts'
import { CaseId, Problem, strict } from '../../foundation/schemas/schemas.ts'
import { prepareSigning } from '../../people/signatures/prepare-signing.ts'
import { SigningReply } from '../../people/signatures/routes.ts'

import { staffOf } from '../../people/access/caller.ts'
import { WishedAction } from './decision-body.ts'
import { prepareProposal } from './sign-proposal.ts'

const ProposalBody = Type.Object(
  {
    caseId: CaseId,
    policyId: Type.String({ minLength: 1, maxLength: 64 }),
    ...WishedAction,
    interim: Type.Optional(
      Type.Boolean({ description: 'The interim measure, for POST /v1/interim-measures. Omitted: for a decision.' }),
    ),
    hijack: Type.Optional(
      Type.Boolean({
        description: 'With `interim` and lock: the account is hijacked, as in POST /v1/interim-measures.',
      }),
    ),
  },
  strict,
)

/** Returns the text that a reviewer signs to propose a restrictive action on a protected account. */
export function proposalRoutes(app: App, desk: Desk): void {
  const schema = {
    summary: 'Prepare the signing of a proposal that restricts a protected account',
    description: 'Valid once, for five minutes, and only for you. Send the signature with the decision or the measure.',
    body: ProposalBody,
    response: { 201: SigningReply, 400: Problem, 403: Problem, 404: Problem, 409: Problem, 422: Problem },
  }
  app.post('/v1/proposal-signings', { schema }, async (request, reply) => {
    const { caseId, policyId, interim = false, hijack = false, ...action } = request.body
    const by = staffOf(request)
    const signable = await prepareProposal(desk, { caseId, by, policyId, action, interim, hijack })
    const language = negotiateLanguage(request.headers['accept-language'])
    return reply.code(201).send(await prepareSigning(desk.db, desk, { act: 'propose', by, signable, language }))
  })
}
