import { DeskError } from '../errors.ts'
import { type Message, message } from '../messages/message.ts'

export interface FieldProblem {
  field: string
  /** The problem as a string where a parser words it, such as that of policy files. */
  detail: Message | string
}

/**
 * Returns a refusal for one field, named by its path in the body. The value is not quoted: it may be one that must not
 * be stored.
 */
export const invalidField = (field: string, detail: Message): DeskError => invalidFields([{ field, detail }])

/** Returns a refusal for several fields, each with its problem. */
export const invalidFields = (errors: readonly FieldProblem[]): DeskError =>
  new DeskError('invalid_input', message('request.invalidFields', { problems: sentencesOf(errors) }), { errors })

const sentencesOf = (errors: readonly FieldProblem[]) => ({
  as: 'sentences' as const,
  list: errors.map(({ field, detail }) => message('request.invalidField', { field, detail })),
})
