import { type Description, listOperations, listParts, type SchemaNode } from './description.ts'
import { findField } from './fields/fields.ts'

/** Describes every parameter and property whose schema has no description of its own, by the table of fields. */
export function describeFields(description: Description): void {
  for (const { parameters = [], requestBody, responses } of listOperations(description)) {
    for (const parameter of parameters) parameter.description ??= findField(undefined, parameter.name)?.[0] ?? ''
    for (const { content = {} } of [requestBody ?? {}, ...Object.values(responses)]) {
      for (const { schema } of Object.values(content)) if (schema) describeParts(schema, undefined)
    }
  }
  for (const [name, schema] of Object.entries(description.components.schemas ?? {})) describeParts(schema, name)
}

function describeParts(node: SchemaNode, schema: string | undefined): void {
  for (const { part, property } of listParts(node)) {
    if (property !== undefined) part.description ??= findField(schema, property)?.[0] ?? ''
    describeParts(part, schema)
  }
}
