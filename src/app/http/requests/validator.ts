import type { FastifySchemaCompiler } from 'fastify'
import type { TSchema } from 'typebox'
import { Compile, type Validator } from 'typebox/compile'
import { Settings } from 'typebox/system'
import { Convert, Default } from 'typebox/value'

/** A body of several possible shapes gets the errors of each: those of the intended shape must be among them. */
const ERRORS_MAX = 400
Settings.Set({ maxErrors: ERRORS_MAX })

/** One for each schema, however many servers a process has. */
const made = new WeakMap<TSchema, Validator>()

/**
 * Checks by TypeBox itself. A body is taken as it is, never made to fit: "1" is not 1. In addresses everything is text,
 * so there it is converted, and defaults are filled in. Each check is made when it is first needed, as a writer of answers is.
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
