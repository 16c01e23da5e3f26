import { randomUUID } from 'node:crypto'
import { linkSync, mkdirSync, readFileSync, renameSync, statSync, unlinkSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

/** Returns a text that changes whenever the file is written again. Undefined: there is no file. */
export function stampOf(file: string): string | undefined {
  const stat = statSync(file, { throwIfNoEntry: false })
  return stat && `${stat.ino} ${stat.mtimeMs}`
}

/** Reads a secret file that only this user may read; creates it if there is none. */
export function readOrMakeFile(file: string, make: () => string): string {
  if (stampOf(file) === undefined) {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
    const written = writeAside(file, make())
    try {
      // Creating a hard link is atomic, and never replaces a file that another process made meanwhile.
      linkSync(written, file)
    } catch (error) {
      if (stampOf(file) === undefined) throw error
    } finally {
      unlinkSync(written)
    }
  }
  return readFileSync(file, 'utf8')
}

/** Replaces the text of a file, atomically. */
export const replaceFile = (file: string, text: string): void => renameSync(writeAside(file, text), file)

function writeAside(file: string, text: string): string {
  const aside = `${file}.${randomUUID()}`
  writeFileSync(aside, text, { mode: 0o600, flag: 'wx', flush: true })
  return aside
}
