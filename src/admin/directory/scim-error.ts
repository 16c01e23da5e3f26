import type { Message } from '../../foundation/messages/message.ts'
import { Type } from 'typebox'
import { DeskError, type ErrorCode } from '../../foundation/errors.ts'

/** Under this all of SCIM is answered, in its own form. */
export const SCIM_BASE = '/scim/v2'
export const SCIM_TYPE = 'application/scim+json'
const ERROR_SCHEMA = 'urn:ietf:params:scim:api:messages:2.0:Error'

/** The reasons for a refusal that RFC 7644 §3.12 names. */
type ScimType =
  | 'invalidFilter'
  | 'tooMany'
  | 'uniqueness'
  | 'mutability'
  | 'invalidSyntax'
  | 'invalidPath'
  | 'noTarget'
  | 'invalidValue'

/** The body of each failed request under /scim/v2. */
export const ScimError = Type.Object(
  {
    schemas: Type.Array(Type.Literal(ERROR_SCHEMA)),
    status: Type.String({ description: 'The status once more, as text.' }),
    scimType: Type.Optional(Type.String({ description: 'What was wrong, in one word of RFC 7644.' })),
    detail: Type.String({ description: 'The outcome of the request, its reason and the next step.' }),
  },
  { $id: 'ScimError', additionalProperties: false },
)

/** A refusal that says its word of RFC 7644 too. */
export const scimRefusal = (scimType: ScimType, text: Message, code: ErrorCode = 'invalid_input'): DeskError =>
  new DeskError(code, text, { scimType })

export const isScim = (url: string): boolean => url === SCIM_BASE || url.startsWith(`${SCIM_BASE}/`)

/** A problem in the form that SCIM has for it. A body that is not as it should be is wrong in its syntax, if nothing else is said. */
export function toScimError({ status, detail, scimType }: { status: number; detail: string; scimType?: unknown }) {
  const word = typeof scimType === 'string' ? scimType : status === 400 ? 'invalidSyntax' : undefined
  return { schemas: [ERROR_SCHEMA], status: String(status), ...(word === undefined ? {} : { scimType: word }), detail }
}
