/** The part of a JSON Schema that the description reads and writes. */
export interface SchemaNode {
  $ref?: string
  type?: string | readonly string[]
  description?: string
  example?: unknown
  examples?: readonly unknown[]
  default?: unknown
  const?: unknown
  enum?: readonly unknown[]
  format?: string
  pattern?: string
  minimum?: number
  minItems?: number
  minLength?: number
  properties?: Record<string, SchemaNode>
  required?: readonly string[]
  items?: SchemaNode
  anyOf?: SchemaNode[]
  oneOf?: SchemaNode[]
  allOf?: SchemaNode[]
  additionalProperties?: boolean | SchemaNode
}

export interface Media {
  schema?: SchemaNode
  example?: unknown
}
export interface Response {
  description?: string
  headers?: Record<string, object>
  content?: Record<string, Media>
  $ref?: string
}
export interface Parameter {
  name: string
  in: string
  description?: string
  example?: unknown
  schema?: SchemaNode
}
export interface Operation {
  operationId?: string
  summary?: string
  description?: string
  deprecated?: boolean
  parameters?: Parameter[]
  requestBody?: { required?: boolean; description?: string; content: Record<string, Media> }
  responses: Record<string, Response>
  [extension: `x-${string}`]: unknown
}
export interface Description {
  paths: Record<string, Record<string, Operation>>
  components: {
    schemas?: Record<string, SchemaNode>
    responses?: Record<string, Response>
    [part: string]: object | undefined
  }
}

const SCHEMAS = '#/components/schemas/'

export const refTo = (name: string): string => `${SCHEMAS}${name}`

/** Returns the name of the schema to which a node refers. Undefined: it refers to none. */
export const nameOf = ({ $ref }: SchemaNode): string | undefined =>
  $ref?.startsWith(SCHEMAS) ? $ref.slice(SCHEMAS.length) : undefined

export const listOperations = ({ paths }: Description): Operation[] =>
  Object.values(paths).flatMap((methods) => Object.values(methods))

/** Returns the schemas directly inside a node, each with the name of its property where it has one. */
export function listParts(node: SchemaNode): { part: SchemaNode; property?: string }[] {
  const { properties = {}, items, anyOf = [], oneOf = [], allOf = [], additionalProperties } = node
  return [
    ...Object.entries(properties).map(([property, part]) => ({ part, property })),
    ...[...(items === undefined ? [] : [items]), ...anyOf, ...oneOf, ...allOf].map((part) => ({ part })),
    ...(typeof additionalProperties === 'object' ? [{ part: additionalProperties }] : []),
  ]
}

/** Returns the node with each schema directly inside it replaced by the function. */
export function mapParts(node: SchemaNode, map: (part: SchemaNode, property?: string) => SchemaNode): SchemaNode {
  const { properties, items, anyOf, oneOf, allOf, additionalProperties } = node
  const entries = Object.entries(properties ?? {}).map(([name, part]) => [name, map(part, name)] as const)
  return {
    ...node,
    ...(properties && { properties: Object.fromEntries(entries) }),
    ...(items && { items: map(items) }),
    ...(anyOf && { anyOf: anyOf.map((part) => map(part)) }),
    ...(oneOf && { oneOf: oneOf.map((part) => map(part)) }),
    ...(allOf && { allOf: allOf.map((part) => map(part)) }),
    ...(typeof additionalProperties === 'object' && { additionalProperties: map(additionalProperties) }),
  }
}
