import { type Static, Type } from 'typebox'
import { ACTIONS } from '../../../foundation/domain.ts'
import { DURATION_MS_MAX, MINUTE_MS } from '../../../foundation/durations.ts'
import { CaseId, LabelName, orNull, Problem, strict, Timestamp } from '../../../foundation/schemas/schemas.ts'
import { staffOf } from '../../../people/access/caller.ts'
import type { App, Desk } from '../../../policy/desk.ts'
import { concludeAppeal } from './conclude-appeal.ts'

const RATIONALE_CHARS_MAX = 2_000
const Conclusion = Type.Enum(['violation', 'no_violation'])

const ConclusionBody = Type.Object(
  {
    conclusion: { ...Conclusion, description: 'Your own conclusion on the subject, as if you decided first.' },
    policyId: Type.Optional(
      Type.String({ minLength: 1, maxLength: 64, description: 'The policy that it breaks. With violation alone.' }),
    ),
    wished: Type.Optional(
      Type.Object(
        {
          action: Type.Enum([...ACTIONS]),
          durationMs: Type.Optional(Type.Integer({ minimum: MINUTE_MS, maximum: DURATION_MS_MAX })),
          label: Type.Optional(LabelName),
        },
        {
          ...strict,
          description: 'The action that you would take yourself. With violation alone. It acts on nothing.',
        },
      ),
    ),
    rationale: Type.String({
      pattern: '\\S',
      maxLength: RATIONALE_CHARS_MAX,
      description: 'Your reason. The appellant does not receive it.',
    }),
  },
  strict,
)

/** The own conclusion of the reader on an appeal. */
export const ConclusionPart = Type.Object({
  conclusion: Conclusion,
  policyId: orNull(Type.String()),
  action: orNull(Type.Enum([...ACTIONS])),
  durationMs: orNull(Type.Integer()),
  label: orNull(Type.String()),
  rationale: Type.String(),
  concludedAt: Timestamp,
})
export type ConclusionPart = Static<typeof ConclusionPart>

/** The route by which the judge of an appeal concludes before they read what was said at the time. */
export function conclusionRoutes(app: App, desk: Desk): void {
  const schema = {
    summary: 'Conclude on an appeal whose case you hold, before you read the first reason',
    description:
      'Until your own conclusion is stored, no route shows you who decided, with which reason, and who agreed. It is stored once and never changes. The outcome that you give then differs from it only with a reason.',
    params: Type.Object({ caseId: CaseId }),
    body: ConclusionBody,
    response: { 200: ConclusionPart, 403: Problem, 404: Problem, 409: Problem },
  }
  app.post('/v1/cases/:caseId/appeal/conclusion', { schema }, async (request) =>
    concludeAppeal(desk, { ...request.params, by: staffOf(request), given: request.body }),
  )
}
