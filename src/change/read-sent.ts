import { readGuards } from '../guard/guards-file.ts'
import { DeskError } from '../lib/errors.ts'
import { FileError } from '../lib/read-yaml.ts'

export const GUARDS_FILE = 'guards.yaml'

/** What becomes of a request whose file can't be read, and which of its fields that is. */
interface Sent {
  refusal: 'Nothing was tried' | 'Nothing was proposed'
  field: string
}

/** Reads a file that somebody sent. What is wrong with it is theirs to mend, so every problem is named. */
export function readSent<T>(read: () => T, { refusal, field }: Sent): T {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof FileError)) throw error
    const errors = error.problems.map(({ message }) => ({ field, detail: message }))
    throw new DeskError('invalid_input', `${refusal}: ${error.message}`, { errors })
  }
}

/** Guards that somebody would try before they propose them. */
export const readTried = (text: string) =>
  readSent(() => readGuards(GUARDS_FILE, text), { refusal: 'Nothing was tried', field: 'text' })
