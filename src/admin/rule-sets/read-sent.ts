import { DeskError } from '../../foundation/errors.ts'
import { Isolated, TooDemanding } from '../../foundation/bounds/isolated.ts'
import { FileError } from '../../foundation/yaml/read-yaml.ts'
import type { SENT_JOBS } from './sent-jobs.ts'

/** The one process beside this one in which texts of rule sets are parsed and evaluated. It starts with the first of them. */
export const SENT = new Isolated<typeof SENT_JOBS>(new URL('./sent-process.ts', import.meta.url))

/** What becomes of a request whose file can't be read, and which of its fields that is. */
interface Sent {
  refusal: 'Nothing was tried' | 'Nothing was proposed'
  field: string
}

/** Waits for what is made of a file that somebody sent. What is wrong with it is theirs to mend, so every problem is named. */
export async function readSent<T>(reading: Promise<T>, { refusal, field }: Sent): Promise<T> {
  try {
    return await reading
  } catch (error) {
    const errors = listProblems(error).map((detail) => ({ field, detail }))
    if (errors.length === 0 || !(error instanceof Error)) throw error
    throw new DeskError('invalid_input', `${refusal}: ${error.message}`, { errors })
  }
}

function listProblems(error: unknown): string[] {
  if (error instanceof FileError) return error.problems.map(({ message }) => message)
  return error instanceof TooDemanding ? [error.message] : []
}
