import { Type } from 'typebox'
import { AssessmentBody, IdentifiedBody } from '../../enforcement/approve/approval-routes.ts'
import { ACTIONS, CONTENT_GROUNDS, SUBJECT_KINDS } from '../../foundation/domain.ts'
import { DURATION_MS_MAX, MINUTE_MS } from '../../foundation/durations.ts'
import { LabelName, strict } from '../../foundation/schemas/schemas.ts'
import { SignatureBody } from '../../people/signatures/signature-body.ts'

const GroundBody = Type.Object(
  {
    kind: Type.Enum([...CONTENT_GROUNDS]),
    ref: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 64,
        description: 'The record that proves it. Omitted with harm: the policy proves it.',
      }),
    ),
  },
  {
    additionalProperties: false,
    description:
      'The ground on which you alone hide a content of a protected account: an authority’s order, a match, a stored document, or irreversible harm. A second person confirms it later.',
  },
)

const PARAMETERS_MAX = 20
export const OwnActionBody = Type.Object(
  {
    id: Type.String({ pattern: '^[a-z][a-z0-9-]{0,63}$', description: 'The id of the action, such as payout-hold.' }),
    parameters: Type.Optional(
      Type.Record(Type.String(), Type.Unknown(), {
        maxProperties: PARAMETERS_MAX,
        description: 'Its parameters, as items.yaml declares them. An undeclared one is refused.',
      }),
    ),
  },
  {
    additionalProperties: false,
    description:
      'An action of the organisation’s own. `action` is then the one of the eight as which it counts: GET /v1/policies states it.',
  },
)

/** One action as a reviewer requests it. */
export const WishedAction = {
  action: Type.Enum([...ACTIONS]),
  on: Type.Optional(
    Type.Enum([...SUBJECT_KINDS], {
      description: 'The kind of subject, for an action that fits the content and its account.',
    }),
  ),
  durationMs: Type.Optional(Type.Integer({ minimum: MINUTE_MS, maximum: DURATION_MS_MAX })),
  label: Type.Optional(LabelName),
  countries: Type.Optional(
    Type.Array(Type.String({ pattern: '^[A-Z]{2}$' }), {
      minItems: 1,
      maxItems: 250,
      uniqueItems: true,
      description:
        'The countries in which it is hidden (ISO 3166-1 alpha-2), as their law requires. Default: everywhere.',
    }),
  ),
  ground: Type.Optional(GroundBody),
  own: Type.Optional(OwnActionBody),
}

/** The action with the fields that it needs before others are asked to approve. */
export const ActionBody = Type.Object(
  {
    ...WishedAction,
    previewToken: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 64,
        description: 'The token of the preview. Required when other people must agree.',
      }),
    ),
    identified: Type.Optional(IdentifiedBody),
    assessment: Type.Optional(AssessmentBody),
    signature: Type.Optional(SignatureBody),
  },
  strict,
)
