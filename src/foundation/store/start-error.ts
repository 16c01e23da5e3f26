import { sqlState } from '../database/db.ts'
import { messageOf } from '../errors.ts'

/** A reason the program can't start or go on, said in one sentence to the person who started it. */
export class StartError extends Error {
  override readonly name = 'StartError'
}

/** Returns the message of an error, to end a sentence with. */
export const reasonOf = (error: unknown): string => messageOf(firstOf(error))

/** The code that Node or PostgreSQL put on an error (ENOENT, 57P03), if any. */
export const codeOf = (error: unknown): string | undefined => sqlState(firstOf(error))

// Refused by every address of a name, a connection fails with a list of reasons and no message of its own.
const firstOf = (error: unknown): unknown =>
  error instanceof AggregateError && error.errors.length > 0 ? firstOf(error.errors[0]) : error
