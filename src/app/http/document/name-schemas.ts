import {
  type Description,
  listOperations,
  mapParts,
  type Media,
  type Operation,
  refTo,
  type SchemaNode,
} from './description.ts'
import { SCHEMA_NAMES } from './schema-names.ts'

const JSON_TYPE = /^application\/(json|scim\+json|x-ndjson)$/

/**
 * Moves the schemas that have a name into the components of a description, and refers to them wherever they occur. The
 * routes' own schemas stay complete, so that checking and writing need no table of references.
 */
export function nameSchemas(description: Description): void {
  const operations = listOperations(description)
  const byId = new Map(operations.map((operation) => [operation.operationId ?? '', operation]))
  const names = new Map<string, string>()
  const named = new Map<string, SchemaNode>()
  const add = (name: string, schema: SchemaNode): void => {
    const key = keyOf(schema)
    if (names.has(key)) return
    if (named.has(name)) throw new Error(`two schemas of the API are called ${name}`)
    names.set(key, name)
    named.set(name, schema)
  }
  for (const [name, place] of Object.entries(SCHEMA_NAMES)) add(name, findSchema(byId, place))
  for (const operation of operations) nameOwn(operation, add)
  const refer = (node: SchemaNode): SchemaNode => {
    const name = names.get(keyOf(node))
    if (name === undefined) return mapParts(node, refer)
    return { $ref: refTo(name), ...(node.description === undefined ? {} : { description: node.description }) }
  }
  for (const media of operations.flatMap(listMedia)) if (media.schema) media.schema = refer(media.schema)
  const parts = [...named].map(([name, schema]) => [name, mapParts(schema, refer)] as const)
  description.components.schemas = { ...description.components.schemas, ...Object.fromEntries(parts) }
}

/** Names the body and the answer of an operation after it, unless they have a name already. */
function nameOwn(operation: Operation, add: (name: string, schema: SchemaNode) => void): void {
  const own = operation.operationId ?? ''
  const prefix = own.charAt(0).toUpperCase() + own.slice(1)
  const [body] = Object.values(operation.requestBody?.content ?? {})
  if (body?.schema && isNameable(body.schema)) add(`${prefix}Body`, body.schema)
  for (const { content = {} } of listSuccesses(operation)) {
    for (const [type, { schema }] of Object.entries(content)) {
      if (JSON_TYPE.test(type) && schema && isNameable(schema)) add(`${prefix}Answer`, schema)
    }
  }
}

/** True for an object or a choice of objects: not for a text, a list, or a reference. */
const isNameable = (schema: SchemaNode): boolean =>
  schema.$ref === undefined && (schema.properties ?? schema.anyOf ?? schema.allOf) !== undefined

export const listSuccesses = ({ responses }: Operation) =>
  Object.entries(responses).flatMap(([status, response]) => (Number(status) < 300 ? [response] : []))

const listMedia = (operation: Operation): Media[] =>
  [operation.requestBody, ...Object.values(operation.responses)].flatMap((part) => Object.values(part?.content ?? {}))

/** True when two schemas allow the same values: the descriptions of their occurrences do not count. */
function keyOf({ description: _description, ...schema }: SchemaNode): string {
  return JSON.stringify(schema)
}

/** Finds the schema at a place such as `readCase reports items`: an operation, `body` or nothing, and property names. */
function findSchema(byId: ReadonlyMap<string, Operation>, place: string): SchemaNode {
  const [id = '', ...path] = place.split(' ')
  const operation = byId.get(id)
  const isBody = path[0] === 'body'
  const contents = isBody ? [operation?.requestBody] : operation ? listSuccesses(operation) : []
  const [start] = contents.flatMap((each) => Object.values(each?.content ?? {}))
  const properties = path.slice(isBody ? 1 : 0)
  const found = properties.reduce<SchemaNode | undefined>(
    (node, property) => listObjects(node).flatMap((each) => each.properties?.[property] ?? [])[0],
    start?.schema,
  )
  const schema = properties.length === 0 ? found : listObjects(found)[0]
  if (schema === undefined) throw new Error(`the API has no schema at ${place}`)
  return schema
}

/** Lists the objects that a value may be, also in lists and choices; a choice of several objects counts as a whole. */
function listObjects(node: SchemaNode | undefined): SchemaNode[] {
  if (node === undefined) return []
  if (node.items) return listObjects(node.items)
  const choices = (node.anyOf ?? []).filter(({ type }) => type !== 'null')
  if (choices.length > 1) return [node, ...choices.flatMap(listObjects)]
  if (choices[0]) return listObjects(choices[0])
  return node.properties || node.allOf ? [node, ...(node.allOf ?? []).flatMap(listObjects)] : []
}
