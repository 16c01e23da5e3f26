import { Type } from 'typebox'
import type { Text } from '../messages/message.ts'

/** Marks the schema of a text inside the program; the description of the API never has it. */
const SAID = Symbol('a text for the reader')

/**
 * The schema of a text in the language of the caller. A handler answers a message; the server renders it when it sends
 * the answer.
 */
export const said = (description?: string) =>
  Type.Unsafe<Text>({ type: 'string', ...(description !== undefined && { description }), [SAID]: true })

export const isSaid = (schema: object): boolean => SAID in schema
