import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { CandidateReply } from '../../enforcement/offer/offer-reply.ts'
import { RequirementReply, requirementReply } from '../../enforcement/present/requirement-reply.ts'
import type { Desk } from '../../policy/desk.ts'
import { ACTIONS, HARMS } from '../../foundation/domain.ts'
import { LOOKALIKES_MAX } from '../../cases/lookalikes/list-candidates.ts'
import { CaseId, orNull, Problem, Timestamp } from '../../foundation/schemas/schemas.ts'
import { toIso } from '../../foundation/time/to-iso.ts'
import { staffOf } from '../../people/access/caller.ts'
import { WishedAction } from '../decide/decision-body.ts'
import { HARM_REFUSALS } from './harm-queries.ts'
import { previewEnforcement } from './preview.ts'
import { previewInterim } from '../interim-measure/preview-interim.ts'

const PreviewBody = Type.Object(
  {
    caseId: CaseId,
    policyId: Type.String({ minLength: 1, maxLength: 64 }),
    ...WishedAction,
    interim: Type.Optional(
      Type.Boolean({
        description: 'As an interim measure of one person, at once: POST /v1/interim-measures takes it.',
      }),
    ),
    hijack: Type.Optional(
      Type.Boolean({ description: 'With `interim` and lock: against a hijacker, as in POST /v1/interim-measures.' }),
    ),
    reason: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 2_000,
        description: "Why you look, if you don't hold the case. Recorded.",
      }),
    ),
  },
  { additionalProperties: false },
)

const PreviewReply = Type.Object({
  sentence: Type.String({ description: 'What will happen.' }),
  button: Type.String({ description: 'What the button says.' }),
  requirement: RequirementReply,
  interim: Type.Array(Type.Enum([...ACTIONS]), { description: 'What you can do at once, alone.' }),
  frozenUntil: Type.Union([Timestamp, Type.Null()], { description: 'All harm is frozen: it begins no earlier.' }),
  isShut: Type.Boolean({ description: 'A breaker is open: it waits until two people have closed it.' }),
  candidates: Type.Array(CandidateReply, {
    maxItems: LOOKALIKES_MAX + 1,
    description: 'If its proposer must say whose account it is: that account and those like it, among which they pick.',
  }),
  signs: Type.Boolean({
    description: 'You sign it, since it restricts a protected account: POST /v1/proposal-signings says what to sign.',
  }),
  isProtected: Type.Boolean({ description: 'Whatever is done at once, alone, is signed.' }),
  harm: orNull(
    Type.Object({
      harm: Type.Enum([...HARMS]),
      refusal: orNull(
        Type.Enum([...HARM_REFUSALS]),
        'Why it is no ground now. person: it takes the clearance protected, on duty and not leaving. age: the platform did not say that the content was published or edited within 24 hours. used: 20 contents of the account were hidden so within 24 hours.',
      ),
      left: Type.Integer({ description: 'The contents of the account that may still be hidden so within 24 hours.' }),
    }),
    'Irreversible harm as a ground: on a content of a protected account, under a policy that two people marked. Null elsewhere.',
  ),
  token: Type.String({
    description: 'Goes with the proposal, as previewToken. A later preview of the same replaces it.',
  }),
})

/** Shows what an action would do before it is proposed. */
export const previewRoutes =
  (desk: Desk): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    const schema = {
      summary: 'What would happen, before you ask for it',
      body: PreviewBody,
      response: { 200: PreviewReply, 400: Problem, 403: Problem, 404: Problem, 409: Problem, 422: Problem },
    }
    app.post('/v1/enforcements/preview', { schema }, async (request) => {
      const { caseId, policyId, reason = null, interim: isInterim = false, hijack = false, ...action } = request.body
      const asked = { caseId, policyId, action, reason, by: staffOf(request) }
      const preview = await (isInterim ? previewInterim(desk, { ...asked, hijack }) : previewEnforcement(desk, asked))
      const { requirement, interim, frozenUntil, candidates, ...said } = preview
      return {
        ...said,
        requirement: requirementReply(requirement),
        interim: [...interim],
        frozenUntil: toIso(frozenUntil),
        candidates: [...candidates],
      }
    })
    done()
  }
