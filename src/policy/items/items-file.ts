import { createHash } from 'node:crypto'
import Type, { type Static } from 'typebox'
import { OWN_LOSSES, SUBJECT_KINDS } from '../../foundation/domain.ts'
import { message } from '../../foundation/messages/message.ts'
import { strict } from '../../foundation/schemas/schemas.ts'
import {
  FileError,
  findRepeats,
  type Problem,
  type Read,
  readYaml,
  readYamlBytes,
} from '../../foundation/yaml/read-yaml.ts'
import { findItemProblems } from './item-problems.ts'
import {
  ENTRIES_MAX,
  FIELDS_MAX,
  FORMATS,
  ITEM_ROLES,
  type ItemField,
  type ItemType,
  type ItemTypes,
  type Named,
  TEXT_CHARS_MAX,
} from './item-types.ts'
import { findOwnActionProblems } from './own-action-problems.ts'
import type { DeclaredAction } from './own-actions.ts'

export const ITEMS_FILE = 'items.yaml'
/** A desk without item types and actions of its own: contents have text and media, as before. */
export const NO_ITEMS = 'items: []\n'

const TYPES_MAX = 50
const ACTIONS_MAX = 30
const PARAMETERS_MAX = 20
const VALUES_MAX = 100
const TITLE_CHARS_MAX = 60

/** Thrown for item types that can't be used. */
export class ItemsError extends FileError {
  override name = 'ItemsError'

  constructor(problems: readonly Problem[]) {
    super('the item types', problems)
  }
}

const ITEM_ID_PATTERN = '^[a-z][a-z0-9_-]{0,63}$'
const Id = Type.String({
  pattern: ITEM_ID_PATTERN,
  form: message('ruleFile.form.itemId'),
})
const Label = Type.String({ minLength: 1, maxLength: TITLE_CHARS_MAX })
const Title = Type.Union([Label, Type.Object({ en: Label, de: Type.Optional(Label) }, strict)], {
  form: message('ruleFile.form.title', { limit: TITLE_CHARS_MAX }),
})
const Values = Type.Array(Type.String({ minLength: 1, maxLength: 100 }), {
  minItems: 1,
  maxItems: VALUES_MAX,
  uniqueItems: true,
  form: message('ruleFile.form.texts', { limit: VALUES_MAX }),
})
const Chars = Type.Integer({
  minimum: 0,
  maximum: TEXT_CHARS_MAX,
  form: message('ruleFile.form.integer', { from: 0, to: TEXT_CHARS_MAX }),
})
const Format = Type.Enum([...FORMATS])

const text = {
  format: Type.Optional(Format),
  enum: Type.Optional(Values),
  minLength: Type.Optional(Chars),
  maxLength: Type.Optional(Chars),
}

const leaf = {
  title: Type.Optional(Title),
  role: Type.Optional(Type.Enum([...ITEM_ROLES])),
  ...text,
  minimum: Type.Optional(Type.Number()),
  maximum: Type.Optional(Type.Number()),
  items: Type.Optional(Type.Object({ type: Type.Literal('string'), ...text }, strict)),
  maxItems: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: ENTRIES_MAX,
      form: message('ruleFile.form.integer', { from: 1, to: ENTRIES_MAX }),
    }),
  ),
}
const Leaf = Type.Object({ type: Type.Enum(['string', 'number', 'integer', 'boolean', 'array']), ...leaf }, strict)

const required = Type.Optional(Type.Array(Type.String({ maxLength: 64 }), { maxItems: FIELDS_MAX, uniqueItems: true }))
/** A field of the first level: a value, or an object of values. No object stands inside another. */
const Field = Type.Object(
  {
    type: Type.Enum(['string', 'number', 'integer', 'boolean', 'array', 'object']),
    ...leaf,
    properties: Type.Optional(Type.Record(Type.String(), Leaf)),
    required,
  },
  strict,
)
export type FieldEntry = Static<typeof Field>

const ActionId = Type.String({
  pattern: '^[a-z][a-z0-9-]{0,63}$',
  form: message('ruleFile.form.actionId'),
})
const DeclaredActions = Type.Array(
  Type.Object(
    {
      id: ActionId,
      title: Title,
      on: Type.Array(Type.Enum([...SUBJECT_KINDS]), { minItems: 1, uniqueItems: true }),
      types: Type.Optional(Type.Array(Id, { minItems: 1, uniqueItems: true })),
      takes: Type.Array(Type.Enum([...OWN_LOSSES]), {
        minItems: 1,
        uniqueItems: true,
        form: message('ruleFile.form.losses', { losses: { as: 'commas', list: OWN_LOSSES } }),
      }),
      reversible: Type.Optional(Type.Boolean()),
      duration: Type.Optional(Type.Enum(['required', 'optional', 'none'])),
      parameters: Type.Optional(
        Type.Object(
          {
            type: Type.Literal('object'),
            properties: Type.Record(Type.String(), Leaf, { maxProperties: PARAMETERS_MAX }),
            required,
          },
          { ...strict, form: message('ruleFile.form.itemSchema') },
        ),
      ),
      platforms: Type.Optional(Type.Array(Type.String({ minLength: 1, maxLength: 64 }), { minItems: 1 })),
    },
    strict,
  ),
  { maxItems: ACTIONS_MAX, form: message('ruleFile.form.ownActions', { limit: ACTIONS_MAX }) },
)

const ItemsFile = Type.Object(
  {
    actions: Type.Optional(DeclaredActions),
    items: Type.Array(
      Type.Object(
        {
          id: Id,
          title: Title,
          offer: Type.Optional(Type.Boolean()),
          schema: Type.Object(
            { type: Type.Literal('object'), properties: Type.Record(Type.String(), Field), required },
            { ...strict, form: message('ruleFile.form.itemSchema') },
          ),
        },
        strict,
      ),
      { maxItems: TYPES_MAX, form: message('ruleFile.form.listOf', { limit: TYPES_MAX, what: 'types' }) },
    ),
  },
  strict,
)
export type ItemsFile = Static<typeof ItemsFile>

/** Reads a file of item types. One problem anywhere refuses the whole file. */
export const loadItems = (path: string): ItemTypes => toItemTypes(readYaml(path, ItemsFile))

/** Reads item types from a text; its problems name the file `name`. */
export const readItems = (name: string, source: string): ItemTypes =>
  toItemTypes(readYamlBytes(name, Buffer.from(source), ItemsFile))

function toItemTypes(file: Read<ItemsFile>): ItemTypes {
  if (!file.value) throw new ItemsError(file.problems)
  const { items, actions = [] } = file.value
  const problems = [
    ...findRepeats(file, 'items', items),
    ...findRepeats(file, 'actions', actions),
    ...findItemProblems(file, file.value),
    ...findOwnActionProblems(file, file.value),
  ]
  if (problems.length > 0) throw new ItemsError(problems)
  return {
    types: new Map(items.map((entry) => [entry.id, toType(entry)])),
    actions: new Map(actions.map((entry) => [entry.id, toAction(entry)])),
    hash: createHash('sha256').update(file.bytes).digest('hex'),
  }
}

const toType = ({ id, title, schema, offer = false }: ItemsFile['items'][number]): ItemType => ({
  id,
  title: toNamed(title),
  fields: toFields(schema.properties, schema.required),
  isOffer: offer,
})

function toAction(entry: NonNullable<ItemsFile['actions']>[number]): DeclaredAction {
  const { reversible = true, duration = reversible ? 'optional' : 'none', types = [], platforms = [] } = entry
  const { id, title, on, takes, parameters } = entry
  return {
    ...{ id, title: toNamed(title), on, types, reversible, end: duration, platforms },
    takes: OWN_LOSSES.filter((loss) => takes.includes(loss)),
    parameters: parameters ? toFields(parameters.properties, parameters.required) : [],
  }
}

const toFields = (properties: Record<string, FieldEntry>, needed: readonly string[] = []): ItemField[] =>
  Object.entries(properties).map(([name, entry]) => toField(name, entry, needed.includes(name)))

function toField(name: string, entry: FieldEntry, isRequired: boolean): ItemField {
  const { format = null, enum: values = null, minLength = 0, maxLength = TEXT_CHARS_MAX } = entry.items ?? entry
  return {
    name,
    title: toNamed(entry.title ?? name),
    kind: entry.type,
    required: isRequired,
    role: entry.role ?? null,
    text: { format, values, lengthMin: minLength, lengthMax: maxLength },
    minimum: entry.minimum ?? -Number.MAX_SAFE_INTEGER,
    maximum: entry.maximum ?? Number.MAX_SAFE_INTEGER,
    entriesMax: entry.maxItems ?? ENTRIES_MAX,
    fields: toFields(entry.properties ?? {}, entry.required),
  }
}

const toNamed = (title: string | Named): Named => (typeof title === 'string' ? { en: title } : title)
