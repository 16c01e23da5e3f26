import fastJson from 'fast-json-stringify'
import type { FastifySerializerCompiler } from 'fastify'
import type { TSchema } from 'typebox'

const made = new WeakMap<TSchema, (answer: unknown) => string>()

/**
 * Writes answers by their schema, so that nothing leaves which isn't named there. One is made for each schema, however
 * many servers a process has: they are most of what it takes to start one.
 */
export const compileSerializer: FastifySerializerCompiler<TSchema> = ({ schema }) => {
  const found = made.get(schema)
  if (found !== undefined) return found
  const write = fastJson(schema)
  made.set(schema, write)
  return write
}
