import { type TSchema, Type } from 'typebox'
import { orNull } from '../../foundation/schemas/schemas.ts'

/** The schema of an attribute that may be left out or null, which SCIM treats alike (RFC 7643 §2.5). */
export const optional = <Schema extends TSchema>(schema: Schema, description?: string) =>
  Type.Optional(orNull(schema, description))
