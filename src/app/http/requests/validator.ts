import type { FastifySchemaCompiler } from 'fastify'
import type { TSchema } from 'typebox'
import { Compile, type Validator } from 'typebox/compile'
import { Settings } from 'typebox/system'
import { Convert, Default } from 'typebox/value'

/** A body of several possible shapes gets the errors of each: those of the intended shape must be among them. */
const ERRORS_MAX = 400
Settings.Set({ maxErrors: ERRORS_MAX })

/** The checks, one for each schema, shared by all servers of a process. */
const made = new WeakMap<TSchema, Validator>()

/**
 * Checks requests with TypeBox itself. A body is never converted: "1" is not 1. In addresses everything is text, so
 * there it is converted, and defaults are filled in. Each check is compiled when it is first needed.
 */
export const compileValidator: FastifySchemaCompiler<TSchema> = ({ schema, httpPart }) => {
  let check: Validator | undefined
  return (sent: unknown) => {
    check ??= checkOf(schema)
    const value = httpPart === 'body' ? sent : Convert(schema, Default(schema, sent))
    return check.Check(value) ? { value } : { error: check.Errors(value) }
  }
}

function checkOf(schema: TSchema): Validator {
  const check = made.get(schema) ?? Compile(schema)
  made.set(schema, check)
  return check
}
