import { Type } from 'typebox'
import { CandidateReply } from '../../enforcement/offer/offer-reply.ts'
import { RequirementReply, requirementReply } from '../../enforcement/present/requirement-reply.ts'
import type { App, Desk } from '../../policy/desk.ts'
import { ACTIONS, HARMS } from '../../foundation/domain.ts'
import { LOOKALIKES_MAX } from '../../cases/lookalikes/list-candidates.ts'
import { CaseId, orNull, Problem, Timestamp, strict } from '../../foundation/schemas/schemas.ts'
import { staffOf } from '../../people/access/caller.ts'
import { makeRenderer } from '../../people/staff/preferences.ts'
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
        description: 'True for an interim measure of one person: POST /v1/interim-measures applies it.',
      }),
    ),
    hijack: Type.Optional(
      Type.Boolean({
        description: 'With `interim` and lock: the account is hijacked, as in POST /v1/interim-measures.',
      }),
    ),
    reason: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 2_000,
        description: 'The reason for the view, if you do not hold the case. It is recorded.',
      }),
    ),
  },
  strict,
)

const PreviewReply = Type.Object({
  sentence: Type.String({ description: 'The outcome in one sentence.' }),
  button: Type.String({ description: 'The label of the button.' }),
  requirement: RequirementReply,
  interim: Type.Array(Type.Enum([...ACTIONS]), {
    description: 'The interim measure that you can apply at once, alone. Null: none.',
  }),
  frozenUntil: Type.Union([Timestamp, Type.Null()], {
    description: 'The end of the freeze: the enforcement begins no earlier. Null: no freeze.',
  }),
  isBreakerOpen: Type.Boolean({
    description: 'True when a breaker is open, or in the recovery state: it waits until two people end that.',
  }),
  candidates: Type.Array(CandidateReply, {
    maxItems: LOOKALIKES_MAX + 1,
    description: 'The account and its lookalikes, if the proposer must pick one. Else empty.',
  }),
  signs: Type.Boolean({
    description:
      'True when you must sign it, because it restricts a protected account or can’t be undone: POST /v1/proposal-signings prepares the text.',
  }),
  isProtected: Type.Boolean({ description: 'True when the account is protected: an interim measure is signed.' }),
  harm: orNull(
    Type.Object({
      harm: Type.Enum([...HARMS]),
      refusal: orNull(
        Type.Enum([...HARM_REFUSALS]),
        'The reason why it is no ground now. person: you need the clearance protected, and must be on duty and not leaving. age: the platform did not state that the content is at most 24 hours old. used: 20 contents of the account were hidden like this within 24 hours. Null: it is a ground.',
      ),
      left: Type.Integer({
        description: 'The number of contents of the account that may still be hidden like this within 24 hours.',
      }),
    }),
    'Irreversible harm as a ground, on a content of a protected account under a policy that two people marked. Null: not applicable.',
  ),
  token: Type.String({
    description: 'The token to send with the proposal as previewToken. A later preview of the same replaces it.',
  }),
})

/** Routes that show what an action would do before it is proposed. */
export function previewRoutes(app: App, desk: Desk): void {
  const schema = {
    summary: 'Preview an enforcement before you propose it',
    body: PreviewBody,
    response: { 200: PreviewReply, 400: Problem, 403: Problem, 404: Problem, 409: Problem, 422: Problem },
  }
  app.post('/v1/enforcements/preview', { schema }, async (request) => {
    const { caseId, policyId, reason = null, interim: isInterim = false, hijack = false, ...action } = request.body
    const asked = { caseId, policyId, action, reason, by: staffOf(request) }
    const preview = await (isInterim ? previewInterim(desk, { ...asked, hijack }) : previewEnforcement(desk, asked))
    const render = await makeRenderer(desk.db, request)
    const { sentence, button, requirement, interim, candidates, ...said } = preview
    return {
      ...said,
      sentence: render(sentence),
      button: render(button),
      requirement: requirementReply(requirement),
      interim: [...interim],
      candidates: [...candidates],
    }
  })
}
