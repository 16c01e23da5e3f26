import { type TSchema, Type } from 'typebox'
import { strict } from '../../foundation/schemas/schemas.ts'

const TAGS_MAX = 64
const TAG_CHARS_MAX = 64

export const Language = Type.String({
  maxLength: 35,
  pattern: '^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$',
  description: 'BCP 47, such as en or pt-BR.',
})

export const Region = Type.String({ pattern: '^[A-Z]{2}$', description: 'ISO 3166-1 alpha-2, such as IE.' })

export const Handle = Type.String({ maxLength: 256 })
export const DisplayName = Type.String({ maxLength: 1_024 })
export const Reach = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })
export const Items = Type.Integer({
  minimum: 0,
  maximum: Number.MAX_SAFE_INTEGER,
  description: 'How many contents the account has now, hidden ones included.',
})
export const Tags = Type.Array(Type.String({ minLength: 1, maxLength: TAG_CHARS_MAX }), { maxItems: TAGS_MAX })

const DOMAINS_MAX = 32
const DOMAIN_CHARS_MAX = 253
export const BioDomains = Type.Array(Type.String({ minLength: 1, maxLength: DOMAIN_CHARS_MAX }), {
  maxItems: DOMAINS_MAX,
  description: 'The domains of the links in its description.',
})

const ITEM_TYPE_CHARS_MAX = 64
/** The schema of a content's item. `findItemFaults` checks its fields against the type that the desk has. */
export const ItemSchema = Type.Object(
  {
    type: Type.String({
      minLength: 1,
      maxLength: ITEM_TYPE_CHARS_MAX,
      description: 'The id of an item type that the organisation declared, such as listing.',
    }),
    fields: Type.Record(Type.String(), Type.Unknown(), {
      description: 'Its fields, as its type declares them. An undeclared field is refused.',
    }),
  },
  { ...strict, description: 'The fields of a content that is more than a text, such as a listing with its price.' },
)

/** Returns the schema of a fact. Null: unknown. `absent`: the platform has no such fact. */
export const factOf = <Schema extends TSchema>(schema: Schema) =>
  Type.Union([Type.Null(), Type.Literal('absent'), schema])
