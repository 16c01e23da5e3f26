import type { FastifyInstance } from 'fastify'
import { FIELD_CLASSES, type FieldClass, maySee, SEEN } from '../audit/seen.ts'
import type { Caller } from '../domain.ts'
import { CALLER } from '../staff/caller.ts'

const CLASS_OF = new Map(FIELD_CLASSES.flatMap((each) => SEEN[each].fields.map((field) => [field, each] as const)))

/**
 * Takes out of every answer to a person the fields they may not see, by the table of classes. It goes by the names that an
 * answer's schema has, so a field of such a name is withheld on whatever route it is added to.
 */
export function withholdFields(app: FastifyInstance): void {
  const classes = new Map<string, readonly FieldClass[]>()
  app.addHook('onRoute', ({ method, url, schema }) => {
    const found = classesIn(JSON.stringify(schema?.response ?? {}))
    if (found.length > 0) for (const each of [method].flat()) classes.set(`${each} ${url}`, found)
  })
  app.addHook('preSerialization', async (request, _reply, answer) => {
    const { url } = request.routeOptions
    const inIt = classes.get(`${request.method} ${url}`)
    const caller = request.getDecorator<Caller | null>(CALLER)
    if (inIt === undefined || caller?.kind !== 'staff') return answer
    const claimedBy = isObject(answer) ? answer.claimedBy : undefined
    const withheld = new Set(inIt.filter((each) => !maySee(each, caller, { claimedBy, url })))
    return withheld.size === 0 ? answer : without(answer, withheld)
  })
}

const classesIn = (schema: string): FieldClass[] =>
  FIELD_CLASSES.filter((each) => SEEN[each].fields.some((field) => schema.includes(`"${field}":`)))

function without(value: unknown, withheld: ReadonlySet<FieldClass>): unknown {
  if (Array.isArray(value)) return value.map((each) => without(each, withheld))
  if (!isObject(value)) return value
  return Object.fromEntries(
    Object.entries(value).flatMap(([field, each]) => {
      const its = CLASS_OF.get(field)
      return its !== undefined && withheld.has(its) ? [] : [[field, without(each, withheld)]]
    }),
  )
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !(value instanceof Date)
