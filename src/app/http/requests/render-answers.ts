import type { FastifyInstance } from 'fastify'
import { isMessage } from '../../../foundation/messages/message.ts'
import { type Reader, renderMessage } from '../../../foundation/messages/render-message.ts'
import { isSaid } from '../../../foundation/schemas/said.ts'
import { readerOf } from '../../../people/staff/preferences.ts'

type Render = (value: unknown, reader: Reader) => unknown

/**
 * Renders the messages in each answer in the language and time zone of the caller, where the schema of the route has
 * texts. Any other part of an answer is data, also if it looks like a message.
 */
export function renderAnswers(app: FastifyInstance): void {
  const schemas = new Map<string, unknown>()
  const renders = new Map<string, Render | undefined>()
  app.addHook('onRoute', ({ method, url, schema }) => {
    for (const each of [method].flat()) schemas.set(`${each} ${url}`, schema?.response)
  })
  /** The texts of a route are found when it is first used: most test servers answer few of their routes. */
  const renderOf = (route: string): Render | undefined => {
    if (!renders.has(route)) renders.set(route, anyOf(Object.values(schemas.get(route) ?? {})))
    return renders.get(route)
  }
  app.addHook('preSerialization', async (request, _reply, answer) => {
    const render = renderOf(`${request.method} ${request.routeOptions.url}`)
    return render === undefined ? answer : render(answer, readerOf(request))
  })
}

/** Returns the function that renders the texts of values of this schema. Undefined: it has none. */
function compile(schema: unknown): Render | undefined {
  if (typeof schema !== 'object' || schema === null) return undefined
  if (isSaid(schema))
    return (value, { language, zone }) => (isMessage(value) ? renderMessage(value, language, zone) : value)
  const { properties, items, anyOf: union, allOf } = schema as Readonly<Record<string, unknown>>
  if (Array.isArray(union)) return anyOf(union)
  if (Array.isArray(allOf)) return anyOf(allOf)
  const item = compile(items)
  if (item !== undefined)
    return (value, reader) => (Array.isArray(value) ? value.map((each) => item(each, reader)) : value)
  return typeof properties === 'object' && properties !== null ? ofObject(properties) : undefined
}

function ofObject(properties: object): Render | undefined {
  const texts = Object.entries(properties).flatMap(([name, schema]) => {
    const render = compile(schema)
    return render === undefined ? [] : [{ name, render }]
  })
  if (texts.length === 0) return undefined
  return (value, reader) => {
    if (!isObject(value)) return value
    const rendered = texts.flatMap(({ name, render }) => (name in value ? [[name, render(value[name], reader)]] : []))
    return { ...value, ...Object.fromEntries(rendered) }
  }
}

/** A value has the shape of one of these schemas, and the others leave it as it is. */
function anyOf(schemas: readonly unknown[]): Render | undefined {
  const renders = schemas.map(compile).filter((render) => render !== undefined)
  if (renders.length === 0) return undefined
  return (value, reader) => renders.reduce((rendered, render) => render(rendered, reader), value)
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !(value instanceof Date)
