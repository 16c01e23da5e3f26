import { Isolated, TooDemanding } from '../../foundation/bounds/isolated.ts'
import { DeskError } from '../../foundation/errors.ts'
import { message, type Text, type TextList } from '../../foundation/messages/message.ts'
import { programFile } from '../../foundation/settings/package-paths.ts'
import { FileError, problemLines } from '../../foundation/yaml/read-yaml.ts'
import type { SENT_JOBS } from './sent-jobs.ts'

/** The one isolated process that parses and evaluates sent policy files. It starts with the first file. */
export const SENT = new Isolated<typeof SENT_JOBS>(programFile('src/admin/rule-sets/sent-process.ts'))

/** The refusal when the file can't be read, and the field of the request that contains the file. */
interface Sent {
  refusal: 'notTried' | 'notProposed'
  field: string
}

/** Waits for the result of a file that a person sent. The sender can correct the file, so every problem is named. */
export async function readSent<T>(reading: Promise<T>, { refusal, field }: Sent): Promise<T> {
  try {
    return await reading
  } catch (error) {
    if (!(error instanceof FileError || error instanceof TooDemanding)) throw error
    const problems = error instanceof FileError ? problemLines(error.problems) : inLines([error.text])
    const errors = problemsOf(error).map(({ message: detail }) => ({ field, detail }))
    throw new DeskError('invalid_input', message(`ruleSet.${refusal}`, { problems }), { errors })
  }
}

const inLines = (list: readonly Text[]): TextList => ({ as: 'lines', list })

/** Returns the problems of a sent file with their places, for the reader's language. */
export const problemsOf = (error: FileError | TooDemanding): { line: number; column: number; message: Text }[] =>
  error instanceof FileError
    ? error.problems.map(({ line, column, message: text }) => ({ line, column, message: text }))
    : [{ line: 1, column: 1, message: error.text }]
