import { type Static, Type } from 'typebox'
import { CATEGORIES } from '../../foundation/domain.ts'
import { FlaggerId, GivenTime, strict } from '../../foundation/schemas/schemas.ts'
import { readTime } from '../../foundation/time/read-time.ts'
import type { WantedFlagger } from '../change/wanted.ts'

const text = (maxLength: number, description: string) => Type.String({ pattern: '\\S', maxLength, description })

/** The schema of the change that registers a trusted flagger. */
export const FlaggerBody = Type.Object(
  {
    kind: Type.Literal('flagger'),
    flaggerId: Type.Optional(FlaggerId),
    name: text(200, 'The name of the organisation, as people at the desk see it beside its reports.'),
    contact: text(500, 'The contact of the organisation.'),
    email: Type.Optional(
      Type.String({
        pattern: '^[^\\s@]+@[^\\s@]+$',
        maxLength: 254,
        description: 'The address from which its notices come by the public form. Omit it: they come by API key alone.',
      }),
    ),
    coordinator: text(200, 'The Digital Services Coordinator that awarded the status.'),
    reference: text(200, 'The reference of its decision.'),
    areas: Type.Array(Type.Enum([...CATEGORIES]), {
      minItems: 1,
      maxItems: CATEGORIES.length,
      uniqueItems: true,
      description: 'The categories for which the status was awarded. Only such reports come before others.',
    }),
    expiresAt: GivenTime,
  },
  strict,
)

/** Converts the body to the proposed change. An address is compared in lower case. */
export const toWantedFlagger = ({ email, expiresAt, ...body }: Static<typeof FlaggerBody>): WantedFlagger => ({
  ...body,
  ...(email !== undefined && { email: email.toLowerCase() }),
  expiresAt: readTime(expiresAt, 'change/expiresAt'),
})
