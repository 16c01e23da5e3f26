import type { Message } from '../../foundation/messages/message.ts'
import { Type } from 'typebox'
import { DeskError, type ErrorCode } from '../../foundation/errors.ts'

/** The path below which every answer has the form of SCIM. */
export const SCIM_BASE = '/scim/v2'
export const SCIM_TYPE = 'application/scim+json'
const ERROR_SCHEMA = 'urn:ietf:params:scim:api:messages:2.0:Error'

/** The error codes (scimType) of RFC 7644 §3.12. */
type ScimType =
  | 'invalidFilter'
  | 'tooMany'
  | 'uniqueness'
  | 'mutability'
  | 'invalidSyntax'
  | 'invalidPath'
  | 'noTarget'
  | 'invalidValue'

/** The schema of the answer to a failed request under /scim/v2. */
export const ScimError = Type.Object(
  {
    schemas: Type.Array(Type.Literal(ERROR_SCHEMA)),
    status: Type.String({ description: 'The status once more, as text.' }),
    scimType: Type.Optional(Type.String({ description: 'What was wrong, in one word of RFC 7644.' })),
    detail: Type.String({ description: 'The outcome of the request, its reason and the next step.' }),
  },
  { $id: 'ScimError', additionalProperties: false },
)

/** A refusal with an error code of RFC 7644. */
export const scimRefusal = (scimType: ScimType, text: Message, code: ErrorCode = 'invalid_input'): DeskError =>
  new DeskError(code, text, { scimType })

export const isScim = (url: string): boolean => url === SCIM_BASE || url.startsWith(`${SCIM_BASE}/`)

/** Converts a problem to the form of SCIM. An invalid body has the code invalidSyntax unless another is given. */
export function toScimError({ status, detail, scimType }: { status: number; detail: string; scimType?: unknown }) {
  const word = typeof scimType === 'string' ? scimType : status === 400 ? 'invalidSyntax' : undefined
  return { schemas: [ERROR_SCHEMA], status: String(status), ...(word === undefined ? {} : { scimType: word }), detail }
}
