import { type TSchema, Type } from 'typebox'
import { GivenTime } from '../../foundation/schemas/schemas.ts'
import { COLUMNS, EXPORT_KINDS } from './exported-fields.ts'

const TYPES: Readonly<Record<(typeof COLUMNS)[keyof typeof COLUMNS], () => TSchema>> = {
  integer: () => Type.Integer(),
  text: () => Type.String(),
  time: () => GivenTime,
}

/** The meanings of the columns whose name is no word of the API. */
const MEANINGS: Readonly<Partial<Record<keyof typeof COLUMNS, string>>> = {
  number: 'The number of the ledger entry.',
  part: 'The place among the lines of the entry, from 0.',
  restates: 'The erased entry whose content this line states again, without words about a person.',
  erased: 'The entry whose payload was erased: delete its lines.',
  subjectKind: 'The kind of the subject: account or content.',
  subjectId: 'The id of the subject at its platform.',
  appealId: 'The appeal.',
  reports: 'The number of reports that joined the case.',
  category: 'The category of the case.',
  approvals: 'The number of people who approved the enforcement before its effect.',
  declines: 'The number of people who declined it.',
  ownAction: "The action of the desk's own, as items.yaml names it.",
  outcome: 'The outcome of the appeal.',
}

const columns = Object.fromEntries(
  Object.entries(COLUMNS).map(([name, type]) => {
    const description = MEANINGS[name as keyof typeof COLUMNS]
    const schema = name === 'kind' ? Type.Enum([...EXPORT_KINDS]) : TYPES[type]()
    const described = description === undefined ? schema : { ...schema, description }
    return [name, ['number', 'part', 'kind'].includes(name) ? described : Type.Optional(described)]
  }),
)

const Cursor = Type.Object(
  {
    kind: Type.Literal('cursor'),
    number: Type.Integer({ description: 'The number to send as after.' }),
    chain: Type.String({ description: 'The chain to send as chain.' }),
    more: Type.Boolean({ description: 'True when entries after it are left.' }),
  },
  { additionalProperties: false, description: 'The last line: everything up to its number was sent.' },
)

/** A line of the export, as it is described. */
export const ExportedLine: TSchema = Type.Union([Type.Object(columns, { additionalProperties: false }), Cursor])
