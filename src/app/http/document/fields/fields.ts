import { FACT_NAMES, factWords } from '../../../../policy/guards/facts.ts'
import { CASE_FIELDS } from './case-fields.ts'
import { ENFORCEMENT_FIELDS } from './enforcement-fields.ts'
import type { Fields } from './field.ts'
import { PEOPLE_FIELDS } from './people-fields.ts'
import { PROTOCOL_FIELDS } from './protocol-fields.ts'
import { RECORD_FIELDS } from './record-fields.ts'
import { SUBJECT_FIELDS } from './subject-fields.ts'
import { renderMessage } from '../../../../foundation/messages/render-message.ts'

/** The descriptions of all fields whose schema has none of its own. */
export const FIELDS: Fields = {
  ...Object.fromEntries(
    FACT_NAMES.map((name) => [name, [`Fact of the guards: ${renderMessage(factWords(name).doc)}.`] as const]),
  ),
  ...SUBJECT_FIELDS,
  ...CASE_FIELDS,
  ...ENFORCEMENT_FIELDS,
  ...PEOPLE_FIELDS,
  ...RECORD_FIELDS,
  ...PROTOCOL_FIELDS,
}

/** Returns the row of a field: the one for its schema, else the one for its name. */
export const findField = (schema: string | undefined, name: string): Fields[string] | undefined =>
  FIELDS[`${schema}.${name}`] ?? FIELDS[name]
