import { sqlState } from '../database/db.ts'
import { messageOf } from '../errors.ts'

/** The reason why the program can't start or continue, in one sentence for the person who started it. */
export class StartError extends Error {
  override readonly name = 'StartError'
}

/** Returns the message of an error, to end a sentence with. */
export const reasonOf = (error: unknown): string => messageOf(firstOf(error))

/** Returns the code of an error of Node or PostgreSQL (ENOENT, 57P03), if any. */
export const codeOf = (error: unknown): string | undefined => sqlState(firstOf(error))

// A connection that every address of a name refuses fails with a list of reasons and no message of its own.
const firstOf = (error: unknown): unknown =>
  error instanceof AggregateError && error.errors.length > 0 ? firstOf(error.errors[0]) : error
