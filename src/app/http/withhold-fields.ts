import type { FastifyInstance } from 'fastify'
import { FIELD_CLASSES, type FieldClass, maySee, SEEN } from '../../oversight/views/seen.ts'
import type { Caller } from '../../foundation/domain.ts'
import { CALLER } from '../../people/access/caller.ts'

const CLASS_OF = new Map(FIELD_CLASSES.flatMap((each) => SEEN[each].fields.map((field) => [field, each] as const)))

/**
 * Removes from each answer the fields that the person may not see, by the table of field classes. It goes by the names
 * in the answer's schema, so a field of such a name is withheld on each route that has it.
 */
export function withholdFields(app: FastifyInstance): void {
  const answers = new Map<string, unknown>()
  const classes = new Map<string, readonly FieldClass[]>()
  app.addHook('onRoute', ({ method, url, schema }) => {
    for (const each of [method].flat()) answers.set(`${each} ${url}`, schema?.response)
  })
  /** The fields of a route are found when it is first used: most test servers answer few of their routes. */
  const classesOf = (route: string): readonly FieldClass[] => {
    const found = classes.get(route) ?? classesIn(JSON.stringify(answers.get(route) ?? {}))
    classes.set(route, found)
    return found
  }
  app.addHook('preSerialization', async (request, _reply, answer) => {
    const { url } = request.routeOptions
    const caller = request.getDecorator<Caller | null>(CALLER)
    const inIt = caller?.kind === 'staff' ? classesOf(`${request.method} ${url}`) : []
    if (caller?.kind !== 'staff' || inIt.length === 0) return answer
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
