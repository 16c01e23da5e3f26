import fastJson from 'fast-json-stringify'
import type { FastifySerializerCompiler } from 'fastify'
import type { TSchema } from 'typebox'

type Write = (answer: unknown) => string

const made = new WeakMap<TSchema, Write>()

/**
 * Serialises answers by their schema, so that only its members leave the desk. Each serialiser is built at the first
 * such answer, once for each schema. A server has several hundred; building all at the start took a third of that time.
 */
export const compileSerializer: FastifySerializerCompiler<TSchema> = ({ schema }) => {
  let write: Write | undefined
  return (answer: unknown) => {
    write ??= writerOf(schema)
    return write(answer)
  }
}

function writerOf(schema: TSchema): Write {
  const write = made.get(schema) ?? fastJson(schema)
  made.set(schema, write)
  return write
}
