import { message } from '../../foundation/messages/message.ts'
import { DeskError } from '../../foundation/errors.ts'
import { Isolated, TooDemanding } from '../../foundation/bounds/isolated.ts'
import { FileError } from '../../foundation/yaml/read-yaml.ts'
import type { SENT_JOBS } from './sent-jobs.ts'

/** The one isolated process that parses and evaluates sent policy files. It starts with the first file. */
export const SENT = new Isolated<typeof SENT_JOBS>(new URL('./sent-process.ts', import.meta.url))

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
    const errors = listProblems(error).map((detail) => ({ field, detail }))
    if (errors.length === 0 || !(error instanceof Error)) throw error
    throw new DeskError('invalid_input', message(`ruleSet.${refusal}`, { problems: error.message }), { errors })
  }
}

function listProblems(error: unknown): string[] {
  if (error instanceof FileError) return error.problems.map(({ message }) => message)
  return error instanceof TooDemanding ? [error.message] : []
}
