import { Type } from 'typebox'
import { isMembers, nameParts } from '../attribute-names.ts'

const OPERATIONS_MAX = 200
const VALUE_LENGTH_MAX = 1_000
const MEMBERS_MAX = 1_000
const open = { additionalProperties: true }
const Scalar = Type.Union([Type.String({ maxLength: VALUE_LENGTH_MAX }), Type.Boolean(), Type.Number(), Type.Null()])

/** The schema of a PATCH (RFC 7644 §3.5.2), also in the forms that Entra ID and Okta send. */
export const PatchBody = Type.Object(
  {
    schemas: Type.Optional(Type.Array(Type.String({ maxLength: VALUE_LENGTH_MAX }), { maxItems: 5 })),
    Operations: Type.Array(
      Type.Object(
        {
          op: Type.String({ maxLength: 10, description: 'add, replace or remove, in upper or lower case.' }),
          path: Type.Optional(
            Type.String({ minLength: 1, maxLength: 500, description: 'The path, such as members[value eq "user_1"].' }),
          ),
          value: Type.Optional(
            Type.Union([
              Scalar,
              Type.Object({}, open),
              Type.Array(Type.Union([Type.String({ maxLength: VALUE_LENGTH_MAX }), Type.Object({}, open)]), {
                maxItems: MEMBERS_MAX,
              }),
            ]),
          ),
        },
        open,
      ),
      { minItems: 1, maxItems: OPERATIONS_MAX },
    ),
  },
  open,
)

/** Returns a body with the names of a PATCH as the schema has them. Nulls stay: they clear an attribute. */
export function namePatch(body: Record<string, unknown>): unknown {
  const named = nameParts(body, ['schemas', 'Operations'])
  if (!isMembers(named) || !Array.isArray(named.Operations)) return named
  return { ...named, Operations: nameParts(named.Operations, ['op', 'path', 'value']) }
}
