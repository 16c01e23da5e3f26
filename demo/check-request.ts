import type { FastifySchemaCompiler } from 'fastify'
import type { TSchema } from 'typebox'
import { Compile, type Validator } from 'typebox/compile'
import { Convert, Default } from 'typebox/value'

/**
 * Checks a request by its schema. An address contains only text, so its values are converted and defaults are filled
 * in. A check is compiled at the first such request, because a test starts many platforms and uses few routes of each.
 */
export const compileCheck: FastifySchemaCompiler<TSchema> = ({ schema, httpPart }) => {
  let check: Validator | undefined
  return (sent: unknown) => {
    check ??= Compile(schema)
    const value = httpPart === 'body' ? sent : Convert(schema, Default(schema, sent))
    return check.Check(value) ? { value } : { error: check.Errors(value) }
  }
}
